package dev.rollcall.localtenant.ews;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** An account of the organisation's own directory that may log on to its servers. */
public final class ServiceAccount implements Logon {

  private final String domain;
  private final String user;
  private final String principalName;
  private final AtomicReference<String> password;
  private final AtomicReference<Optional<String>> mailbox = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Predicate<String>> scope = new AtomicReference<>(any -> false);
  private final AtomicReference<Boolean> usable = new AtomicReference<>(true);

  /**
   * @param domain the name before the backslash
   * @param principalName the other name it logs on with
   */
  public ServiceAccount(String domain, String user, String principalName, String password) {
    this.domain = domain;
    this.user = user;
    this.principalName = principalName;
    this.password = new AtomicReference<>(password);
  }

  /** {@code DOMAIN\\user}. */
  @Override
  public String name() {
    return domain + "\\" + user;
  }

  public String principalName() {
    return principalName;
  }

  public String password() {
    return password.get();
  }

  /** The account has another password; who does not know it is refused. */
  public ServiceAccount password(String now) {
    password.set(now);
    return this;
  }

  /** It is locked, or usable again. */
  public ServiceAccount locked(boolean locked) {
    usable.set(!locked);
    return this;
  }

  /** Gives it a mailbox, which is what it opens where it does not impersonate. */
  public ServiceAccount mailbox(String address) {
    mailbox.set(Optional.of(address));
    return this;
  }

  /** Assigns the role {@code ApplicationImpersonation}, limited to the addresses in its scope. */
  public ServiceAccount impersonates(Predicate<String> addresses) {
    scope.set(addresses);
    return this;
  }

  @Override
  public Optional<String> mailbox() {
    return mailbox.get();
  }

  @Override
  public boolean mayImpersonate(String address) {
    return scope.get().test(address.toLowerCase(Locale.ROOT));
  }

  boolean isUsable() {
    return usable.get();
  }

  String domain() {
    return domain;
  }

  /** Whether these names are this account's: with a domain, or as one name. */
  boolean isNamed(String givenDomain, String givenUser) {
    return givenUser.equalsIgnoreCase(user) && givenDomain.equalsIgnoreCase(domain)
        || givenUser.equalsIgnoreCase(principalName);
  }
}
