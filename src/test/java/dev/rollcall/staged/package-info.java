/**
 * The app as it is deployed: what the build staged, in a class loader like the one of the Functions
 * Java worker.
 */
@NullMarked
package dev.rollcall.staged;

import org.jspecify.annotations.NullMarked;
