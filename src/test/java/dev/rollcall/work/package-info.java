/** The work messages' text form. */
@NullMarked
package dev.rollcall.work;

import org.jspecify.annotations.NullMarked;
