package dev.rollcall.credential;

import dev.rollcall.client.http.ClientException;
import java.util.List;

/** Where the versions of one app's certificate or client secret are. */
interface AppKeys {

  /** What kind of credential they are. */
  CredentialInUse.Kind kind();

  /** What they are called in Key Vault. */
  String name();

  /**
   * The newest version.
   *
   * @throws ClientException if it cannot be read or used
   */
  AppKey newest();

  /**
   * This version.
   *
   * @throws ClientException if it cannot be read or used
   */
  AppKey version(String version);

  /**
   * All versions, newest first, disabled ones too.
   *
   * @throws ClientException if they cannot be listed
   */
  List<VaultSecrets.Version> versions();
}
