/**
 * The main job, shown: a whole organisation on loopback, a policy previewed, applied, applied
 * again, and following its directory.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.demo;
