package dev.rollcall.client.service;

import dev.rollcall.client.http.Service;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * One service at one address, as all requests to it have in common.
 *
 * @param service who it is, for messages and for how its failures are known
 * @param base its address; a request's path follows
 * @param login how requests prove who sends them; empty if the service wants no key
 * @param headers further headers of every request
 * @param pace how many requests it takes
 * @param maxBytes how long an answer may be
 */
public record ServiceEndpoint(
    Service service,
    URI base,
    Optional<Login> login,
    Map<String, String> headers,
    Pace pace,
    int maxBytes) {

  /** Some fifty thousand accounts in one answer; more memory than that one answer may not take. */
  public static final int MAX_BYTES = 64 * 1024 * 1024;

  public ServiceEndpoint {
    headers = Map.copyOf(headers);
  }

  /** A service that takes its key as a bearer token, at any pace. */
  public static ServiceEndpoint withBearer(Service service, URI base, ServiceKey key) {
    return new ServiceEndpoint(
        service,
        base,
        Optional.of(new Login("Authorization", "Bearer ", key)),
        Map.of(),
        Pace.UNLIMITED,
        MAX_BYTES);
  }

  /** A service that takes its key in a header of its own, at any pace. */
  public static ServiceEndpoint withHeader(
      Service service, URI base, String header, ServiceKey key) {
    return new ServiceEndpoint(
        service,
        base,
        Optional.of(new Login(header, "", key)),
        Map.of(),
        Pace.UNLIMITED,
        MAX_BYTES);
  }

  /** A service that wants no key, at any pace. */
  public static ServiceEndpoint withoutKey(Service service, URI base) {
    return new ServiceEndpoint(
        service, base, Optional.empty(), Map.of(), Pace.UNLIMITED, MAX_BYTES);
  }

  /** The same with this pace. */
  public ServiceEndpoint paced(Pace newPace) {
    return new ServiceEndpoint(service, base, login, headers, newPace, maxBytes);
  }

  /** The same with these further headers in every request. */
  public ServiceEndpoint with(Map<String, String> newHeaders) {
    return new ServiceEndpoint(service, base, login, newHeaders, pace, maxBytes);
  }

  /** The same with answers of at most this length. */
  public ServiceEndpoint upTo(int newMaxBytes) {
    return new ServiceEndpoint(service, base, login, headers, pace, newMaxBytes);
  }

  /**
   * A key and where in a request it goes.
   *
   * @param header the header's name
   * @param prefix what stands before the key
   */
  public record Login(String header, String prefix, ServiceKey key) {}
}
