/**
 * From what a source has to what a contact shall hold: {@link dev.rollcall.mapping.SourceRecord}s
 * become desired records, by the default mapping and what a policy changes of it.
 *
 * <p>Pure: no clock, no logger, no input or output. The same record and policy always give the same
 * contact, in one normal form, so that what looks equal is equal and is not written again. What is
 * left out or could not be brought into form is said as a {@link dev.rollcall.mapping.Dropped},
 * never with the value itself.
 */
@NullMarked
package dev.rollcall.mapping;

import org.jspecify.annotations.NullMarked;
