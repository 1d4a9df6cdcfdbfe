/**
 * Contacts of a folder as a source: of a shared mailbox, online or on-premises, or of the public
 * folders.
 *
 * <p><b>From an item to a record.</b> An item is read in our normal form, {@link
 * dev.rollcall.model.Content}, by the client of its API, and each of its fields becomes the
 * attribute of its name ({@link dev.rollcall.mapping.ContactAttributes}). What follows, filters,
 * templates, rules, phone forms, limits, is what happens to people of a directory too; a policy
 * without any mapping makes the same contact again.
 *
 * <p><b>Keys.</b> A contact is known by its search key ({@code PR_SEARCH_KEY}), which Exchange
 * gives it when it is made and which stays the same when it is changed, moved or copied: to another
 * folder, into another mailbox, from the public folders into a mailbox, to another server. So a
 * folder's contacts can move without being created twice on anybody's phone. Items of one folder
 * that share a search key, because somebody copied a contact within the folder, are told apart: the
 * oldest has the key, each other one a key of its own, and each keeps what it has.
 *
 * <p><b>Left out</b>, each with its reason: what its owner marked private, and what Rollcall wrote
 * there itself, since a policy's contacts as another policy's source would go round in circles.
 * Distribution lists and everything else that is no contact are not looked at.
 *
 * <p><b>Completeness.</b> A folder is read by its feed of changes where there is one: pages of a
 * list shift when somebody deletes a contact meanwhile, a feed's do not.
 *
 * @see <a
 *     href="https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagsearchkey-canonical-property">PidTagSearchKey</a>
 *     (read 2026-11-21; that a copy keeps it is documented)
 */
@NullMarked
package dev.rollcall.source.folder;

import org.jspecify.annotations.NullMarked;
