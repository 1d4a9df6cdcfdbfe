/**
 * Exchange Online's administration as a source: what Microsoft Graph does not know of recipients,
 * and who is behind a shared mailbox.
 *
 * <p>Asked only where the environment allows it. Whatever is read here is complete or it is a
 * failure: of recipients for the whole reading, of a mailbox's permissions for that mailbox alone.
 */
@NullMarked
package dev.rollcall.source.exchange;

import org.jspecify.annotations.NullMarked;
