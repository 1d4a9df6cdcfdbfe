/** The place for files, on Azurite. */
@NullMarked
package dev.rollcall.state.blob;

import org.jspecify.annotations.NullMarked;
