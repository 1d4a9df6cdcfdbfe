/**
 * HTTPS on loopback, below every service of the local tenant: requests and answers as values, and
 * the certificates that make the JVM trust them.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.wire;
