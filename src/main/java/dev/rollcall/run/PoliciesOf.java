package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.PolicyId;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Documents.Kind;
import dev.rollcall.state.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The policies that cannot run without an environment: its own, and those that feed its address
 * list. They are looked at as they are stored: one that is not valid for this version wrote
 * contacts all the same.
 */
final class PoliciesOf {

  /** How far back runs are looked for that are not over: one is under way, others wait. */
  private static final int LATEST = 20;

  private final RunPorts ports;
  private final EnvironmentId environment;

  PoliciesOf(RunPorts ports, EnvironmentId environment) {
    this.ports = ports;
    this.environment = environment;
  }

  /** What disconnecting the environment means for each of them. */
  List<DisconnectEnvironment.Affected> affected() {
    List<DisconnectEnvironment.Affected> affected = new ArrayList<>();
    for (Documents.Stored stored : ports.documents().list(Kind.POLICY)) {
      JsonNode json = ConfigurationFile.document(stored.document().value());
      if (uses(json)) {
        affected.add(affected(new PolicyId(stored.id()), json));
      }
    }
    return affected;
  }

  /** The runs of this policy that are not over. */
  List<RunRecord> running(PolicyId policy) {
    return ports.runs().list(policy, Optional.empty(), LATEST).stream()
        .filter(run -> !run.status().isOver())
        .toList();
  }

  /** The certificates and secrets, as they are written, that the other policies name. */
  Set<String> credentialsOfOthers() {
    Set<String> names = new TreeSet<>();
    for (Documents.Stored stored : ports.documents().list(Kind.POLICY)) {
      JsonNode json = ConfigurationFile.document(stored.document().value());
      if (!uses(json)) {
        names.add(json.at("/source/certificate").asText());
        names.add(json.at("/target/certificate").asText());
        names.add(json.at("/target/token").asText());
        names.add(json.at("/target/secret").asText());
      }
    }
    names.remove("");
    return names;
  }

  private boolean uses(JsonNode policy) {
    return isOwn(policy) || isFed(policy);
  }

  private boolean isOwn(JsonNode policy) {
    return policy.path("environment").asText().equals(environment.value());
  }

  private boolean isFed(JsonNode policy) {
    return kind(policy).equals("mailcontact")
        && policy.at("/target/environment").asText().equals(environment.value());
  }

  private static String kind(JsonNode policy) {
    return policy.at("/target/kind").asText();
  }

  private DisconnectEnvironment.Affected affected(PolicyId id, JsonNode policy) {
    boolean mailboxes = kind(policy).equals("mailboxes");
    List<CheckpointHead> heads =
        ports.checkpoints().list(id).stream().filter(head -> head.held() > 0).toList();
    return new DisconnectEnvironment.Affected(
        id,
        heads.stream().mapToLong(CheckpointHead::held).sum(),
        mailboxes ? heads.size() : 0,
        mailboxes || isFed(policy),
        running(id).stream().map(run -> run.id().value()).toList(),
        meaning(policy));
  }

  private String meaning(JsonNode policy) {
    return switch (kind(policy)) {
      case "mailboxes" ->
          "It no longer writes contacts into mailboxes of this organisation. Those that are there"
              + " stay, and cannot be removed while it is disconnected.";
      case "mailcontact" ->
          isFed(policy) ? meaningWhereItTakes(policy) : meaningWhereItGives(policy);
      case "offer" ->
          "Nothing of this organisation is offered to other installations any more. What they took"
              + " stays there; what is kept for them goes when the policy is deleted, which can be"
              + " done all the same.";
      default ->
          "It no longer keeps accounts in step with this organisation. Those that are there stay.";
    };
  }

  private String meaningWhereItTakes(JsonNode policy) {
    String whose =
        isOwn(policy)
            ? "people that another installation offers"
            : "people of '" + policy.path("environment").asText() + "'";
    return "It no longer puts "
        + whose
        + " into this organisation's address list. Its mail contacts stay there, and cannot be"
        + " removed while it is disconnected.";
  }

  private static String meaningWhereItGives(JsonNode policy) {
    String taking = "'" + policy.at("/target/environment").asText() + "'";
    return "It no longer puts people of this organisation into the address list of "
        + taking
        + ". Its mail contacts stay there until the policy is deleted, for which only "
        + taking
        + " has to be connected.";
  }
}
