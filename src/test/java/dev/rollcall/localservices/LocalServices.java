package dev.rollcall.localservices;

import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localservices.emailgistics.LocalEmailgistics;
import dev.rollcall.localservices.mailprotector.LocalMailprotector;
import dev.rollcall.localservices.scim.LocalZivver;
import dev.rollcall.localservices.webhook.LocalReceiver;
import java.time.Clock;

/**
 * The downstream services of one organisation on this machine, with their keys in its Key Vault
 * under the names that the sample policies have for them.
 */
public final class LocalServices implements AutoCloseable {

  private static final String TOKEN = "emailgistics-token-of-this-machine";
  private static final String MAIL_KEY = "mailprotector-key-of-this-machine";
  private static final String SECRET = "webhook-secret-of-this-machine";

  private final String domain;
  private final LocalZivver zivver;
  private final LocalMailprotector mailprotector;
  private final LocalEmailgistics emailgistics;
  private final LocalReceiver receiver;

  private LocalServices(String domain, Clock clock) {
    this.domain = domain;
    this.zivver = LocalZivver.start(clock).claim(domain);
    this.mailprotector = LocalMailprotector.start(domain, MAIL_KEY, clock);
    this.emailgistics = LocalEmailgistics.start(TOKEN);
    this.receiver = LocalReceiver.start(SECRET, clock);
  }

  /** Starts all services, and lets the organisation's app use them and ask Exchange. */
  public static LocalServices start(LocalCloud cloud, Clock clock) {
    LocalServices services = new LocalServices(cloud.organisation().domain(), clock);
    services.mailprotector.withGroup("Sales");
    cloud.tenant().app().grant("Exchange.ManageAsApp");
    cloud.tenant().vault().putSecret("zivver-key", services.zivver.key());
    cloud.tenant().vault().putSecret("mailprotector-key", MAIL_KEY);
    cloud.tenant().vault().putSecret("emailgistics-token", TOKEN);
    cloud.tenant().vault().putSecret("webhook-secret", SECRET);
    return services;
  }

  /** The sample environment of this cloud, which lets Exchange be asked. */
  public static String environment(LocalCloud cloud) {
    return cloud
        .sampleEnvironment()
        .replace("@contoso.com", "@" + cloud.organisation().domain())
        .replaceFirst("\"kind\"", "\"exchange\": true, \"kind\"");
  }

  /** A sample policy, for this organisation and these services. */
  public String policy(String sample) {
    return LocalCloud.sample("policies/" + sample + ".json")
        .replace("https://app.zivver.com/api/scim/v2/", zivver.uri().toString())
        .replace(
            "https://emailservice.io/api/v1/customers/7114", mailprotector.customerUri().toString())
        .replace("https://sync.example.com/users", emailgistics.syncUri().toString())
        .replace("https://sync.example.com/valid", emailgistics.validUri().toString())
        .replace("https://tickets.example.com/rollcall", receiver.uri().toString())
        .replace("contoso.com", domain);
  }

  public LocalZivver zivver() {
    return zivver;
  }

  public LocalMailprotector mailprotector() {
    return mailprotector;
  }

  public LocalEmailgistics emailgistics() {
    return emailgistics;
  }

  public LocalReceiver receiver() {
    return receiver;
  }

  @Override
  public void close() {
    zivver.close();
    mailprotector.close();
    emailgistics.close();
    receiver.close();
  }
}
