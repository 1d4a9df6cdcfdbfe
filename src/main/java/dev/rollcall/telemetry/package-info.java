/**
 * What operators see: one event at a time, each with a fixed name and fixed fields.
 *
 * <p>No field holds a name, address, phone number, token or body; a record appears as the hash of
 * its key only.
 */
@NullMarked
package dev.rollcall.telemetry;

import org.jspecify.annotations.NullMarked;
