package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.DirectoryAccess;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapSettings;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.source.MailboxSelection.MailboxReading;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.SourceReading;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An organisation with an Active Directory of its own, and everything it takes to read that. */
final class DirectoryOffice implements AutoCloseable {

  final Organisation people;
  final LocalDirectory directory;
  final Set<String> online = new HashSet<>();
  final Map<PolicyId, Recollections.Recollection> kept = new HashMap<>();
  private final LdapClient client;

  DirectoryOffice(Organisation people, int controllers) {
    this.people = people;
    this.directory = LocalDirectory.start(people, id -> !online.contains(id), controllers);
    this.client = new DirectoryAccess().client(directory);
  }

  /** Four people, a room, a contact and some groups. */
  static DirectoryOffice small() {
    return small(1);
  }

  /** The same, with several domain controllers. */
  static DirectoryOffice small(int controllers) {
    Organisation people = new Organisation("Contoso", "contoso.example");
    people.join("anna", "Anna Ames", "anna");
    people.join("ben", "Ben Bauer", "ben");
    people.join("clara", "Clara Çelik", "clara");
    people.join("david", "David O'Brien, Jr. (Sales)", "david");
    people.addMailbox("blue", "Room Blue", "blue", "room");
    people.addMailbox("info", "Info Desk", "info", "shared");
    people.addContact("partner", "Pia Partner", "pia@partner.example");
    people.addGroup("staff", "Staff", "staff", "distribution");
    people.addGroup("sales", "Sales Team", "sales", "mailEnabledSecurity");
    people.addMembers(
        id(people, "staff"), List.of(id(people, "anna"), id(people, "ben"), id(people, "sales")));
    people.addMembers(
        id(people, "sales"), List.of(id(people, "david"), partner(people), id(people, "staff")));
    return new DirectoryOffice(people, controllers);
  }

  private static String id(Organisation people, String local) {
    return people.find(local + "@contoso.example").orElseThrow().id();
  }

  private static String partner(Organisation people) {
    return people.find("pia@partner.example").orElseThrow().id();
  }

  String id(String local) {
    return id(people, local);
  }

  String address(String local) {
    return local + "@contoso.example";
  }

  /** The key of somebody's record. */
  String key(String local) {
    return "user:" + directory.guid(address(local));
  }

  ActiveDirectorySource source() {
    return new ActiveDirectorySource(any -> client, recollections());
  }

  LdapClient client() {
    return client;
  }

  LdapClient client(LdapSettings settings) {
    return new DirectoryAccess().client(settings);
  }

  SourceReading read(Selection... selections) {
    return source().read(environment(), policy(selections));
  }

  SourceReading read(Policy policy) {
    return source().read(environment(), policy);
  }

  MailboxReading mailboxes(Environment environment, Selection... selections) {
    return new ActiveDirectoryMailboxes(any -> client)
        .read(
            environment,
            policy(
                Policy.Type.CONTACTS,
                "",
                false,
                false,
                List.of(),
                List.of(selections),
                Policy.Accounts.none()));
  }

  Recollections recollections() {
    return new Recollections() {
      @Override
      public void purge(Set<PolicyId> policies, Instant since) {
        throw new AssertionError("nothing is purged here");
      }

      @Override
      public Optional<Recollection> of(PolicyId policy) {
        return Optional.ofNullable(kept.get(policy));
      }

      @Override
      public void keep(PolicyId policy, Recollection what) {
        kept.put(policy, what);
      }
    };
  }

  static List<String> names(SourceReading reading) {
    return reading.records().stream().map(record -> record.first("displayName")).sorted().toList();
  }

  static SourceRecord only(SourceReading reading) {
    if (reading.records().size() != 1) {
      throw new AssertionError(reading.records().size() + " records, " + reading.dropped());
    }
    return reading.records().get(0);
  }

  static Selection.Group members(String group, boolean nested) {
    return new Selection.Group(group, Selection.Include.MEMBERS, nested, false);
  }

  static Selection.Query everybody() {
    return new Selection.Query("*", EnumSet.allOf(RecipientType.class));
  }

  static Environment environment() {
    return environment(Environment.Kind.HYBRID);
  }

  static Environment environment(Environment.Kind kind) {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        kind,
        Cloud.GLOBAL,
        "contoso.onmicrosoft.com",
        List.of(new Environment.App("Rollcall", "client", "certificate", 4)),
        Optional.empty(),
        List.of(),
        false,
        Optional.of(
            new OnPremises(
                List.of(new OnPremises.Account("reader", LocalDirectory.USER, "corp-reader")),
                Optional.empty(),
                Optional.of(
                    new OnPremises.Ldap(
                        List.of("localhost"), OnPremises.Security.LDAPS, "DC=x", "reader")),
                Optional.empty())),
        false);
  }

  static Policy policy(Selection... selections) {
    return policy("", false, false, selections);
  }

  static Policy policy(String where, boolean hidden, boolean disabled, Selection... selections) {
    return policy(
        Policy.Type.CONTACTS,
        where,
        hidden,
        disabled,
        List.of(selections),
        List.of(),
        Policy.Accounts.none());
  }

  static Policy teams(Policy.Trustees access, Selection... selections) {
    Policy.Accounts none = Policy.Accounts.none();
    return policy(
        Policy.Type.MAILBOX_TEAMS,
        "",
        true,
        true,
        List.of(selections),
        List.of(),
        new Policy.Accounts(
            none.mailboxTypes(),
            none.include(),
            List.of(),
            access,
            none.division(),
            none.destinations()));
  }

  static Policy policy(
      Policy.Type type,
      String where,
      boolean hidden,
      boolean disabled,
      List<Selection> source,
      List<Selection> target,
      Policy.Accounts accounts) {
    Policy plain =
        new Policy(
            new PolicyId("staff"),
            "Staff",
            "",
            new EnvironmentId("contoso"),
            source,
            new Policy.Target(
                target, List.of("Company"), 5, Policy.WhenMailboxLeaves.REMOVE, Duration.ZERO),
            new Mapping(
                Optional.empty(),
                Mapping.Phones.AS_IS,
                Optional.empty(),
                List.of(),
                false,
                Map.of()),
            new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
            new Policy.Limits(50, 10),
            Optional.empty());
    return new Policy(
        plain.id(),
        type,
        plain.name(),
        plain.description(),
        plain.environment(),
        source,
        new Policy.Reading(
            Policy.SourceKind.ACTIVE_DIRECTORY,
            Optional.empty(),
            Optional.empty(),
            hidden,
            disabled),
        new Policy.Filters(Optional.of(where).filter(text -> !text.isEmpty()), Optional.empty()),
        plain.target(),
        plain.mapping(),
        plain.changes(),
        plain.guardrail(),
        plain.schedule(),
        plain.summaryMail(),
        accounts);
  }

  @Override
  public void close() {
    directory.close();
  }
}
