package dev.rollcall.localservices.mailprotector;

import dev.rollcall.localservices.RequestCounts;
import dev.rollcall.localservices.ServiceFront;
import dev.rollcall.localtenant.hostility.Hostility;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Mailprotector console with one customer, one domain and its groups, on loopback. Safe for
 * threads.
 */
public final class LocalMailprotector implements AutoCloseable {

  /** The customer's id. */
  public static final int CUSTOMER = 7114;

  /** The domain's id. */
  public static final int DOMAIN = 102;

  private final Console console;
  private final MailprotectorQuirks quirks = new MailprotectorQuirks();
  private final ServiceFront front;

  private LocalMailprotector(Console console, String key, long seed) {
    this.console = console;
    this.front =
        ServiceFront.open("mailprotector", seed, new MailprotectorRoutes(console, quirks, key));
  }

  /**
   * Opens it.
   *
   * @param domain such as {@code contoso.com}
   * @param key what requests have to bring
   */
  public static LocalMailprotector start(String domain, String key, Clock clock) {
    return new LocalMailprotector(new Console(domain, clock), key, 1);
  }

  /** Where its API is. */
  public URI uri() {
    return URI.create(front.uri() + "/api/v1");
  }

  /** Where the customer's part of its API is. */
  public URI customerUri() {
    return URI.create(uri() + "/customers/" + CUSTOMER);
  }

  /** Has another group. */
  public LocalMailprotector withGroup(String name) {
    console.addGroup(name);
    return this;
  }

  /** Has another domain whose mail is the domain's. */
  public LocalMailprotector withAliasDomain(String name) {
    console.addAliasDomain(name);
    return this;
  }

  /** Has a user, as made in the console. */
  public int add(String group, String name, int type, String... aliases) {
    return console.create(console.group(group).orElseThrow(), name, "", "", type, List.of(aliases));
  }

  /** Deletes a group in the console, with everybody in it. */
  public void removeGroup(String name) {
    console.deleteGroup(console.group(name).orElseThrow());
  }

  /** Deletes somebody in the console. */
  public void remove(String name) {
    console.delete(user(name).orElseThrow().id());
  }

  /** Moves somebody in the console, which alone can. */
  public void move(String name, String group) {
    console.move(user(name).orElseThrow().id(), console.group(group).orElseThrow());
  }

  /** The domain's own sync, which fights with any other. */
  public void builtInSync(boolean enabled) {
    console.builtInSync(enabled);
  }

  /** Users, mailing lists and unlicensed users, by name. */
  public List<Row> users() {
    return console.rows().stream().filter(row -> row.parent().isEmpty()).toList();
  }

  /** One of them. */
  public Optional<Row> user(String name) {
    return users().stream().filter(row -> row.name().equals(name)).findFirst();
  }

  /** The aliases of one of them, sorted. */
  public List<String> aliases(String name) {
    int id = user(name).orElseThrow().id();
    return console.rows().stream()
        .filter(row -> row.parent().equals(Optional.of(id)))
        .map(Row::name)
        .sorted()
        .toList();
  }

  /** The name of somebody's group. */
  public String groupOf(String name) {
    return console.groupName(user(name).orElseThrow().group());
  }

  /** Whether mail to this address is accepted. */
  public boolean accepts(String address) {
    return console.find(address.toLowerCase(Locale.ROOT)).isPresent();
  }

  /** Its oddities. */
  public MailprotectorQuirks quirks() {
    return quirks;
  }

  public Hostility hostility() {
    return front.hostility();
  }

  public RequestCounts counts() {
    return front.counts();
  }

  /** The answer to the next request of this operation is lost after its effect. */
  public void loseAnswerTo(String operation) {
    front.loseAnswerTo(operation);
  }

  @Override
  public void close() {
    front.close();
  }
}
