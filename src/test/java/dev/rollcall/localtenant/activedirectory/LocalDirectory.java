package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.Entry;
import dev.rollcall.localtenant.LocalTrust;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * An Active Directory with the people of an organisation, on loopback sockets. After the
 * organisation changed, {@link #replicate} makes the directory so.
 */
public final class LocalDirectory implements AutoCloseable {

  /** The account that reads, as environments name it. */
  public static final String USER = "CORP\\svc-rollcall";

  /** Its password. */
  public static final String PASSWORD = "read-only-9";

  private final Organisation organisation;
  private final String base;
  private final DirectoryTree tree;
  private final Logins logins;
  private final List<DomainController> controllers = new ArrayList<>();
  private final Delegations delegations = new Delegations();
  private final Replication replication = new Replication(controllers);
  private final Hostility trouble = new Hostility(1);

  private LocalDirectory(Organisation organisation, Predicate<String> onPremises) {
    this.organisation = organisation;
    String domain = "corp." + organisation.domain();
    base =
        Arrays.stream(domain.split("\\."))
            .map(part -> "DC=" + part)
            .collect(Collectors.joining(","));
    tree = new DirectoryTree(organisation, onPremises, base);
    logins = new Logins("CORP", domain, "svc-rollcall", PASSWORD);
    tree.put(
        "CN=Domain Users,CN=Users," + base,
        Map.of(
            "objectClass", List.of("top", "group"),
            "sAMAccountName", List.of("Domain Users"),
            "objectSid", List.of(Sids.ofDomain(513)),
            "groupType", List.of("-2147483646")));
  }

  /**
   * Starts one domain controller.
   *
   * @param onPremises whose mailbox is on-premises, by object id; the others' are online
   */
  public static LocalDirectory start(Organisation organisation, Predicate<String> onPremises) {
    return start(organisation, onPremises, 1);
  }

  /** Starts several domain controllers. */
  public static LocalDirectory start(
      Organisation organisation, Predicate<String> onPremises, int controllers) {
    return start(organisation, onPremises, controllers, LocalTrust.install().server());
  }

  /**
   * Starts domain controllers that show a certificate of their own.
   *
   * @param tls with what they prove who they are
   */
  public static LocalDirectory start(
      Organisation organisation, Predicate<String> onPremises, int controllers, SSLContext tls) {
    LocalDirectory directory = new LocalDirectory(organisation, onPremises);
    for (int i = 0; i < controllers; i++) {
      directory.tree.put(
          "CN=DC" + (i + 1) + ",CN=Servers,CN=Configuration," + directory.base,
          Map.of("objectClass", List.of("top", "container")));
      directory.controllers.add(
          new DomainController("DC" + (i + 1), directory.base, 10_000L * (i + 1), directory, tls));
    }
    directory.tellTheCloud();
    directory.replicate();
    return directory;
  }

  /** The domain's distinguished name. */
  public String base() {
    return base;
  }

  /** The controllers, in the order in which environments name them. */
  public List<DomainController> controllers() {
    return List.copyOf(controllers);
  }

  /** Where they take encrypted connections. */
  public List<String> addresses() {
    return controllers.stream().map(DomainController::address).toList();
  }

  /** Makes every controller show the organisation as it is now. */
  public void replicate() {
    controllers.forEach(controller -> controller.replicate(entries()));
  }

  /** Makes one controller alone show it: replication takes its time. */
  public void replicate(DomainController first) {
    first.replicate(entries());
  }

  private List<Entry> entries() {
    return tree.entries().stream().filter(entry -> !replication.isRemoved(entry)).toList();
  }

  /** What is written to one controller stays there, until {@link #catchUp}. */
  public void lag() {
    replication.lag();
  }

  /** What was written reaches every controller. */
  public void catchUp() {
    replication.catchUp();
  }

  /** What goes wrong, with any controller. */
  public Hostility trouble() {
    return trouble;
  }

  /** An account besides the one that reads; it may read as well. */
  public void account(String name, String password) {
    logins.add(name, password);
  }

  /** An organisational unit that has nobody in it yet. */
  public String unit(String name) {
    String dn = "OU=" + name + "," + base;
    put(dn, Map.of("objectClass", List.of("top", "organizationalUnit"), "ou", List.of(name)));
    return dn;
  }

  /** An account may make, change and remove contacts in a unit, as an administrator delegates. */
  public void delegate(String account, String unit) {
    delegations.allow(account, unit);
  }

  /** An account may write nothing any more. */
  public void takeBack(String account) {
    delegations.take(account);
  }

  Replication replication() {
    return replication;
  }

  Logins logins() {
    return logins;
  }

  Delegations delegations() {
    return delegations;
  }

  /** Sets an attribute, by the name Active Directory has for it; texts, or bytes. */
  public void set(String idOrAddress, String attribute, Object... values) {
    tree.set(id(idOrAddress), attribute, List.of(values));
    replicate();
  }

  /** Adds an entry that is nobody of the organisation, or replaces it. */
  public void put(String dn, Map<String, List<Object>> attributes) {
    tree.put(dn, attributes);
    replicate();
  }

  /** The same for many at once, by their distinguished names. */
  public void put(Map<String, Map<String, List<Object>>> entries) {
    entries.forEach(tree::put);
    replicate();
  }

  /** The objectGUID of a member of the organisation. */
  public UUID guid(String idOrAddress) {
    return DirectoryTree.guid(id(idOrAddress));
  }

  /** The objectGUID of an entry that is nobody of the organisation. */
  public UUID guidOf(String dn) {
    return DirectoryTree.guid(dn);
  }

  /** The security id of a member of the organisation. */
  public byte[] sid(String idOrAddress) {
    return tree.sid(id(idOrAddress));
  }

  /** The security id of an object of the domain that is nobody of the organisation. */
  public static byte[] strangerSid(int relativeId) {
    return Sids.ofDomain(relativeId);
  }

  /** A security id that is the same everywhere, such as 5, 10 for SELF. */
  public static byte[] wellKnownSid(int authority, int... parts) {
    return Sids.of(authority, parts);
  }

  /** The distinguished name of a member of the organisation. */
  public String name(String idOrAddress) {
    return Optional.ofNullable(tree.names().get(id(idOrAddress))).orElseThrow();
  }

  /** The account gets another password. */
  public void password(String password) {
    logins.password(password);
  }

  /**
   * Refuses every login.
   *
   * @param data Windows' reason: {@code 52e}, {@code 532}, {@code 533}, {@code 701}, {@code 773},
   *     {@code 775}; empty for none
   */
  public void refuseLogins(String data) {
    logins.refuse(data.isEmpty() ? Optional.empty() : Optional.of(data));
  }

  /** Refuses logins over connections that did not begin encrypted. */
  public void refusePlainLogins() {
    logins.refusePlain();
  }

  /** How many logins were refused so far. */
  public int refusedLogins() {
    return logins.refused();
  }

  @Override
  public void close() {
    controllers.forEach(DomainController::down);
  }

  private String id(String idOrAddress) {
    return organisation
        .find(idOrAddress)
        .map(DirectoryObject::id)
        .orElseThrow(() -> new IllegalArgumentException("nobody is " + idOrAddress));
  }

  /** What the synchronisation with the cloud leaves there. */
  private void tellTheCloud() {
    Map<String, String> names = tree.names();
    organisation.locked(
        all -> {
          for (DirectoryObject user : all.all(DirectoryObject.Kind.USER)) {
            if (names.containsKey(user.id())) {
              user.properties()
                  .put("onPremisesSyncEnabled", true)
                  .put("onPremisesDistinguishedName", names.get(user.id()))
                  .put(
                      "onPremisesImmutableId",
                      Base64.getEncoder().encodeToString(Sids.guid(DirectoryTree.guid(user.id()))));
            }
          }
          return all;
        });
  }
}
