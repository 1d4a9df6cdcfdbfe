/**
 * The directory of an organisation in the Microsoft cloud as a source of records, and as the place
 * where a policy's mailboxes are found: users, mail contacts and groups, through Microsoft Graph.
 *
 * <p>What Graph does not know is asked of Exchange, where the environment allows it: whether a
 * recipient is hidden from address lists, and dynamic distribution groups. Where not, every reading
 * says what it could not know.
 */
@NullMarked
package dev.rollcall.source.directory;

import org.jspecify.annotations.NullMarked;
