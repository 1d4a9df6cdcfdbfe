package dev.rollcall.policy;

import dev.rollcall.model.EnvironmentId;

/**
 * A connected organisation.
 *
 * @param id its id
 * @param name its name, for people
 * @param description what it is, for people; may be empty
 * @param cloud where it lives
 * @param tenant its initial domain or tenant id
 * @param app the app registration used
 */
public record Environment(
    EnvironmentId id, String name, String description, Cloud cloud, String tenant, App app) {

  /**
   * An app registration.
   *
   * @param name its name, for people
   * @param clientId its application (client) id
   * @param certificate name of its certificate in Key Vault
   * @param maxConnections how many mailboxes one run serves through it at the same time
   */
  public record App(String name, String clientId, String certificate, int maxConnections) {}
}
