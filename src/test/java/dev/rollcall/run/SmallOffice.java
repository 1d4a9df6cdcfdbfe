package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.graph.mailbox.MailboxUser;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An organisation small enough to know everybody: some staff, some of them with phones to fill, one
 * policy.
 */
final class SmallOffice implements AutoCloseable {

  static final String POLICY = "office";
  static final String FOLDER = "Office";

  private final LocalCloud cloud;
  private final Organisation organisation;
  private final List<String> mailboxes;

  private SmallOffice(LocalCloud cloud, Organisation organisation, List<String> mailboxes) {
    this.cloud = cloud;
    this.organisation = organisation;
    this.mailboxes = mailboxes;
  }

  /** An organisation of this many people, of whom the first {@code mailboxes} get the contacts. */
  static Organisation organisation(int people, int mailboxes) {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    List<String> everybody = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      DirectoryObject person = organisation.join("p" + i, "Given" + i + " Sur" + i, "p" + i);
      person
          .properties()
          .put("givenName", "Given" + i)
          .put("surname", "Sur" + i)
          .put("jobTitle", "Engineer")
          .put("mobilePhone", "+49 171 " + (1_000_000 + i));
      everybody.add(person.id());
    }
    organisation.addMembers(
        organisation.addGroup("staff", "Staff", "staff", "distribution").id(), everybody);
    organisation.addMembers(
        organisation.addGroup("field", "Field", "field", "distribution").id(),
        everybody.subList(0, mailboxes));
    return organisation;
  }

  static SmallOffice open(int people, int mailboxes) {
    return open(organisation(people, mailboxes), "");
  }

  /**
   * Opens an office.
   *
   * @param more further keys of the policy, each followed by a comma
   */
  static SmallOffice open(Organisation organisation, String more) {
    return open(organisation, more, RunLimits.defaults());
  }

  static SmallOffice open(Organisation organisation, String more, RunLimits limits) {
    return open(organisation, more, limits, LocalTenantOptions.defaults(), Clock.systemUTC());
  }

  static SmallOffice open(
      Organisation organisation,
      String more,
      RunLimits limits,
      LocalTenantOptions options,
      Clock clock) {
    LocalCloud cloud = LocalCloud.start(organisation, options, limits, clock, 0);
    List<String> mailboxes =
        organisation.members(Organisation.idOf("GROUP:field"), false).stream()
            .map(DirectoryObject::id)
            .toList();
    SmallOffice office = new SmallOffice(cloud, organisation, mailboxes);
    office.expect(cloud.api().put("/api/environments/contoso", cloud.sampleEnvironment()), 201);
    office.policy(more);
    return office;
  }

  /** Stores the policy anew. */
  void policy(String more) {
    RollcallApi.Answer answer = api().put("/api/policies/" + POLICY, policyJson(more));
    if (answer.status() != 200 && answer.status() != 201) {
      throw new IllegalStateException(answer.toString());
    }
  }

  static String policyJson(String more) {
    return """
        { "id": "office", "name": "Office", "type": "contacts", "environment": "contoso", %s
          "source": { "kind": "directory", "select": [ { "group": "staff@contoso.example" } ] },
          "target": { "kind": "mailboxes", "select": [ { "group": "field@contoso.example" } ], "folder": "Office" } }
        """
        .formatted(more);
  }

  private void expect(RollcallApi.Answer answer, int status) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.toString());
    }
  }

  RollcallApi api() {
    return cloud.api();
  }

  LocalCloud cloud() {
    return cloud;
  }

  Organisation organisation() {
    return organisation;
  }

  /** The directory id of person number {@code i}. */
  static String person(int i) {
    return Organisation.idOf("USER:p" + i);
  }

  JsonNode apply() {
    return api().run(POLICY, "apply", false);
  }

  JsonNode applyLookingEverywhere() {
    return api().run(POLICY, "apply", true);
  }

  JsonNode preview() {
    return api().run(POLICY, "preview", false);
  }

  MailboxUser.Folder folder(int mailbox) {
    return cloud.tenant().mailboxes().of(mailboxes.get(mailbox)).folder(FOLDER);
  }

  /** The ids of the mailboxes the policy began with. */
  List<String> mailboxes() {
    return mailboxes;
  }

  MailboxUser user(int mailbox) {
    return cloud.tenant().mailboxes().of(mailboxes.get(mailbox));
  }

  /** The changes of a run that concern this target; {@code ~source} is the source. */
  List<JsonNode> changes(JsonNode run, String target) {
    return api().all(address(run) + "/changes?target=" + target);
  }

  List<String> names(int mailbox) {
    return folder(mailbox).contacts().stream()
        .map(card -> card.text("displayName"))
        .sorted()
        .toList();
  }

  static List<String> namesOf(int... people) {
    return IntStream.of(people).mapToObj(i -> "Given" + i + " Sur" + i).sorted().toList();
  }

  static String address(JsonNode run) {
    return RollcallApi.address(run);
  }

  @Override
  public void close() {
    cloud.close();
  }
}
