/**
 * Mailboxes on the organisation's own Exchange servers as targets, through Exchange Web Services.
 * The folder, the stamp on each contact and the line in its notes are the same as in Exchange
 * Online, so a mailbox that moves keeps its contacts.
 */
@NullMarked
package dev.rollcall.target.mailbox.ews;

import org.jspecify.annotations.NullMarked;
