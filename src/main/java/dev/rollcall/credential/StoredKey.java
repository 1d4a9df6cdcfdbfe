package dev.rollcall.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * A downstream service's key as Key Vault has it, without its value.
 *
 * @param version Key Vault's version of it
 * @param ends the expiration date of the Key Vault secret; empty if nobody set one. Key Vault gives
 *     it out after that too: only the service knows whether it still takes it
 */
public record StoredKey(String version, Optional<Instant> ends) {}
