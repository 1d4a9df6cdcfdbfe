package dev.rollcall.credential;

import dev.rollcall.model.Problem;

/**
 * An app logged in, but not with the newest version of its credential: it goes on for now, and
 * somebody has to mend what is wrong with the newest before the version in use ends.
 *
 * @param credential its name in Key Vault
 * @param version Key Vault's version that was used instead
 * @param problem what is wrong with the newest, or why Key Vault could not be asked for it
 */
public record CredentialNotice(String credential, String version, Problem problem) {}
