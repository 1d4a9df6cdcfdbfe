package dev.rollcall.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a service or a box before it writes, its status is told and nothing is thrown. */
@Tag("R7")
class ErrorBodiesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "{",
        "{}",
        "[]",
        "null",
        "{\"error\":null}",
        "{\"error\":[1,2]}",
        "{\"error\":\"invalid_client\"}",
        "{\"error\":{\"code\":404,\"message\":{\"value\":7}}}",
        "{\"error\":{\"innerError\":\"text\",\"details\":{}}}",
        "{\"error\":{\"innerError\":{\"date\":\"yesterday\",\"request-id\":{}}}}",
        "{\"errors\":[null,{\"message\":\"a\"},\"b\"]}",
        "{\"emptiedBucketDetails\":{\"windowSeconds\":1e300}}",
        "<",
        "<a",
        "<e:ResponseCode>",
        "<Code></Code><Message>&lt;&amp;lt;</Message>",
        "\ufeff<?xml version=\"1.0\"?><Error/>",
        "AADSTS",
      })
  void aBodyOfAnyFormIsOutlived(String body) {
    for (Service service : Service.values()) {
      ClientException failure = Failures.of(read(service, 503, body, Map.of()));

      assertTrue(failure.problem().service().startsWith("503"), service + " " + body);
    }
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void aBodyOfAnySizeIsReadInNoTime(Service service) {
    for (String body :
        new String[] {
          " ".repeat(200_000) + "x",
          "<Message>" + " ".repeat(200_000),
          "<Code>A</Code><Message>" + "\n ".repeat(100_000) + "</Message>",
          "{\"error\":{\"message\":\"" + "ada' ".repeat(10_000) + "\"}}",
          "{\"a\":".repeat(10_000),
          "'".repeat(60_000),
          "CN=a,".repeat(12_000),
          "1 ".repeat(30_000),
          "a.b@".repeat(15_000),
        }) {
      assertTimeout(
          Duration.ofSeconds(5), () -> Failures.of(read(service, 400, body, Map.of())), body);
    }
  }

  @Test
  void aRequestIdThatIsNoneIsNotKept() {
    Symptom seen =
        read(Service.GRAPH, 500, "", Map.of("request-id", "ada@contoso.example and others"));

    assertEquals("", seen.requestId());
  }

  @Test
  void howLongToWaitIsReadFromHeaderAndBody() {
    assertEquals(
        Optional.of(Duration.ofSeconds(7)),
        read(Service.ZIVVER, 429, "", Map.of("retry-after", "7")).retryAfter());
    assertEquals(
        Optional.of(Duration.ofSeconds(10)),
        read(
                Service.ZIVVER,
                429,
                "{\"code\":429,\"emptiedBucketDetails\":{\"windowSeconds\":10}}",
                Map.of())
            .retryAfter());
    assertEquals(
        Optional.of(Duration.ofMillis(297_749)),
        Failures.of(
                RecordedFailure.all().stream()
                    .filter(recorded -> recorded.name().equals("ewsBusy"))
                    .findFirst()
                    .orElseThrow()
                    .symptom())
            .retryAfter());
  }

  private static Symptom read(
      Service service, int status, String body, Map<String, String> headers) {
    return ErrorBodies.read(
        service,
        status,
        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
        body.getBytes(StandardCharsets.UTF_8),
        NOW);
  }
}
