package dev.rollcall.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.run.RunSummary.Standing;
import dev.rollcall.state.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What mails say, and what nobody can make them say. */
@Tag("R8")
final class LettersTest {

  private static final LetterForms FORMS = new LetterForms();

  private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z!][a-zA-Z0-9]*)");

  @Test
  void namesFromADirectoryAreTextAndNothingElse() {
    Letter hostile = SampleLetters.all().get("hostile");
    Letter harmless = SampleLetters.summary("Sales", RunStatus.FINISHED, Standing.FAILS, 2);

    assertEquals(
        tags(FORMS.html(harmless)), tags(FORMS.html(hostile)), "the same elements, in that order");
    assertTrue(FORMS.html(hostile).contains("&lt;script&gt;alert(1)&lt;/script&gt;{{subject}}"));
    assertEquals(
        FORMS.text(harmless).lines().count(),
        FORMS.text(hostile).lines().count(),
        "no line is forged");
  }

  @Test
  void nothingTurnsTheWritingAround() {
    for (Map.Entry<String, Letter> letter : SampleLetters.all().entrySet()) {
      String all =
          letter.getValue().subject()
              + FORMS.html(letter.getValue())
              + FORMS.text(letter.getValue());
      assertTrue(
          all.codePoints()
              .noneMatch(
                  point ->
                      point == 0x061C
                          || (point >= 0x200E && point <= 0x200F)
                          || (point >= 0x202A && point <= 0x202E)
                          || (point >= 0x2066 && point <= 0x2069)),
          letter.getKey());
    }
  }

  @Test
  void namesThatJoinLettersAreLeftWhole() {
    assertEquals("می‌خواهم 👩‍💻", PlainLine.of("می‌خواهم 👩‍💻"));
    assertEquals("a b", PlainLine.of(" a \t\r\n b\u0000 "));
    assertEquals("", PlainLine.of("\uD800"));
  }

  @Test
  void nothingIsLoadedFromAnywhere() {
    for (Letter letter : SampleLetters.all().values()) {
      assertFalse(
          Pattern.compile("https?:|url\\(|@import|src=[^x]|href=")
              .matcher(FORMS.html(letter))
              .find());
    }
  }

  @Test
  void theFirstLineOfBothFormsIsTheStatus() {
    for (Letter letter : SampleLetters.all().values()) {
      assertEquals(letter.headline(), FORMS.text(letter).lines().findFirst().orElseThrow());
      String html = FORMS.html(letter);
      assertTrue(html.indexOf("<h1>") < html.indexOf("<p>"), "the headline comes first");
    }
    assertTrue(
        FORMS
            .text(SampleLetters.all().get("fails"))
            .startsWith("37 of 1,200 mailboxes could not be brought up to date.\n"));
  }

  @Test
  void whatWaitsSaysWhatToApproveAndHow() {
    String text = FORMS.text(SampleLetters.all().get("waits"));

    assertTrue(
        text.startsWith("A run waits for your approval.\nNothing was changed so far."), text);
    assertTrue(
        Pattern.compile(
                "    POST /api/runs/company-employees/\\S+/approve \\{\"plan\":\"[0-9a-f]+\"}\n")
            .matcher(text)
            .find(),
        text);
  }

  @Test
  @Tag("R5")
  void everyKindOfFailureHasItsCauseAndRemedyAndHowManyItConcerns() {
    String text = FORMS.text(SampleLetters.all().get("fails"));

    assertTrue(text.contains("* The app may not use this mailbox"), text);
    assertTrue(text.contains("  What to do: Extend the management scope"), text);
    assertTrue(text.contains("  Concerns 37 mailboxes.\n"), text);
    assertTrue(text.contains("  Concerns 35 mailboxes and 14 single contacts.\n"), text);
    assertTrue(text.contains("    mailboxOutOfScope: 403 ErrorAccessDenied 6f1c"), text);
    assertTrue(text.contains("And 1,180 more:\n    GET /api/runs/company-employees/"), text);
    assertTrue(text.contains("Next run: "), text);
  }

  @Test
  @Tag("E6")
  void aWarningSaysWhatEndsWhenAndWhatToDo() {
    Letter letter = SampleLetters.warning();
    String text = FORMS.text(letter);

    assertEquals(Letter.Tone.BAD, letter.tone());
    assertTrue(
        text.contains("* rollcall-contoso\n  The certificate of 'Rollcall' ends in 7 days"), text);
    assertTrue(text.contains("    PUT /api/certificates/rollcall-contoso\n"), text);
    assertTrue(text.contains("ended 2 days ago"), text);
    assertTrue(letter.subject().startsWith("Rollcall warning – Contoso: "), letter.subject());
  }

  private static List<String> tags(String html) {
    return TAG.matcher(html).results().map(match -> match.group()).toList();
  }
}
