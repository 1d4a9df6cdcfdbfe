package dev.rollcall.notify;

import dev.rollcall.notify.Letter.Item;
import dev.rollcall.notify.Letter.Line;
import dev.rollcall.notify.Letter.Section;
import dev.rollcall.notify.Letter.Tone;
import dev.rollcall.policy.Environment;
import dev.rollcall.run.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A letter about credentials that end soon, or have ended. */
final class WarningLetter {

  private final Environment environment;
  private final List<Expiry> ends;
  private final Instant now;

  WarningLetter(Environment environment, List<Expiry> ends, Instant now) {
    this.environment = environment;
    this.ends = ends.stream().sorted(Comparator.comparing(Expiry::end)).toList();
    this.now = now;
  }

  Letter letter() {
    Expiry first = ends.get(0);
    String what =
        ends.size() == 1
            ? kind(first) + " '" + first.name() + "' " + ending(first)
            : Words.number(ends.size()) + " credentials need care, the first " + ending(first);
    boolean ended = ends.stream().anyMatch(end -> end.end().isBefore(now));
    return new Letter(
        "Rollcall warning – " + environment.name() + ": " + uncapitalised(what),
        ended ? Tone.BAD : Tone.WAITING,
        what + ".",
        ended
            ? "What uses it fails until it is renewed."
            : "Renew it before that, and nothing is interrupted.",
        List.of(
            Section.ofItems("What to do", ends.stream().map(this::item).toList(), List.of()),
            Section.ofLines(
                "Look closer",
                List.of(
                    Line.code("GET /api/certificates"),
                    Line.code("POST /api/environments/" + environment.id() + "/test")))));
  }

  private Item item(Expiry end) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(
            kind(end)
                + " of '"
                + end.app()
                + "' "
                + ending(end)
                + " ("
                + Words.day(end.end())
                + ")."));
    lines.addAll(remedy(end));
    return new Item(end.name(), lines);
  }

  private static String kind(Expiry end) {
    return switch (end.kind()) {
      case CERTIFICATE -> "The certificate";
      case SECRET -> "The client secret";
      case REGISTERED_CREDENTIAL -> "The registered credential";
      case DOWNSTREAM_KEY -> "The API key";
      case ACCOUNT_PASSWORD -> "The password";
    };
  }

  private static List<Line> remedy(Expiry end) {
    return switch (end.kind()) {
      case CERTIFICATE ->
          List.of(
              Line.of(
                  "Make a new version, and upload its public part to the app registration. The app"
                      + " changes over by itself."),
              Line.code("PUT /api/certificates/" + end.name()),
              Line.code("GET /api/certificates/" + end.name() + "/cer"));
      case SECRET ->
          List.of(
              Line.of(
                  "Add a client secret to the app registration, and store its value in Key Vault"
                      + " under this name."));
      case REGISTERED_CREDENTIAL ->
          List.of(
              Line.of(
                  "If it is still in use, register its successor with the app registration; if not,"
                      + " remove it there, and this warning ends."));
      case DOWNSTREAM_KEY ->
          List.of(
              Line.of(
                  "Get a new key from the service, and store it in Key Vault under this name."));
      case ACCOUNT_PASSWORD ->
          List.of(
              Line.of(
                  "Set a new password for the account in Active Directory, and store it in Key Vault"
                      + " under this name, with its expiration date; the app takes it up by itself."));
    };
  }

  private String ending(Expiry end) {
    if (!end.end().isAfter(now)) {
      long days = Duration.between(end.end(), now).toDays();
      return "ended " + (days == 0 ? "today" : Words.count(days, "day", "days") + " ago");
    }
    long days = Duration.between(now, end.end()).toDays();
    return "ends " + (days == 0 ? "within a day" : "in " + Words.count(days, "day", "days"));
  }

  private static String uncapitalised(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
