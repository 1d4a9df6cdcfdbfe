package dev.rollcall.target;

/**
 * The keys of downstream services, by the names that policies have for them. Values are asked for
 * when they are needed and never kept: a key that was replaced takes effect with the next run.
 */
public interface ServiceKeys {

  /**
   * The key of this name, without the line's end that a file may have left.
   *
   * @param name a Key Vault secret's name
   * @throws dev.rollcall.client.http.ClientException if there is none, it is empty or the vault
   *     does not answer
   */
  String read(String name);
}
