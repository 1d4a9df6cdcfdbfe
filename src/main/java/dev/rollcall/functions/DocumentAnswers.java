package dev.rollcall.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import dev.rollcall.run.StoreDocuments;
import dev.rollcall.state.Documents;
import dev.rollcall.state.StateUnreadable;
import dev.rollcall.state.Versioned;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encodes stored documents, and what came of storing one. */
final class DocumentAnswers {

  private final Answers answers;
  private final String what;

  DocumentAnswers(Answers answers, String what) {
    this.answers = answers;
    this.what = what;
  }

  HttpResponseMessage one(Optional<Versioned<byte[]>> stored) {
    return stored
        .map(
            found -> answers.json(HttpStatus.OK, json(found.value()), Optional.of(found.version())))
        .orElseGet(() -> answers.notFound(what));
  }

  /**
   * The same for one that may be disconnected, which a header tells: a document has no place for
   * it.
   */
  HttpResponseMessage one(Optional<Versioned<byte[]>> stored, Optional<Instant> disconnectedAt) {
    if (stored.isEmpty() || disconnectedAt.isEmpty()) {
      return one(stored);
    }
    return answers.json(
        HttpStatus.OK,
        json(stored.get().value()),
        Optional.of(stored.get().version()),
        Map.of("Rollcall-Disconnected", disconnectedAt.get().toString()));
  }

  HttpResponseMessage all(List<Documents.Stored> stored) {
    return all(stored, Map.of());
  }

  /**
   * All documents.
   *
   * @param disconnected those that are disconnected, with since when
   */
  HttpResponseMessage all(List<Documents.Stored> stored, Map<String, Instant> disconnected) {
    ObjectNode body = Answers.JSON.createObjectNode();
    ArrayNode list = body.putArray("value");
    for (Documents.Stored document : stored) {
      ObjectNode one =
          list.addObject().put("id", document.id()).put("etag", document.document().version());
      Optional.ofNullable(disconnected.get(document.id()))
          .ifPresent(at -> one.put("disconnectedAt", at.toString()));
      one.set("document", json(document.document().value()));
    }
    return answers.json(HttpStatus.OK, body);
  }

  HttpResponseMessage result(StoreDocuments.Result result, byte[] sent) {
    return result.match(
        new StoreDocuments.Cases<>(
            stored ->
                answers.json(
                    stored.created() ? HttpStatus.CREATED : HttpStatus.OK,
                    json(sent),
                    Optional.of(stored.version()),
                    hints(stored.hints())),
            invalid -> answers.invalid(invalid.problems()),
            failed ->
                answers.problem(
                    HttpStatus.PRECONDITION_FAILED,
                    "The stored " + what + " is another one",
                    "Nothing was changed. Get it, see what somebody else changed, and send yours with"
                        + " its ETag."),
            inTheWay ->
                answers.problem(
                    HttpStatus.CONFLICT,
                    inTheWay.why(),
                    "Nothing was changed. " + inTheWay.remedy()),
            deleted -> answers.empty(HttpStatus.NO_CONTENT),
            deleting ->
                answers.problem(
                    HttpStatus.CONFLICT, "The policy is being removed", "Look at its runs.")));
  }

  /** The answer is the document, which has no place for them. */
  private static Map<String, String> hints(List<String> hints) {
    return hints.isEmpty() ? Map.of() : Map.of("Rollcall-Hints", String.join(" ", hints));
  }

  private static JsonNode json(byte[] document) {
    try {
      return Answers.JSON.readTree(document);
    } catch (IOException e) {
      throw new StateUnreadable("A stored document is not JSON. Store it again.", e);
    }
  }
}
