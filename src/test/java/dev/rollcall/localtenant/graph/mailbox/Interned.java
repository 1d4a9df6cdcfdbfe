package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps equal contents once: ten thousand mailboxes with the same three hundred contacts would not
 * fit into a test JVM otherwise. What is kept here must not be changed any more.
 */
final class Interned {

  private final Map<ObjectNode, ObjectNode> contents = new ConcurrentHashMap<>();
  private final Map<Map<String, String>, Map<String, String>> properties =
      new ConcurrentHashMap<>();
  private final Map<ByteBuffer, byte[]> photos = new ConcurrentHashMap<>();

  ObjectNode content(ObjectNode content) {
    return contents.computeIfAbsent(content, same -> same);
  }

  Map<String, String> properties(Map<String, String> values) {
    return values.isEmpty() ? Map.of() : properties.computeIfAbsent(Map.copyOf(values), m -> m);
  }

  byte[] photo(byte[] bytes) {
    return photos.computeIfAbsent(ByteBuffer.wrap(bytes), same -> bytes);
  }
}
