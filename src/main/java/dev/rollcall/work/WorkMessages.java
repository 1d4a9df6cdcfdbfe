package dev.rollcall.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.TraceContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The text form of {@link WorkMessage}s on the queue: a small JSON object such as {@code
 * {"version":1,"type":"SyncTargets","policy":"…","run":"…","lane":0,"seq":3}}.
 *
 * <p>Beside that it may have a postmark, {@code "traceparent":"00-…-…-01","due":1795…}, for
 * telemetry alone: nothing is decided by it.
 *
 * <p>Reading is strict. Whatever this version did not write, be it garbage, an unknown type or a
 * newer version's field, is refused as {@link UnreadableMessage}: guessing at half a message would
 * do the wrong work, while a refused one ends in the poison queue, where it is seen.
 */
public final class WorkMessages {

  private static final int VERSION = 1;
  private static final String TRACEPARENT = "traceparent";
  private static final String DUE = "due";

  /** Ours have at most some 300 characters. */
  private static final int MAX_CHARACTERS = 2_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private WorkMessages() {}

  /** The message's text, without a postmark. */
  public static String encode(WorkMessage message) {
    return encode(new Posted(message, Optional.empty()));
  }

  /** The text of a message with its postmark. */
  public static String encode(Posted posted) {
    WorkMessage message = posted.message();
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    String type = message.match(start -> "StartRun", sync -> "SyncTargets", end -> "FinishRun");
    json.put("type", type);
    json.put("policy", message.policy().value());
    json.put("run", message.run().value());
    if (message instanceof WorkMessage.SyncTargets sync) {
      json.put("lane", sync.lane());
      json.put("seq", sync.seq());
    }
    posted
        .postmark()
        .ifPresent(
            postmark -> {
              json.put(TRACEPARENT, postmark.sender().traceparent());
              json.put(DUE, postmark.due().toEpochMilli());
            });
    return json.toString();
  }

  /**
   * The message with this text.
   *
   * @throws UnreadableMessage if it is not exactly what {@link #encode} writes, order and blanks
   *     aside
   */
  public static WorkMessage decode(String text) {
    return posted(text).message();
  }

  /**
   * The message with this text, and its postmark.
   *
   * @throws UnreadableMessage as {@link #decode} does
   */
  public static Posted posted(String text) {
    ObjectNode json = parse(text);
    Optional<Postmark> postmark = postmark(json);
    return new Posted(message(json), postmark);
  }

  /** Both of its fields or none; they are taken away, so that those of the type are left. */
  private static Optional<Postmark> postmark(ObjectNode json) {
    if (!json.has(TRACEPARENT) && !json.has(DUE)) {
      return Optional.empty();
    }
    TraceContext sender =
        TraceContext.parse(text(json, TRACEPARENT))
            .orElseThrow(() -> new UnreadableMessage("its traceparent is not one"));
    JsonNode due = json.path(DUE);
    if (!due.isIntegralNumber() || !due.canConvertToLong() || due.longValue() < 0) {
      throw new UnreadableMessage("its '" + DUE + "' is missing or not a time");
    }
    json.remove(List.of(TRACEPARENT, DUE));
    return Optional.of(new Postmark(sender, Instant.ofEpochMilli(due.longValue())));
  }

  private static WorkMessage message(ObjectNode json) {
    if (integer(json, "version") != VERSION) {
      throw new UnreadableMessage("it has a version that this version of Rollcall does not know");
    }
    String type = text(json, "type");
    return switch (type) {
      case "StartRun" -> {
        only(json, Set.of("version", "type", "policy", "run"));
        yield new WorkMessage.StartRun(policy(json), run(json));
      }
      case "SyncTargets" -> {
        only(json, Set.of("version", "type", "policy", "run", "lane", "seq"));
        yield new WorkMessage.SyncTargets(
            policy(json), run(json), integer(json, "lane"), integer(json, "seq"));
      }
      case "FinishRun" -> {
        only(json, Set.of("version", "type", "policy", "run"));
        yield new WorkMessage.FinishRun(policy(json), run(json));
      }
      default -> throw new UnreadableMessage("it has a type that no work goes by");
    };
  }

  /** Jackson's own messages quote what they read; so they are not passed on, not even as cause. */
  private static ObjectNode parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new UnreadableMessage("it is longer than any message of ours");
    }
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnreadableMessage("it is not JSON");
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new UnreadableMessage("it is not a JSON object");
  }

  private static PolicyId policy(JsonNode json) {
    try {
      return new PolicyId(text(json, "policy"));
    } catch (IllegalArgumentException e) {
      throw new UnreadableMessage("its policy is not a policy's id");
    }
  }

  private static RunId run(JsonNode json) {
    try {
      return new RunId(text(json, "run"));
    } catch (IllegalArgumentException e) {
      throw new UnreadableMessage("its run is not a run's id");
    }
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new UnreadableMessage("its '" + field + "' is missing or not a text");
    }
    return value.textValue();
  }

  private static int integer(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isInt() || value.intValue() < 0) {
      throw new UnreadableMessage("its '" + field + "' is missing or not a number from 0");
    }
    return value.intValue();
  }

  private static void only(JsonNode json, Set<String> known) {
    Set<String> present = new HashSet<>();
    Iterator<String> names = json.fieldNames();
    names.forEachRemaining(present::add);
    if (!present.equals(known)) {
      throw new UnreadableMessage("it has fields other than those of its type");
    }
  }
}
