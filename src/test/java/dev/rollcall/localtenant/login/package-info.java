/**
 * Entra's login as the local tenant has it: app registrations with their credentials, the v2.0
 * token endpoint, and the tokens the other services check.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.login;
