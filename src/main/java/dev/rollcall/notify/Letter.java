package dev.rollcall.notify;

import java.util.Arrays;
import java.util.List;

/**
 * What a mail says, before it has a form. Every text in it is plain: what might act on its reader's
 * screen, or forge a line, is taken out as the letter is made.
 *
 * @param subject one line
 * @param tone how serious it is
 * @param headline the first line: what matters most
 * @param lead a sentence or two more
 * @param sections the rest, the most important first
 */
record Letter(String subject, Tone tone, String headline, String lead, List<Section> sections) {

  Letter {
    subject = PlainLine.of(subject);
    headline = PlainLine.of(headline);
    lead = PlainLine.of(lead);
    sections = List.copyOf(sections);
  }

  /** How serious a letter is; the name of its colours. */
  enum Tone {
    GOOD,
    WAITING,
    BAD
  }

  /** The class of the tone's colours in the HTML. */
  String colour() {
    return switch (tone) {
      case GOOD -> "good";
      case WAITING -> "waiting";
      case BAD -> "bad";
    };
  }

  /**
   * A part with a title. What it does not have is left out.
   *
   * @param lines sentences, and code to copy
   * @param facts names with values
   * @param items things with a few lines about each
   * @param more what follows the items, such as how many there are beyond them; may be empty
   */
  record Section(
      String title, List<Line> lines, List<Fact> facts, List<Item> items, List<Line> more) {
    Section {
      title = PlainLine.of(title);
      lines = List.copyOf(lines);
      facts = List.copyOf(facts);
      items = List.copyOf(items);
      more = List.copyOf(more);
    }

    static Section ofLines(String title, List<Line> lines) {
      return new Section(title, lines, List.of(), List.of(), List.of());
    }

    static Section ofFacts(String title, List<Fact> facts) {
      return new Section(title, List.of(), facts, List.of(), List.of());
    }

    static Section ofItems(String title, List<Item> items, List<Line> more) {
      return new Section(title, List.of(), List.of(), items, more);
    }

    /** Whether there are facts; templates cannot count. */
    boolean factual() {
      return !facts.isEmpty();
    }

    boolean isEmpty() {
      return lines.isEmpty() && facts.isEmpty() && items.isEmpty() && more.isEmpty();
    }

    /** What stands under the title in plain text. */
    String rule() {
      return "-".repeat(Math.min(60, title.codePointCount(0, title.length())));
    }
  }

  /**
   * A line.
   *
   * @param code whether it is something to type, not to read
   */
  record Line(String text, boolean code) {
    Line {
      text = PlainLine.of(text);
    }

    static Line of(String text) {
      return new Line(text, false);
    }

    static Line code(String text) {
      return new Line(text, true);
    }
  }

  /** A name with a value. */
  record Fact(String name, String value) {
    Fact {
      name = PlainLine.of(name);
      value = PlainLine.of(value);
    }
  }

  /** A thing with a few lines about it. */
  record Item(String title, List<Line> lines) {
    Item {
      title = PlainLine.of(title);
      lines = List.copyOf(lines);
    }

    static Item of(String title, String... lines) {
      return new Item(
          title, Arrays.stream(lines).filter(line -> !line.isEmpty()).map(Line::of).toList());
    }
  }
}
