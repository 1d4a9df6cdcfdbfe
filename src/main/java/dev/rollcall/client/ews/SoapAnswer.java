package dev.rollcall.client.ews;

import dev.rollcall.client.ews.EwsTransport.Answer;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.ErrorBodies;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an answer's envelope says: a message for each item, or why there is none. */
final class SoapAnswer {

  private static final String NO_ERROR = "NoError";

  private SoapAnswer() {}

  /**
   * The messages of an answer.
   *
   * @param expected how many there must be
   * @throws ClientException if it is a fault, or is not whole. A write may have had its effect then
   */
  static List<XmlElement> messages(Answer answer, int expected, Instant now) {
    XmlElement envelope = envelope(Service.EWS, answer, now);
    List<XmlElement> messages = envelope.find("ResponseMessages").children();
    if (messages.size() != expected) {
      throw notReadable(Service.EWS, answer);
    }
    return messages;
  }

  /**
   * A whole document that is no fault.
   *
   * @throws ClientException if it is none
   */
  static XmlElement envelope(Service service, Answer answer, Instant now) {
    if (answer.isRedirect()) {
      throw Failures.of(Symptom.answer(service, answer.status(), "redirected", ""));
    }
    if (answer.status() != 200) {
      throw Failures.of(
          ErrorBodies.read(service, answer.status(), answer::header, answer.body(), now));
    }
    XmlElement root = XmlReader.read(answer.body()).orElseThrow(() -> notReadable(service, answer));
    if (root.child("Body").child("Fault").exists()) {
      throw Failures.of(ErrorBodies.read(service, 200, answer::header, answer.body(), now));
    }
    return root;
  }

  /** What became of one item. */
  static Optional<ClientException> failure(XmlElement message) {
    String code = message.text("ResponseCode");
    if (message.attribute("ResponseClass").equals("Success") && code.equals(NO_ERROR)) {
      return Optional.empty();
    }
    return Optional.of(
        Failures.of(
            Symptom.answer(Service.EWS, 0, code, message.text("MessageText"))
                .waiting(backOff(message))));
  }

  static void throwFailure(XmlElement message) {
    failure(message)
        .ifPresent(
            e -> {
              throw e;
            });
  }

  static ClientException notReadable(Service service, Answer answer) {
    return Failures.of(Symptom.answer(service, answer.status(), "answerNotWhole", ""));
  }

  private static Optional<Duration> backOff(XmlElement message) {
    return message.child("MessageXml").children("Value").stream()
        .filter(value -> value.attribute("Name").equals("BackOffMilliseconds"))
        .map(value -> value.text().trim())
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofMillis(Long.parseLong(text)))
        .findFirst();
  }
}
