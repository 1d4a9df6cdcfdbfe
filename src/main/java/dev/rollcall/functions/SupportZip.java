package dev.rollcall.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.app.About;
import dev.rollcall.app.Settings;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.run.CollectSupport.Document;
import dev.rollcall.run.CollectSupport.Material;
import dev.rollcall.run.CollectSupport.OnePolicy;
import dev.rollcall.run.Pseudonyms;
import dev.rollcall.run.ReadRuns;
import dev.rollcall.state.CheckpointHead;
import dev.rollcall.state.RunChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Encodes what was collected for support as an archive. Every file but those whose name begins with
 * {@link #PEOPLE} has stand-ins for names and addresses, so that one can be handed on without the
 * other.
 */
final class SupportZip {

  /** What the names of files with people's data begin with. */
  static final String PEOPLE = "PEOPLE-";

  /** All files together, before they are packed. */
  private static final int MAX_BYTES = 32 * 1024 * 1024;

  private final About about;
  private final boolean people;
  private final Pseudonyms pseudonyms = new Pseudonyms();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private long bytes;

  SupportZip(About about, boolean people) {
    this.about = about;
    this.people = people;
  }

  byte[] of(Material material) {
    leftOut.addAll(material.leftOut());
    // Documents first: what they have replaced is replaced in everything after them.
    ObjectNode environments = documents(material.environments());
    Map<String, ObjectNode> policies = new TreeMap<>();
    material
        .policies()
        .forEach(
            policy -> policies.put(policy.document().id(), documents(List.of(policy.document()))));
    add("about.json", pseudonyms.scrubbed(about(material)));
    add("environments.json", environments);
    add("notices.json", pseudonyms.scrubbed(notices(material)));
    if (people) {
      add(PEOPLE + "environments.json", asStored(material.environments()));
    }
    for (OnePolicy policy : material.policies()) {
      String folder = "policies/" + policy.document().id() + "/";
      add(folder + "policy.json", policies.get(policy.document().id()));
      policy.schedule().ifPresent(shown -> add(folder + "schedule.json", Views.schedule(shown)));
      scrubbed(
          folder + "runs.json",
          policy.runs(),
          run -> Views.run(run, Optional.<ReadRuns.Progress>empty()));
      scrubbed(
          folder + "failed-mailboxes.json",
          policy.failed(),
          target -> Views.target(new ReadRuns.LabelledTarget(target.target(), "")));
      scrubbed(folder + "checkpoints.json", policy.heads(), SupportZip::head);
      if (people) {
        people(folder, policy);
      }
    }
    return zipped(readme(material));
  }

  private static ObjectNode notices(Material material) {
    ObjectNode node = Answers.JSON.createObjectNode();
    material
        .notices()
        .forEach(
            (topic, subjects) -> {
              ArrayNode list = node.putArray(topic);
              new TreeMap<>(subjects)
                  .forEach(
                      (subject, notice) ->
                          list.addObject()
                              .put("subject", subject)
                              .put("told", notice.told())
                              .put("at", notice.at().toString()));
            });
    return node;
  }

  private void people(String folder, OnePolicy policy) {
    add(folder + PEOPLE + "policy.json", asStored(List.of(policy.document())));
    ArrayNode failed = Answers.JSON.createArrayNode();
    policy.failed().forEach(target -> failed.add(Views.target(target)));
    add(folder + PEOPLE + "failed-mailboxes.json", failed);
    ArrayNode changes = Answers.JSON.createArrayNode();
    for (RunChange change : policy.changes()) {
      changes.add(Views.change(change));
    }
    add(folder + PEOPLE + "changes.json", changes);
  }

  private ObjectNode documents(List<Document> documents) {
    ObjectNode all = Answers.JSON.createObjectNode();
    for (Document document : documents) {
      ObjectNode one = all.putObject(document.id());
      one.set("document", pseudonyms.document(document.json()));
      ArrayNode problems = one.putArray("problems");
      for (DocumentProblem problem : document.problems()) {
        // What was found there is in the document, as far as it may be shown.
        problems
            .addObject()
            .put("pointer", problem.pointer())
            .put("message", pseudonyms.scrubbed(problem.message()));
      }
    }
    return all;
  }

  private static ObjectNode asStored(List<Document> documents) {
    ObjectNode all = Answers.JSON.createObjectNode();
    documents.forEach(document -> all.set(document.id(), document.json()));
    return all;
  }

  private <T> void scrubbed(String name, List<T> values, Function<T, JsonNode> view) {
    ArrayNode list = Answers.JSON.createArrayNode();
    values.forEach(value -> list.add(pseudonyms.scrubbed(withoutServicesWords(view.apply(value)))));
    add(name, list);
  }

  /**
   * Status, code and request id of what a service answered stay; its sentence may name somebody.
   */
  private static JsonNode withoutServicesWords(JsonNode view) {
    for (JsonNode problem : view.findParents("message")) {
      ((ObjectNode) problem).remove("message");
    }
    return view;
  }

  /** Without its folder and its place in the service's changes: nothing can be done with those. */
  private static ObjectNode head(CheckpointHead head) {
    ObjectNode node = Answers.JSON.createObjectNode();
    node.put("target", head.target().value())
        .put("held", head.held())
        .put("open", head.open())
        .put("generation", head.generation())
        .put("failures", head.failures());
    head.applied()
        .map(CheckpointHead.Applied::snapshot)
        .map(Fingerprint::hex)
        .ifPresent(snapshot -> node.put("applied", snapshot));
    head.driftCheckedAt().ifPresent(at -> node.put("lookedAt", at.toString()));
    head.retryAt().ifPresent(at -> node.put("retryAt", at.toString()));
    head.claim().ifPresent(claim -> node.put("claimedUntil", claim.until().toString()));
    head.progress().ifPresent(progress -> node.put("run", progress.run().value()));
    return node;
  }

  private ObjectNode about(Material material) {
    ObjectNode node = Answers.JSON.createObjectNode();
    node.put("collectedAt", material.at().toString())
        .put("rollcall", about.version())
        .put("java", about.java())
        .put("os", about.os())
        .put("memoryMiB", about.memoryMiB())
        .put("processors", about.processors());
    ObjectNode host = node.putObject("host");
    new TreeMap<>(about.host()).forEach(host::put);
    ArrayNode libraries = node.putArray("libraries");
    about.libraries().stream().sorted().forEach(libraries::add);
    ArrayNode settings = node.putArray("settings");
    for (Settings.Shown setting : about.settings()) {
      ObjectNode one = settings.addObject().put("name", setting.name()).put("set", setting.isSet());
      setting.value().ifPresent(value -> one.put("value", value));
    }
    material
        .queue()
        .ifPresent(
            depth ->
                node.putObject("queue")
                    .put("waiting", depth.waiting())
                    .put("givenUp", depth.givenUp()));
    return node;
  }

  private void add(String name, JsonNode content) {
    byte[] json;
    try {
      json = Answers.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes + json.length > MAX_BYTES) {
      leftOut.add(name + ": the archive would be too large. Ask for one policy alone.");
      return;
    }
    bytes += json.length;
    files.put(name, json);
  }

  private String readme(Material material) {
    StringBuilder text = new StringBuilder();
    text.append("Rollcall support bundle, ").append(material.at()).append("\n\n");
    if (people) {
      text.append("CONTAINS PEOPLE'S DATA. Files whose name begins with ")
          .append(PEOPLE)
          .append(
              " have names, addresses\nand contacts of people in them, because people=true was asked")
          .append(
              " for. Hand them on only to those who\nmay see them; the other files are of use without")
          .append(" them.\n\n");
    } else {
      text.append("No people's data: mail addresses, and every text of a document that may name")
          .append(
              " somebody, are replaced by\nstand-ins such as text-1f2e3d4c5b6a. The same text has the")
          .append(
              " same stand-in everywhere in this archive, and\nanother one in the next. Mailboxes are")
          .append(" named by their ids in the directory.\n\n");
    }
    text.append(
        """
        No secret is in any file: the app keeps none outside Key Vault, and none was read for this archive.

        about.json                     versions, host, which settings are set (no addresses, no keys), queue
        environments.json              environments, and what this version finds wrong with them
        notices.json                   what people were last told by mail: runs, credentials that end
        policies/ID/policy.json        the policy, and what this version finds wrong with it
        policies/ID/schedule.json      when it runs next, and whether that waits for a preview
        policies/ID/runs.json          its last runs: counts, calls, holds, problems with cause and remedy
        policies/ID/failed-mailboxes.json   of the last run with any: what stood in the way of each
        policies/ID/checkpoints.json   how many contacts each mailbox holds, and when it was last looked at
        """);
    if (people) {
      text.append(
          """
          PEOPLE-environments.json, policies/ID/PEOPLE-policy.json   the documents as they are stored
          policies/ID/PEOPLE-failed-mailboxes.json                   the same with the mailboxes' addresses
          policies/ID/PEOPLE-changes.json                            changes of the last run that made any
          """);
    }
    text.append(
            "\nNot in it: contacts that were written, what the directory answered, logs. Events are in")
        .append(" Application Insights;\na run's id finds them there.\n");
    if (!leftOut.isEmpty()) {
      text.append("\nLeft out:\n");
      leftOut.forEach(what -> text.append("- ").append(what).append('\n'));
    }
    return text.toString();
  }

  private byte[] zipped(String readme) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "README.txt", readme.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        entry(zip, file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
