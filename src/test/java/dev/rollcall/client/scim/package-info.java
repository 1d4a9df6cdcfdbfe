/** SCIM on the wire, against services that differ as much as real ones do. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.client.scim;
