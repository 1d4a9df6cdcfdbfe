package dev.rollcall.client.ews;

import java.util.Map;
import java.util.Optional;

/**
 * What Autodiscover tells of a mailbox.
 *
 * @param values by the setting's name
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/usersettings">User
 *     settings</a> (read 2026-11-21)
 */
public record EwsUserSettings(Map<String, String> values) {

  static final String PUBLIC_FOLDERS = "PublicFolderInformation";
  static final String SERVER = "InternalRpcClientServer";

  public EwsUserSettings {
    values = Map.copyOf(values);
  }

  /** The address that requests about the public folders' hierarchy are anchored at. */
  public Optional<String> publicFolderInformation() {
    return Optional.ofNullable(values.get(PUBLIC_FOLDERS));
  }

  /** The mailbox's server: an id and a domain, in the form of an address. */
  public Optional<String> internalRpcClientServer() {
    return Optional.ofNullable(values.get(SERVER));
  }
}
