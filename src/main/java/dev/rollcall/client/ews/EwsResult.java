package dev.rollcall.client.ews;

import dev.rollcall.client.http.ClientException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of one item of a request.
 *
 * @param value what the server answered; empty if it failed
 * @param failure why it failed
 */
public record EwsResult<T>(Optional<T> value, Optional<ClientException> failure) {

  /** It succeeded. */
  static <T> EwsResult<T> of(T value) {
    return new EwsResult<>(Optional.of(value), Optional.empty());
  }

  /** It failed. */
  static <T> EwsResult<T> failed(ClientException failure) {
    return new EwsResult<>(Optional.empty(), Optional.of(failure));
  }

  /** Whether it succeeded. */
  public boolean succeeded() {
    return failure.isEmpty();
  }

  /**
   * What the server answered.
   *
   * @throws ClientException if it failed
   */
  public T orThrow() {
    failure.ifPresent(
        e -> {
          throw e;
        });
    return value.orElseThrow();
  }

  <R> EwsResult<R> map(Function<T, R> made) {
    return new EwsResult<>(value.map(made), failure);
  }
}
