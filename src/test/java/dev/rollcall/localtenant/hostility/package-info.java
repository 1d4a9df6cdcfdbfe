/**
 * What goes wrong in the local tenant, on demand and at seeded rates: throttling, outages, broken
 * connections, answers lost after the deed, and users who act in mid-run.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.hostility;
