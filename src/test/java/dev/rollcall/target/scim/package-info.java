/** Accounts written to local SCIM services, with all their bugs. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.target.scim;
