/**
 * Key Vault as the local tenant has it: certificates with their versions, and the secrets behind
 * them.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.vault;
