/**
 * The work queue's messages and the port {@link dev.rollcall.work.WorkQueue}.
 *
 * <p>A message is a pointer to rows in state: it holds no personal data, may be delivered twice,
 * late or out of order, and says nothing that the rows do not.
 */
@NullMarked
package dev.rollcall.work;

import org.jspecify.annotations.NullMarked;
