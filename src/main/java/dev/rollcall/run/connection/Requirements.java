package dev.rollcall.run.connection;

import dev.rollcall.credential.CloudHosts;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.NeededPermission;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Permission;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.policy.Service;
import dev.rollcall.state.Documents;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the app needs around it: hosts to reach, licences, roles and permissions, versions. One list
 * for every cloud, and what this installation with its environments really uses.
 *
 * @param inUse hosts that this installation uses
 * @param clouds hosts by cloud
 * @param points everything else
 */
public record Requirements(List<Host> inUse, List<CloudNeeds> clouds, List<Need> points) {

  /** Everything is reached by HTTPS. */
  public static final int PORT = 443;

  private static final int LDAPS_PORT = 636;
  private static final int LDAP_PORT = 389;

  /** The oldest protocol that is spoken; the clients' own default, 1.3 where both can. */
  public static final String TLS = "TLS 1.2 or later";

  public Requirements {
    inUse = List.copyOf(inUse);
    clouds = List.copyOf(clouds);
    points = List.copyOf(points);
  }

  /**
   * A host that must be reachable from the app, over HTTPS.
   *
   * @param host its name, or {@code *.} and the names it stands for
   * @param purpose what for
   */
  public record Host(String host, int port, String purpose) {
    private static Host of(String host, String purpose) {
      return new Host(host, PORT, purpose);
    }

    private static Host of(URI address, String purpose) {
      return new Host(address.getHost(), address.getPort() < 0 ? PORT : address.getPort(), purpose);
    }
  }

  /** What one cloud needs. */
  public record CloudNeeds(Cloud cloud, List<Host> hosts) {
    public CloudNeeds {
      hosts = List.copyOf(hosts);
    }
  }

  /** Something that must be so. */
  public record Need(String topic, String need) {}

  /**
   * Where the app itself lives.
   *
   * @param vault its Key Vault
   * @param storage its table and queue services; empty with a connection string
   * @param custom the hosts of a custom cloud, if there is one
   */
  public record Home(URI vault, List<URI> storage, Optional<CloudHosts> custom) {
    public Home {
      storage = List.copyOf(storage);
    }
  }

  /** Reads environments and policies and lists what is needed. */
  public static Requirements of(Documents documents, Home home) {
    List<Environment> environments = new ArrayList<>();
    for (Documents.Stored stored : documents.list(Documents.Kind.ENVIRONMENT)) {
      PolicyDocuments.environment(stored.document().value())
          .match(
              valid -> environments.add(valid.value()),
              // One that is not valid uses nothing before it is stored again.
              invalid -> false);
    }
    Map<String, Policy> policies = policies(documents);
    List<Host> inUse = inUse(environments, policies.values(), home);
    inUse.addAll(services(policies));
    return new Requirements(
        inUse,
        Arrays.stream(Cloud.values())
            .flatMap(
                cloud ->
                    CloudHosts.of(cloud, home.custom()).stream()
                        .map(hosts -> new CloudNeeds(cloud, hosts(cloud, hosts))))
            .toList(),
        further());
  }

  /** By id; one that is not valid uses nothing before it is stored again. */
  private static Map<String, Policy> policies(Documents documents) {
    Map<String, Policy> policies = new LinkedHashMap<>();
    for (Documents.Stored stored : documents.list(Documents.Kind.POLICY)) {
      PolicyDocuments.policy(stored.document().value())
          .match(valid -> Optional.of(valid.value()), invalid -> Optional.<Policy>empty())
          .ifPresent(policy -> policies.put(stored.id(), policy));
    }
    return policies;
  }

  private static List<Host> inUse(
      List<Environment> environments, Collection<Policy> policies, Home home) {
    List<Host> hosts = new ArrayList<>();
    hosts.add(Host.of(home.vault(), "Key Vault of this installation"));
    home.storage().forEach(address -> hosts.add(Host.of(address, "storage of this installation")));
    for (Environment environment : environments) {
      environment.onPremises().ifPresent(servers -> hosts.addAll(own(servers, environment)));
      if (!environment.hasTenant()) {
        continue;
      }
      CloudHosts.of(environment.cloud(), home.custom())
          .ifPresent(
              known -> {
                String whose = " of the environment " + environment.id();
                hosts.add(Host.of(known.login(), "login" + whose));
                hosts.add(Host.of(known.graph(), "Microsoft Graph" + whose));
                known
                    .exchange()
                    .filter(exchange -> asksExchange(environment, policies))
                    .map(exchange -> Host.of(exchange.base(), "Exchange" + whose))
                    .ifPresent(hosts::add);
              });
    }
    return hosts;
  }

  private static boolean asksExchange(Environment environment, Collection<Policy> policies) {
    return environment.exchange()
        || policies.stream().anyMatch(policy -> policy.feeds(environment.id()));
  }

  private static List<Host> own(OnPremises servers, Environment environment) {
    String whose = " of the environment " + environment.id();
    List<Host> hosts = new ArrayList<>();
    servers
        .ldap()
        .ifPresent(
            ldap -> {
              int usual = ldap.security() == OnPremises.Security.LDAPS ? LDAPS_PORT : LDAP_PORT;
              for (String server : ldap.servers()) {
                int colon = server.lastIndexOf(':');
                hosts.add(
                    new Host(
                        colon < 0 ? server : server.substring(0, colon),
                        colon < 0 ? usual : Integer.parseInt(server.substring(colon + 1)),
                        "Active Directory" + whose));
              }
            });
    servers
        .ews()
        .ifPresent(
            ews -> {
              ews.url().ifPresent(url -> hosts.add(Host.of(url, "Exchange Server" + whose)));
              ews.autodiscover()
                  .ifPresent(
                      domain -> {
                        hosts.add(Host.of(domain, "autodiscover" + whose));
                        hosts.add(Host.of("autodiscover." + domain, "autodiscover" + whose));
                      });
            });
    return hosts;
  }

  /** The hosts of the services that policies name; each once, with all that use it. */
  private static List<Host> services(Map<String, Policy> policies) {
    Map<Host, Set<String>> users = new LinkedHashMap<>();
    policies.forEach(
        (id, policy) -> {
          Optional<Service> service = policy.target().service();
          for (URI address : service.map(Service::addresses).orElse(List.of())) {
            users
                .computeIfAbsent(
                    Host.of(address, service.orElseThrow().kind()), none -> new LinkedHashSet<>())
                .add(id);
          }
        });
    List<Host> hosts = new ArrayList<>();
    users.forEach(
        (host, ids) ->
            hosts.add(
                new Host(
                    host.host(),
                    host.port(),
                    "the service "
                        + host.purpose()
                        + (ids.size() == 1 ? " of the policy " : " of the policies ")
                        + String.join(", ", ids))));
    return hosts;
  }

  private static List<Host> hosts(Cloud cloud, CloudHosts known) {
    List<Host> hosts = new ArrayList<>();
    hosts.add(Host.of(known.login(), "login"));
    hosts.add(Host.of(known.graph(), "Microsoft Graph"));
    known
        .exchange()
        .map(
            exchange ->
                Host.of(
                    exchange.base(),
                    "Exchange, where an environment has \"exchange\": true or takes mail"
                        + " contacts"))
        .ifPresent(hosts::add);
    AzureSuffixes.of(cloud)
        .ifPresent(
            azure -> {
              hosts.add(Host.of("*." + azure.vault(), "Key Vault"));
              for (String service : List.of("blob", "queue", "table")) {
                hosts.add(Host.of("*." + service + "." + azure.storage(), "storage"));
              }
              hosts.add(
                  Host.of(
                      "*.in." + azure.insights(),
                      "telemetry; its connection string has the exact name"));
              hosts.add(Host.of("*.livediagnostics." + azure.monitor(), "live metrics"));
            });
    return hosts;
  }

  /**
   * The names of Azure's services in a cloud. A function app lives in one of them; the environments
   * it serves may be in others.
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure">Azure
   *     Government endpoints</a>, <a
   *     href="https://learn.microsoft.com/azure/china/resources-developer-guide">Azure China</a>,
   *     <a
   *     href="https://learn.microsoft.com/azure/azure-monitor/fundamentals/azure-monitor-network-access">Azure
   *     Monitor endpoints</a> (read 2026-11-21)
   */
  private record AzureSuffixes(String vault, String storage, String insights, String monitor) {
    static Optional<AzureSuffixes> of(Cloud cloud) {
      return switch (cloud) {
        case GLOBAL ->
            Optional.of(
                new AzureSuffixes(
                    "vault.azure.net",
                    "core.windows.net",
                    "applicationinsights.azure.com",
                    "monitor.azure.com"));
        case US_GOV, US_GOV_DOD ->
            Optional.of(
                new AzureSuffixes(
                    "vault.usgovcloudapi.net",
                    "core.usgovcloudapi.net",
                    "applicationinsights.azure.us",
                    "monitor.azure.us"));
        case CHINA ->
            Optional.of(
                new AzureSuffixes(
                    "vault.azure.cn",
                    "core.chinacloudapi.cn",
                    "applicationinsights.azure.cn",
                    "monitor.azure.cn"));
        case CUSTOM -> Optional.empty();
      };
    }
  }

  private static List<Need> further() {
    List<Need> needs = new ArrayList<>();
    needs.add(
        new Need(
            "network",
            "Outbound HTTPS, port "
                + PORT
                + ", "
                + TLS
                + "; to servers on-premises LDAP as well. Nothing has to reach the app but whoever"
                + " calls its HTTP functions. A proxy that"
                + " opens encrypted connections needs its certificate in the app's trust store."));
    needs.add(
        new Need(
            "managed identity",
            "The app's own identity gets its tokens from the host, at an address inside the machine."));
    needs.add(
        new Need(
            "mailboxes",
            "Exchange Online, with a licence that includes it; shared, room and equipment mailboxes"
                + " need none. On-premises: Exchange Server 2016, 2019 or Subscription Edition."));
    needs.add(
        new Need(
            "servers on-premises",
            "The function app reaches them through its virtual network, over VPN or ExpressRoute,"
                + " with name resolution there: LDAPS on port "
                + LDAPS_PORT
                + " (or StartTLS on "
                + LDAP_PORT
                + "), Exchange Web Services over HTTPS. A service account with the role"
                + " ApplicationImpersonation for the mailboxes; its password as a secret in Key"
                + " Vault."));
    needs.add(
        new Need(
            "notification mailbox",
            "A mailbox in Exchange Online to send mails from: with a licence, or a shared one, which"
                + " needs none."));
    needs.add(
        new Need(
            "policies of type contacts",
            "The permissions "
                + values(NeededPermission.usual())
                + "; "
                + Permission.READ_MAILBOX_SETTINGS.value()
                + " if a query takes some kinds of users and not others; "
                + Permission.READ_USERS.value()
                + " covers photos."));
    needs.add(
        new Need(
            "environments with exchange",
            "The permission "
                + Permission.ADMINISTER_EXCHANGE.value()
                + " of Office 365 Exchange Online and the directory role Global Reader, for the"
                + " primary app."));
    needs.add(
        new Need(
            "environments that policies of type gal write to",
            "The same permission and the directory role Exchange Recipient Administrator, for the"
                + " primary app; or an Exchange role group with the commands for recipients and mail"
                + " contacts."));
    needs.add(
        new Need(
            "downstream services",
            "Each service at the host and port of its address in a policy, which begins with https:;"
                + " its key as a secret in Key Vault. Webhooks are reached at public addresses only,"
                + " and through no proxy."));
    needs.add(
        new Need(
            "mails",
            "The permission "
                + Permission.SEND_MAIL.value()
                + ", which Exchange can limit to the"
                + " notification mailbox."));
    needs.add(
        new Need(
            "watch over app registrations",
            "The permission " + Permission.READ_APPLICATIONS.value() + ", optional."));
    needs.add(
        new Need(
            "who sets it up",
            "Privileged Role Administrator or Global Administrator for consent; Exchange"
                + " Administrator to limit mailboxes; Owner of the resource group in Azure, once."));
    needs.add(
        new Need(
            "runtime",
            "Azure Functions 4 on Java 17, 21 or 25 (the deployment uses 21), extension bundle 4;"
                + " 2,048 MB of memory an instance."));
    return needs;
  }

  private static String values(Set<Permission> permissions) {
    return permissions.stream().map(Permission::value).collect(Collectors.joining(", "));
  }

  /** The same as a page of plain text. */
  public String text() {
    TextTable table = new TextTable(28, 44, 5);
    StringBuilder text = new StringBuilder("What Rollcall needs around it\n\n");
    table.row("", "host", "port", "for");
    table.rule();
    inUse.forEach(host -> row(table, "in use", host));
    for (CloudNeeds cloud : clouds) {
      cloud.hosts().forEach(host -> row(table, "cloud " + cloud.cloud().document(), host));
    }
    text.append(table).append('\n');
    TextTable others = new TextTable(28);
    points.forEach(need -> others.row(need.topic(), need.need()));
    return text.append(others).toString();
  }

  private static void row(TextTable table, String what, Host host) {
    table.row(what, host.host(), Integer.toString(host.port()), host.purpose());
  }
}
