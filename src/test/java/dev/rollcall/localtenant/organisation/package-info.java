/**
 * The organisation that the local tenant serves: its directory, a generator of one, and readers of
 * real ones.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.organisation;
