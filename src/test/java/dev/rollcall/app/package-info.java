/** The app's settings. */
@NullMarked
package dev.rollcall.app;

import org.jspecify.annotations.NullMarked;
