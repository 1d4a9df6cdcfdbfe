package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Kind;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Mark;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two organisations that share nothing: each has its own tenant, storage, vault and installation of
 * Rollcall. Contoso offers its staff; Fabrikam takes them.
 */
final class TwoInstallations implements AutoCloseable {

  static final String OFFER = "people";
  static final String TAKEN = "partners";

  /** One of the two. */
  record Site(LocalCloud cloud, Organisation organisation, String environment) {

    RollcallApi api() {
      return cloud.api();
    }

    /** Has the vault make a certificate, and tells its thumbprint. */
    String certificate(String name) {
      RollcallApi.Answer made =
          api().put("/api/certificates/" + name, "{\"keySize\":2048,\"renew\":true}");
      return made.json().path("thumbprints").path("sha256").asText().toLowerCase(Locale.ROOT);
    }

    /** Stores a policy. */
    void store(String id, String json) {
      RollcallApi.Answer answer = api().put("/api/policies/" + id, json);
      if (answer.status() != 200 && answer.status() != 201) {
        throw new IllegalStateException(answer + " " + answer.json());
      }
    }

    JsonNode run(String policy) {
      return api().run(policy, "apply", false);
    }

    /** The names of the contacts that Rollcall made here. */
    List<String> made() {
      return organisation.all(Kind.CONTACT).stream()
          .filter(contact -> Mark.isAlias(contact.text("mailNickname")))
          .map(contact -> contact.text("displayName"))
          .sorted()
          .toList();
    }

    void join(String id) {
      DirectoryObject person = person(organisation, id);
      organisation.addMembers(Organisation.idOf("GROUP:staff"), List.of(person.id()));
    }

    void leave(String id) {
      organisation.leave(Organisation.idOf("USER:" + id));
    }

    private static DirectoryObject person(Organisation organisation, String id) {
      DirectoryObject person = organisation.join(id, "Given " + id, id);
      person.properties().put("givenName", "Given").put("surname", id).put("jobTitle", "Engineer");
      return person;
    }
  }

  private final Site contoso;
  private final Site fabrikam;

  private TwoInstallations(Site contoso, Site fabrikam) {
    this.contoso = contoso;
    this.fabrikam = fabrikam;
  }

  /** Both, with so many people each. */
  static TwoInstallations open(int people) {
    return open(people, Clock.systemUTC(), Clock.systemUTC());
  }

  /** Both, by their own clocks. */
  static TwoInstallations open(int people, Clock ofContoso, Clock ofFabrikam) {
    return new TwoInstallations(
        site("Contoso", "contoso", "c", people, ofContoso),
        site("Fabrikam", "fabrikam", "f", people, ofFabrikam));
  }

  private static Site site(String name, String id, String initial, int people, Clock clock) {
    Organisation organisation = new Organisation(name, id + ".example");
    List<String> everybody = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      everybody.add(Site.person(organisation, initial + i).id());
    }
    organisation.addMembers(
        organisation.addGroup("staff", "Staff", "staff", "distribution").id(), everybody);
    LocalCloud cloud =
        LocalCloud.start(
            organisation,
            LocalTenantOptions.defaults().withoutLimits(),
            RunLimits.defaults(),
            clock,
            0);
    cloud.tenant().app().grant("Exchange.ManageAsApp");
    String environment =
        cloud.sampleEnvironment().replace("\"id\": \"contoso\"", "\"id\": \"" + id + "\"");
    RollcallApi.Answer stored = cloud.api().put("/api/environments/" + id, environment);
    if (stored.status() != 201) {
      throw new IllegalStateException(stored + " " + stored.json());
    }
    return new Site(cloud, organisation, id);
  }

  Site contoso() {
    return contoso;
  }

  Site fabrikam() {
    return fabrikam;
  }

  /** Contoso's people for Fabrikam, as two administrators agree on it. */
  TwoInstallations agreed() {
    agree(contoso, fabrikam);
    return this;
  }

  /** And the other way round. */
  TwoInstallations agreedBothWays() {
    agree(contoso, fabrikam);
    agree(fabrikam, contoso);
    return this;
  }

  private static void agree(Site gives, Site takes) {
    String giver = gives.certificate("gives");
    String taker = takes.certificate("takes");
    gives.store(OFFER, offer(gives, taker));
    takes.store(TAKEN, taking(takes, gives, giver));
  }

  /** A policy that offers to whom the thumbprints name. */
  static String offer(Site site, String... partners) {
    return """
        { "id": "people", "name": "People", "type": "gal", "environment": "%s",
          "source": { "kind": "directory", "select": [{ "group": "staff@%s.example" }] },
          "target": { "kind": "offer", "certificate": "gives", "partners": ["%s"], "driftCheckEvery": "PT0S" },
          "changes": { "removal": { "secondRun": false } },
          "guardrail": { "maxDeletes": 2, "maxDeletePercent": 50 } }
        """
        .formatted(site.environment(), site.environment(), String.join("\", \"", partners));
  }

  /** A policy that takes what the other site offers. */
  static String taking(Site site, Site from, String... signers) {
    return taking(site, from.cloud().host().address() + "/api/offers/" + OFFER, "", signers);
  }

  /** The same from an address, with further keys of the source, each after a comma. */
  static String taking(Site site, String url, String more, String... signers) {
    return """
        { "id": "partners", "name": "Partners", "type": "gal", "environment": "%s",
          "source": { "kind": "offer", "url": "%s", "certificate": "takes", "signers": ["%s"]%s },
          "target": { "kind": "mailcontact", "environment": "%s", "suffix": " (partner)" },
          "changes": { "removal": { "secondRun": false } },
          "guardrail": { "maxDeletes": 2, "maxDeletePercent": 50 } }
        """
        .formatted(
            site.environment(), url, String.join("\", \"", signers), more, site.environment());
  }

  @Override
  public void close() {
    contoso.cloud().close();
    fabrikam.cloud().close();
  }
}
