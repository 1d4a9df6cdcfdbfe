/**
 * Mails to administrators: summaries of runs, warnings about what ends, and tests.
 *
 * <p>What there is to say is put together as a letter, of plain texts; two templates show any
 * letter, as HTML and as text. It goes out as one MIME message with both, through Graph, from the
 * environment's notification mailbox.
 */
@NullMarked
package dev.rollcall.notify;

import org.jspecify.annotations.NullMarked;
