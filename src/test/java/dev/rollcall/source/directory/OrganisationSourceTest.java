package dev.rollcall.source.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.ScriptedGraph;
import dev.rollcall.client.graph.ScriptedGraph.Answer;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphRequest;
import dev.rollcall.localtenant.graph.directory.DirectoryQuirks;
import dev.rollcall.localtenant.graph.directory.DirectoryQuirks.PurposeShape;
import dev.rollcall.localtenant.graph.directory.DirectoryRoutes;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.localtenant.organisation.Photos;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Selection;
import dev.rollcall.policy.Selection.Include;
import dev.rollcall.source.MailboxSelection.MailboxReading;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole organisation, read through the local tenant's directory. */
@Tag("S1")
class OrganisationSourceTest {

  private final Organisation organisation = Generator.standard();
  private final DirectoryQuirks quirks = new DirectoryQuirks();
  private final ScriptedGraph graph = new ScriptedGraph();
  private final GraphClient client = graph.client();

  @BeforeEach
  void serve() {
    DirectoryRoutes routes = new DirectoryRoutes(organisation, ScriptedGraph.BASE, quirks);
    graph.answerSingles(
        request -> {
          Map<String, String> headers = new HashMap<>();
          request.headers().forEach(h -> headers.put(h.getFirst().toLowerCase(), h.getSecond()));
          return answer(routes, request.url(), headers);
        });
    graph.answerItems(
        item -> {
          Map<String, String> headers = new HashMap<>();
          item.headers()
              .properties()
              .forEach(h -> headers.put(h.getKey().toLowerCase(), h.getValue().asText()));
          return answer(routes, HttpUrl.get(ScriptedGraph.BASE + item.url()), headers);
        });
  }

  private static Answer answer(DirectoryRoutes routes, HttpUrl url, Map<String, String> headers) {
    Map<String, String> query = new HashMap<>();
    url.queryParameterNames().forEach(name -> query.put(name, url.queryParameter(name)));
    List<String> segments = url.pathSegments().subList(1, url.pathSegments().size());
    GraphAnswer answer =
        routes
            .answer(new GraphRequest("GET", segments, query, headers, new byte[0], "app", Set.of()))
            .orElseThrow(() -> new IllegalStateException("not served: " + url.encodedPath()));
    JsonNode body =
        answer
            .json()
            .orElseGet(
                () ->
                    TextNode.valueOf(
                        Base64.getEncoder().encodeToString(answer.bytes().orElseThrow())));
    return new Answer(answer.status(), body);
  }

  @Tag("P2")
  @Test
  void everybodyInNestedGroupsComesInTwoCalls() {
    SourceReading reading = read(group("all-employees", true));

    assertEquals(311, reading.records().size());
    assertEquals(2, reading.completeness().calls());
    assertTrue(reading.completeness().isComplete());
    assertEquals(List.of(), reading.dropped());
  }

  @Tag("P2")
  @Test
  void withoutNestingAGroupInTheGroupIsARecipientItself() {
    SourceReading reading = read(group("all-employees", false));

    assertEquals(
        List.of("mailEnabledSecurityGroup"),
        reading.records().stream()
            .map(SourceRecord::recipientType)
            .filter(type -> !type.equals("user"))
            .toList());
    assertTrue(reading.completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void groupsInACircleEnd() {
    SourceReading reading = read(group("cycle-a", true));

    assertEquals(
        List.of("mailContact", "user", "user"),
        reading.records().stream().map(SourceRecord::recipientType).sorted().toList());
    assertTrue(reading.completeness().isComplete());
  }

  @Tag("P2")
  @Test
  void aDeviceInAGroupIsNoRecipient() {
    SourceReading reading =
        read(new Selection.Group(Organisation.idOf("GROUP:mixed"), Include.MEMBERS, true, false));

    assertEquals(1, reading.records().size());
    assertEquals(
        List.of(SkipReason.NOT_A_RECIPIENT),
        reading.dropped().stream().map(Dropped::reason).toList());
  }

  @Tag("P2")
  @Test
  void aDynamicDistributionGroupIsNotKnown() {
    assertThrows(SourceUnavailable.class, () -> read(group("everybody", true)));
  }

  @Tag("P2")
  @Test
  void recipientsOfEveryKindAreFoundByAddressAliasAndId() {
    DirectoryObject married = organisation.find("j.devries1@contoso.example").orElseThrow();
    organisation.marry(married.id(), "Visser");

    SourceReading reading =
        read(
            new Selection.Recipient("j.devries1@contoso.example"),
            new Selection.Recipient("PAULA@partner.example"),
            new Selection.Recipient("field-staff@contoso.example"),
            new Selection.Recipient(organisation.find("info@contoso.example").orElseThrow().id()),
            new Selection.Recipient("nobody@contoso.example"));

    assertEquals(
        List.of("user", "mailContact", "microsoft365Group", "user"),
        reading.records().stream().map(SourceRecord::recipientType).toList());
    assertEquals("+44 7700 900123", reading.records().get(1).first("mobilePhone"));
    assertEquals(
        List.of(
            new Dropped(
                "nobody@contoso.example", "/source/select/4", SkipReason.RECIPIENT_NOT_FOUND, "")),
        reading.dropped());
    assertEquals(1, reading.completeness().calls());
  }

  @Tag("P3")
  @ParameterizedTest
  @EnumSource
  void roomsAreFoundByNameAndKind(PurposeShape shape) {
    quirks.purposeShape(shape);

    SourceReading reading = read(new Selection.Query("Meeting*", Set.of(RecipientType.ROOM)));

    assertEquals(
        List.of("Meeting Room One", "Meeting Room Two"),
        reading.records().stream().map(record -> record.first("displayName")).sorted().toList());
    assertEquals(2, reading.completeness().calls());
  }

  @Tag("P3")
  @Test
  void everyKindOfRecipientCanBeAskedFor() {
    Map<RecipientType, Integer> found = new HashMap<>();
    Set<RecipientType> ofTheDirectory = EnumSet.allOf(RecipientType.class);
    ofTheDirectory.removeAll(RecipientType.OF_EXCHANGE);
    for (RecipientType type : ofTheDirectory) {
      SourceReading reading = read(new Selection.Query("*", Set.of(type)));
      found.put(type, reading.records().size());
      assertTrue(reading.completeness().isComplete());
    }

    assertEquals(
        Map.of(
            RecipientType.USER, 311,
            RecipientType.SHARED_MAILBOX, 2,
            RecipientType.ROOM, 2,
            RecipientType.EQUIPMENT, 1,
            RecipientType.MAIL_USER, 2,
            RecipientType.MAIL_CONTACT, 2,
            RecipientType.DISTRIBUTION_GROUP, 3,
            RecipientType.MAIL_ENABLED_SECURITY_GROUP, 1,
            RecipientType.MICROSOFT_365_GROUP, 1),
        found);
  }

  @Test
  void shortPagesAreReadToTheEnd() {
    quirks.largestPage(50);

    SourceReading reading = read(group("all-employees", true));

    assertEquals(311, reading.records().size());
    assertEquals(8, reading.completeness().calls());
    assertTrue(reading.completeness().isComplete());
  }

  @Test
  void aListThatEndsEarlyIsNotTakenForAll() {
    quirks.cutAfter(Optional.of(100));

    SourceReading reading = read(group("all-employees", true));

    assertEquals(100, reading.records().size());
    assertFalse(reading.completeness().isComplete());
  }

  @Test
  void aListThatBreaksOffIsNotTakenForAll() {
    quirks.largestPage(50);
    quirks.failAfter(Optional.of(100));

    SourceReading reading = read(group("all-employees", true));

    assertEquals(100, reading.records().size());
    assertFalse(reading.completeness().isComplete());
  }

  @Test
  void aMemberTheAppMayNotReadForbidsDeletions() {
    DirectoryObject hidden = organisation.all(Kind.USER).get(5);
    organisation.setUnreadable(hidden.id(), true);

    SourceReading reading = read(group("all-employees", true));

    assertEquals(310, reading.records().size());
    assertEquals(SkipReason.MEMBER_NOT_READABLE, reading.dropped().get(0).reason());
    assertFalse(reading.completeness().isComplete());
  }

  @Tag("P5")
  @Test
  void mailboxesAreFoundInTwoCalls() {
    MailboxReading reading =
        new DirectoryMailboxes(environment -> client)
            .read(environment(), policy(List.of(), List.of(group("field-staff", true))));

    assertEquals(30, reading.mailboxes().size());
    assertEquals(2, reading.completeness().calls());
    assertTrue(reading.completeness().isComplete());
  }

  @Tag("P5")
  @Test
  void whoHasNoMailboxIsDropped() {
    MailboxReading reading =
        new DirectoryMailboxes(environment -> client)
            .read(
                environment(),
                policy(
                    List.of(),
                    List.of(
                        new Selection.Recipient("gustav@partner.example"),
                        new Selection.Recipient("paula@partner.example"),
                        new Selection.Recipient("field-staff@contoso.example"),
                        new Selection.Recipient(Organisation.idOf("USER:nomail")))));

    assertEquals(List.of(), reading.mailboxes());
    assertEquals(
        List.of("guest", "mailContact", "microsoft365Group", "no address"),
        reading.dropped().stream().map(Dropped::detail).toList());
  }

  @Tag("R18")
  @Test
  void photosFollowTheDirectorys() {
    List<DirectoryObject> people = organisation.all(Kind.USER).subList(0, 25);
    List<RecordKey> keys = new ArrayList<>();
    people.forEach(person -> keys.add(new RecordKey("user:" + person.id())));
    for (int i = 0; i < 10; i++) {
      organisation.setPhoto(people.get(i).id(), Optional.of(Photos.of(i)));
    }

    PhotoReading first = photos(keys, Map.of());
    organisation.setPhoto(people.get(3).id(), Optional.of(Photos.of(77)));
    organisation.setPhoto(people.get(4).id(), Optional.empty());
    PhotoReading second = photos(keys, first.photos());

    assertEquals(10, first.photos().size());
    assertEquals(10, first.downloaded().size());
    assertEquals(3, first.calls());
    assertEquals(9, second.photos().size());
    assertEquals(1, second.downloaded().size());
    assertEquals(3, second.calls());
  }

  private PhotoReading photos(List<RecordKey> keys, Map<RecordKey, DesiredRecord.Photo> known) {
    return new DirectorySource(environment -> client)
        .readPhotos(environment(), policy(List.of(), List.of()), keys, known);
  }

  private static Selection group(String localPart, boolean nested) {
    return new Selection.Group(localPart + "@contoso.example", Include.MEMBERS, nested, false);
  }

  private SourceReading read(Selection... selections) {
    return new DirectorySource(environment -> client)
        .read(environment(), policy(List.of(selections), List.of()));
  }

  private static Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.GLOBAL,
        "contoso.onmicrosoft.com",
        new Environment.App("Rollcall", "client", "certificate", 4));
  }

  private static Policy policy(List<Selection> source, List<Selection> target) {
    return new Policy(
        new PolicyId("staff"),
        "Staff",
        "",
        new EnvironmentId("contoso"),
        source,
        new Policy.Target(
            target, List.of("Company"), 5, Policy.WhenMailboxLeaves.REMOVE, Duration.ZERO),
        new Mapping(
            Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), false, Map.of()),
        new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
        new Policy.Limits(50, 10),
        Optional.empty());
  }
}
