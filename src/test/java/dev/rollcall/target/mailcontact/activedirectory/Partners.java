package dev.rollcall.target.mailcontact.activedirectory;

import com.unboundid.ldap.sdk.Entry;
import dev.rollcall.client.ldap.LdapClient;
import dev.rollcall.client.ldap.LdapName;
import dev.rollcall.client.ldap.LdapSettings;
import dev.rollcall.contract.ServicePolicies;
import dev.rollcall.contract.ServiceTargetContract;
import dev.rollcall.contract.memory.ManualClock;
import dev.rollcall.localtenant.activedirectory.DomainController;
import dev.rollcall.localtenant.activedirectory.LocalDirectory;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Maker;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.TargetId;
import dev.rollcall.plan.Rules;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.run.ServiceSync;
import dev.rollcall.target.mailcontact.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An organisation whose Active Directory has a unit for partners, and runs that fill it. */
final class Partners implements ServiceTargetContract.Setup {

  static final TargetId TARGET = new TargetId("mailcontact");
  static final String WRITER = "svc-gal";

  private static final int SEED = 11;
  private static final String PASSWORD = "write-only-9";
  private static final Pattern PERSON = Pattern.compile("person(\\d+)@contoso\\.example");

  final Organisation organisation = new Organisation("Fabrikam", "fabrikam.example");
  final LocalDirectory directory;
  final String unit;
  final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T08:00:00Z"));
  final LdapClient client;
  private final ServiceSync sync;

  Partners() {
    this(rules(false), 1);
  }

  Partners(Rules rules, int controllers) {
    directory = LocalDirectory.start(organisation, id -> true, controllers);
    unit = directory.unit("Partners");
    directory.account(WRITER, PASSWORD);
    directory.delegate(WRITER, unit);
    client =
        new LdapClient(
            new LdapSettings(
                directory.addresses(),
                LdapSettings.Security.LDAPS,
                directory.base(),
                "CORP\\" + WRITER,
                "corp-writer",
                Optional.empty()),
            name -> PASSWORD,
            clock,
            new SplittableRandom(7),
            clock::advance);
    sync = sync("people", unit, rules, false);
  }

  /** The runs of a policy. */
  ServiceSync sync(String policy, String place, Rules rules, boolean distinctNames) {
    ContactUnit filled =
        new ContactUnit(
            client,
            LdapName.of(place).orElseThrow(),
            new EnvironmentId("contoso"),
            new PolicyId(policy),
            15,
            distinctNames);
    return new ServiceSync(
        new AdContactTarget(any -> filled, () -> Maker.random(new SplittableRandom(SEED)), clock),
        ServicePolicies.environment(),
        policy(),
        TARGET,
        rules,
        clock);
  }

  static Policy policy() {
    return ServicePolicies.of(new Service.File("people.json"));
  }

  /** Contacts as an earlier run left them. */
  void madeEarlier(int count, String title) {
    Stamp stamp =
        new Stamp(
            new EnvironmentId("contoso"),
            new PolicyId("people"),
            Maker.random(new SplittableRandom(SEED)),
            15);
    AdForm form = new AdForm(stamp, "extensionAttribute15", "contoso", false);
    Map<String, Map<String, List<Object>>> all = new HashMap<>();
    for (DesiredRecord person : people(count, title)) {
      Map<String, List<Object>> attributes = new HashMap<>();
      form.made(person.key(), person.content(), person.content().text(RecordField.DISPLAY_NAME))
          .forEach((name, values) -> attributes.put(name, List.copyOf(values)));
      all.put("CN=" + stamp.name(person.key()) + "," + unit, attributes);
    }
    directory.put(all);
  }

  /**
   * @param adopts whether contacts that are there are taken over
   */
  static Rules rules(boolean adopts) {
    return new Rules(
        true,
        true,
        Rules.UserEdits.OVERWRITE,
        Rules.UserDeletes.RESTORE,
        0L,
        0L,
        Rules.Removal.AT_ONCE,
        new Rules.Accounts(true, adopts, 0L));
  }

  /** Somebody of the other organisation: the title is what changes. */
  static DesiredRecord person(int number, String title) {
    return new DesiredRecord(key(number), content(key(number), number, title), Optional.empty());
  }

  static List<DesiredRecord> people(int count, String title) {
    List<DesiredRecord> people = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      people.add(person(number, title));
    }
    return people;
  }

  static RecordKey key(int number) {
    return new RecordKey(String.format("user:%03d", number));
  }

  static Content content(RecordKey key, int number, String title) {
    return new Content.Builder()
        .text(RecordField.DISPLAY_NAME, "Person " + number + " (Contoso)")
        .text(RecordField.GIVEN_NAME, "Person")
        .text(RecordField.SURNAME, "Number " + number)
        .text(RecordField.JOB_TITLE, title)
        .text(RecordField.MAIL, "person" + number + "@contoso.example")
        .text(RecordField.HIDDEN, "false")
        .text(RecordField.DIRECTORY_ID, key.value())
        .build();
  }

  @Override
  public ServiceSync sync() {
    return sync;
  }

  @Override
  public Hostility hostility() {
    return directory.trouble();
  }

  DomainController controller() {
    return directory.controllers().get(0);
  }

  @Override
  public ServiceTargetContract.Requests counts() {
    return new ServiceTargetContract.Requests() {
      @Override
      public int writes() {
        return controller().writes().size();
      }

      @Override
      public void reset() {
        controller().forgetWrites();
      }
    };
  }

  @Override
  public Map<Integer, String> held() {
    Map<Integer, String> held = new TreeMap<>();
    for (Entry contact : controller().below(unit)) {
      Matcher person = PERSON.matcher(String.valueOf(contact.getAttributeValue("mail")));
      if (person.matches()) {
        held.put(Integer.valueOf(person.group(1)), contact.getAttributeValue("title"));
      }
    }
    return held;
  }

  /** The contact with this address. */
  Entry contact(String address) {
    return controller().below(unit).stream()
        .filter(entry -> address.equals(entry.getAttributeValue("mail")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    directory.close();
  }
}
