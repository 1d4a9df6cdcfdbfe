package dev.rollcall.run;

import dev.rollcall.credential.StoredKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import java.util.ArrayList;
import java.util.List;

/**
 * The passwords of the service accounts that an environment's own servers are reached with. When
 * one ends is known only if whoever stored it set the expiration date of its Key Vault secret: what
 * Active Directory's password policy says, it does not tell everybody.
 */
public final class AccountCredentials implements CredentialSource {

  private final ServiceCredentials.Vault vault;

  /**
   * @param vault reads what is known of secrets
   */
  public AccountCredentials(ServiceCredentials.Vault vault) {
    this.vault = vault;
  }

  @Override
  public List<Sight> look(Environment environment) {
    List<Sight> sights = new ArrayList<>();
    for (OnPremises.Account account :
        environment.onPremises().map(OnPremises::accounts).orElse(List.of())) {
      sights.add(look(account));
    }
    return sights;
  }

  private Sight look(OnPremises.Account account) {
    try {
      StoredKey stored = vault.of(account.secret());
      return new Sight.Lifetime(
          Expiry.Kind.ACCOUNT_PASSWORD,
          account.name(),
          account.secret(),
          stored.version(),
          stored.ends());
    } catch (CredentialUnseen e) {
      return new Sight.Unseen(
          Expiry.Kind.ACCOUNT_PASSWORD, account.name(), account.secret(), e.problem(), true);
    }
  }
}
