package dev.rollcall.client.service;

/**
 * Where the key to a service comes from. Asked for every request, so it should keep what it read.
 * Safe for several threads.
 */
@FunctionalInterface
public interface ServiceKey {

  /**
   * The key as it is kept now.
   *
   * @throws dev.rollcall.client.http.ClientException if it cannot be read
   */
  String read();

  /**
   * The service refused this key, which may have been rolled: what is kept of it should be read
   * anew. The request is repeated once if another key is there then.
   */
  default void refused(String key) {}
}
