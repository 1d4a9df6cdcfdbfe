/**
 * Services that speak SCIM, each in its own dialect and with its own bugs: Zivver, one like
 * Keycloak, and a strict one on a library of its own.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localservices.scim;
