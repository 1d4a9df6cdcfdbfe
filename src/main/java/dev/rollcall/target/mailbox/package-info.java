/**
 * Writes contacts into a folder of a mailbox, through Microsoft Graph.
 *
 * <p>Every contact we create carries a stamp, an extended property nobody sees, with the policy and
 * the record it was made from ({@code Stamp}); a contact without our stamp is never touched. A
 * contact keeps its id as long as its record exists: changes are written into it, field by field.
 *
 * <p>What a user writes into the notes below our line stays ({@code NotesFence}).
 */
@NullMarked
package dev.rollcall.target.mailbox;

import org.jspecify.annotations.NullMarked;
