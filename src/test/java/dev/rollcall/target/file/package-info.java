/** Files as a target: what is written, what is read back, what is left alone. */
@NullMarked
package dev.rollcall.target.file;

import org.jspecify.annotations.NullMarked;
