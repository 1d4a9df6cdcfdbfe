package dev.rollcall.client.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a service answered once, from a file in {@code src/test/resources/catalogue}: a head of who,
 * whence and what is expected; an empty line; then the answer as on the wire, or an exception with
 * its causes, or an LDAP result. A NUL is written as its symbol.
 *
 * @param name the file's, without its ending
 * @param source whence it is known
 * @param expected the disposition, and whether it concerns the whole target
 * @param told the line of status, code, request id and time that is kept of it
 * @param message the service's own message that is kept of it
 * @param seen the answer itself
 */
record RecordedFailure(
    String name,
    Service service,
    String source,
    String expected,
    String told,
    String message,
    String seen) {

  static final Path DIRECTORY = Path.of("src/test/resources/catalogue");

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** All, by name. */
  static List<RecordedFailure> all() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.sorted().map(RecordedFailure::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entry it is a response of; a second response of an entry has a word after a dot. */
  String code() {
    return name.split("\\.")[0];
  }

  /** What an adapter would see of it. */
  Symptom symptom() {
    if (seen.startsWith("HTTP/")) {
      return answer();
    }
    if (seen.startsWith("LDAP ")) {
      String[] parts = seen.split("\n", 3);
      String[] result = parts[0].trim().split(" ");
      return Symptom.answer(
          Service.LDAP,
          Integer.parseInt(result[1]),
          result.length < 3 ? "" : result[2],
          parts.length < 3 ? "" : parts[2].trim());
    }
    return seen.startsWith("Rollcall ")
        ? Symptom.own(seen.substring(9).trim())
        : Symptom.thrown(service, thrown(List.of(seen.trim().split("\n"))));
  }

  private Symptom answer() {
    String[] parts = seen.split("\n\n", 2);
    String[] head = parts[0].split("\n");
    Map<String, String> headers = new HashMap<>();
    for (String line : Arrays.asList(head).subList(1, head.length)) {
      headers.put(line.split(": ", 2)[0].toLowerCase(Locale.ROOT), line.split(": ", 2)[1]);
    }
    return ErrorBodies.read(
        service,
        Integer.parseInt(head[0].split(" ")[1]),
        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
        (parts.length < 2 ? "" : parts[1]).replace('\u2400', '\0').getBytes(StandardCharsets.UTF_8),
        NOW);
  }

  private static Throwable thrown(List<String> lines) {
    Throwable thrown = thrown(lines.get(0).replace("Caused by: ", ""));
    if (lines.size() > 1) {
      thrown.initCause(thrown(lines.subList(1, lines.size())));
    }
    return thrown;
  }

  private static Throwable thrown(String line) {
    String[] parts = line.split(": ", 2);
    try {
      Class<?> type = Class.forName(parts[0]);
      return (Throwable)
          (parts.length == 1
              ? type.getConstructor().newInstance()
              : type.getConstructor(String.class).newInstance(parts[1]));
    } catch (ReflectiveOperationException inaccessible) {
      return new Exception(line);
    }
  }

  private static RecordedFailure read(Path file) {
    try {
      String[] parts = Files.readString(file).split("\n\n", 2);
      String[] head = parts[0].split("\n");
      String name = file.getFileName().toString();
      return new RecordedFailure(
          name.substring(0, name.lastIndexOf('.')),
          Service.named(value(head[0], "from")),
          value(head[1], "source"),
          value(head[2], "expect"),
          value(head[3], "told"),
          value(head[4], "message"),
          parts[1].stripTrailing());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name + ":")) {
      throw new IllegalArgumentException("'" + name + ":' is missing before '" + line + "'");
    }
    return line.substring(name.length() + 1).trim();
  }

  @Override
  public String toString() {
    return name;
  }
}
