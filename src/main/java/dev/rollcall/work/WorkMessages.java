package dev.rollcall.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RunId;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * The text form of {@link WorkMessage}s on the queue: a small JSON object such as {@code
 * {"version":1,"type":"SyncTargets","policy":"…","run":"…","lane":0,"seq":3}}.
 *
 * <p>Reading is strict. Whatever this version did not write, be it garbage, an unknown type or a
 * newer version's field, is refused as {@link UnreadableMessage}: guessing at half a message would
 * do the wrong work, while a refused one ends in the poison queue, where it is seen.
 */
public final class WorkMessages {

  private static final int VERSION = 1;

  /** Ours have at most some 200 characters. */
  private static final int MAX_CHARACTERS = 2_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private WorkMessages() {}

  /** The message's text. */
  public static String encode(WorkMessage message) {
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
    return json.toString();
  }

  /**
   * The message with this text.
   *
   * @throws UnreadableMessage if it is not exactly what {@link #encode} writes, order and blanks
   *     aside
   */
  public static WorkMessage decode(String text) {
    JsonNode json = parse(text);
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
  private static JsonNode parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new UnreadableMessage("it is longer than any message of ours");
    }
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnreadableMessage("it is not JSON");
    }
    if (!json.isObject()) {
      throw new UnreadableMessage("it is not a JSON object");
    }
    return json;
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
