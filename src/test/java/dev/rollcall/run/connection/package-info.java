/** The connection test and its companions: how checks are run, and that commands do no harm. */
@NullMarked
package dev.rollcall.run.connection;

import org.jspecify.annotations.NullMarked;
