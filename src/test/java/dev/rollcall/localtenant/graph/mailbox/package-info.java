/**
 * Mailboxes of the local tenant: contact folders, contacts, their change feeds, and the users who
 * own them.
 *
 * <p>What Microsoft does not document is a {@link
 * dev.rollcall.localtenant.graph.mailbox.MailboxQuirks quirk}.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.graph.mailbox;
