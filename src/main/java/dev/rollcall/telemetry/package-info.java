/**
 * What operators see: one event at a time, each with a fixed name and fixed fields.
 *
 * <p>Every event says which trace it belongs to: all of a run is one. Requests to services are
 * counted by {@link dev.rollcall.telemetry.CallLog} and told once an invocation is over.
 *
 * <p>No field holds a name, address, phone number, token or body; a record appears as the hash of
 * its key only.
 */
@NullMarked
package dev.rollcall.telemetry;

import org.jspecify.annotations.NullMarked;
