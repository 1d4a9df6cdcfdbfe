package dev.rollcall.client.http;

/** Who a failure comes from. */
public enum Service {
  ENTRA("Entra ID"),
  IDENTITY("Managed identity"),
  /** Asked for a certificate to log in with. */
  KEY_VAULT("Key Vault"),
  /** Asked for a client secret to log in with. */
  KEY_VAULT_SECRETS("Key Vault"),
  /** Asked to show, make or take certificates. */
  KEY_VAULT_CERTIFICATES("Key Vault"),
  GRAPH("Microsoft Graph"),
  EXCHANGE("Exchange Online administration"),
  AUTODISCOVER("Autodiscover"),
  EWS("Exchange Web Services"),
  LDAP("LDAP"),
  STORAGE("Azure Storage"),
  SCIM("SCIM"),
  ZIVVER("Zivver"),
  MAILPROTECTOR("Mailprotector"),
  EMAILGISTICS("Emailgistics"),
  /** Whoever a policy names to be told of its records. */
  WEBHOOK("Webhook"),
  /** Another installation of Rollcall, which offers records or asks for them. */
  OFFER("Other installation"),
  /** Between the app and any of them: names, connections, encryption. */
  NETWORK("Network"),
  /** The app itself. */
  ROLLCALL("Rollcall");

  private final String shown;

  Service(String shown) {
    this.shown = shown;
  }

  /** Whether it is a Key Vault, whatever was asked of it. */
  boolean isKeyVault() {
    return this == KEY_VAULT || this == KEY_VAULT_SECRETS || this == KEY_VAULT_CERTIFICATES;
  }

  /** Its name for people. */
  public String shown() {
    return shown;
  }

  /** The one of this name in the catalogue's file: {@code keyVault} for {@link #KEY_VAULT}. */
  static Service named(String name) {
    for (Service service : values()) {
      if (service.name().replace("_", "").equalsIgnoreCase(name)) {
        return service;
      }
    }
    throw new IllegalArgumentException("'" + name + "' is no service");
  }
}
