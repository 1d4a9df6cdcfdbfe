/**
 * The people of one organisation as mail-enabled contacts in an organisational unit of another's
 * own Active Directory, from where Exchange Server shows them and directory synchronisation takes
 * them to the cloud.
 *
 * <p>What such a contact needs, beside what is said of the person, and why:
 *
 * <ul>
 *   <li>{@code mailNickname}: Exchange takes an object without an alias for no recipient, and
 *       directory synchronisation provisions a contact as one that has mail by it.
 *   <li>{@code targetAddress}: where mail goes. {@code mail} is what the directory shows, and
 *       {@code proxyAddresses} what the organisation finds the recipient by.
 *   <li>{@code msExchRecipientTypeDetails} 64 and {@code msExchRecipientDisplayType} 6: a mail
 *       contact, and not the forest contact of GALSync (32768), which Exchange's own commands
 *       refuse to touch: {@code Update-Recipient} and an administrator's hand could not complete or
 *       remove it.
 *   <li>{@code internetEncoding} 1310720: rich text as the sender's organisation decides, as {@code
 *       New-MailContact} writes it.
 *   <li>{@code msExchPoliciesExcluded}: the mark that no address policy gives the contact an
 *       address of the organisation's own.
 *   <li>{@code msExchOriginatingForest}: where it comes from, which tools of other makers respect.
 *   <li>{@code legacyExchangeDN} and {@code showInAddressBook}: Exchange's own address of the
 *       recipient, and the address lists that show it, where the forest has an Exchange
 *       organisation. The service that kept them up to Exchange 2003 is gone, and its successor is
 *       Exchange's own commands; so both are written like those write them. {@code
 *       Update-AddressList} mends lists of an organisation's own making.
 * </ul>
 *
 * <p>{@code msExchVersion} is left out: it says which version of Exchange last wrote the object,
 * and that is none.
 */
@NullMarked
package dev.rollcall.target.mailcontact.activedirectory;

import org.jspecify.annotations.NullMarked;
