/**
 * Runs Rollcall on one machine: real storage (Azurite), the real function classes with their
 * timers, routes and queues. A development harness, never part of the product.
 */
@NullMarked
package dev.rollcall.localhost;

import org.jspecify.annotations.NullMarked;
