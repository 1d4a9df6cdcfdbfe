package dev.rollcall.client.ews;

import java.net.URI;
import java.util.Optional;

/**
 * Which server is asked.
 *
 * @param url where its service is, such as {@code https://mail.contoso.com/EWS/Exchange.asmx};
 *     empty if that is to be found out
 * @param domain the domain whose Autodiscover tells it; empty if it is known
 */
public record EwsServer(Optional<URI> url, Optional<String> domain) {

  /**
   * @throws IllegalArgumentException unless exactly one of the two is given
   */
  public EwsServer {
    if (url.isPresent() == domain.isPresent()) {
      throw new IllegalArgumentException("a server has either an address or a domain");
    }
  }

  /** A server whose address is known. */
  public static EwsServer at(URI url) {
    return new EwsServer(Optional.of(url), Optional.empty());
  }

  /** A server that the domain's Autodiscover tells. */
  public static EwsServer of(String domain) {
    return new EwsServer(Optional.empty(), Optional.of(domain));
  }
}
