package dev.rollcall.credential;

import dev.rollcall.policy.Cloud;
import java.net.URI;
import java.util.Optional;

/**
 * The hosts of one Microsoft cloud. Tokens of one are worth nothing in another.
 *
 * @param login the login authority, {@code https}
 * @param graph Microsoft Graph's version root, such as {@code https://graph.microsoft.com/v1.0}
 * @param graphScope the scope of Graph's tokens
 * @param exchange Exchange Online's administration; empty only in a custom cloud whose settings do
 *     not name it
 * @param tokenExchange what a managed identity's token must be made out to, so that an app
 *     registration takes it for its own; each cloud has one of its own
 * @param checkedInstance whether the login authority is one that Microsoft's login library knows;
 *     it asks Microsoft about others, which a custom cloud has no answer for
 * @see <a href="https://learn.microsoft.com/graph/deployments">National cloud deployments</a> (read
 *     2026-11-21; the login host of China is given in two ways, the newer documentation's is used;
 *     so is that of Exchange in China, where the one of the Exchange Online PowerShell module is)
 */
public record CloudHosts(
    URI login,
    URI graph,
    String graphScope,
    Optional<ExchangeHost> exchange,
    String tokenExchange,
    boolean checkedInstance) {

  private static final String TOKEN_EXCHANGE = "api://AzureADTokenExchange";

  private static final CloudHosts GLOBAL =
      of(
          "https://login.microsoftonline.com",
          "https://graph.microsoft.com",
          "https://outlook.office365.com",
          "");
  private static final CloudHosts US_GOV =
      of(
          "https://login.microsoftonline.us",
          "https://graph.microsoft.us",
          "https://outlook.office365.us",
          "USGov");
  private static final CloudHosts US_GOV_DOD =
      of(
          "https://login.microsoftonline.us",
          "https://dod-graph.microsoft.us",
          "https://outlook-dod.office365.us",
          "USGov");
  private static final CloudHosts CHINA =
      of(
          "https://login.partner.microsoftonline.cn",
          "https://microsoftgraph.chinacloudapi.cn",
          "https://partner.outlook.cn",
          "China");

  /**
   * Where Exchange Online is administered.
   *
   * @param base the service's root, such as {@code https://outlook.office365.com}
   * @param scope the scope of its tokens
   */
  public record ExchangeHost(URI base, String scope) {}

  /**
   * @throws IllegalArgumentException if the login authority is not {@code https}, or an address has
   *     no host
   */
  public CloudHosts {
    if (!"https".equals(login.getScheme()) || login.getHost() == null) {
      throw new IllegalArgumentException("the login authority must be https, not " + login);
    }
    if (graph.getHost() == null) {
      throw new IllegalArgumentException("the Graph address must name a host, not " + graph);
    }
  }

  /**
   * The hosts of a cloud.
   *
   * @param custom the hosts the app's settings name for {@link Cloud#CUSTOM}
   * @return its hosts; empty if the cloud is custom and the settings name none
   */
  public static Optional<CloudHosts> of(Cloud cloud, Optional<CloudHosts> custom) {
    return switch (cloud) {
      case GLOBAL -> Optional.of(GLOBAL);
      case US_GOV -> Optional.of(US_GOV);
      case US_GOV_DOD -> Optional.of(US_GOV_DOD);
      case CHINA -> Optional.of(CHINA);
      case CUSTOM -> custom;
    };
  }

  /**
   * A cloud of its own, such as the local tenant.
   *
   * @param login the login authority, {@code https}
   * @param graph Graph's version root
   * @param graphScope the scope of Graph's tokens
   */
  public static CloudHosts custom(URI login, URI graph, String graphScope) {
    return new CloudHosts(login, graph, graphScope, Optional.empty(), TOKEN_EXCHANGE, false);
  }

  /** The same cloud, with Exchange. */
  public CloudHosts with(ExchangeHost host) {
    return new CloudHosts(
        login, graph, graphScope, Optional.of(host), tokenExchange, checkedInstance);
  }

  private static CloudHosts of(String login, String graph, String exchange, String cloud) {
    return new CloudHosts(
        URI.create(login),
        URI.create(graph + "/v1.0"),
        graph + "/.default",
        Optional.of(new ExchangeHost(URI.create(exchange), exchange + "/.default")),
        TOKEN_EXCHANGE + cloud,
        true);
  }
}
