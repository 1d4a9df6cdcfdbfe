package dev.rollcall.client.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer tells of the service's limits: its pace, and for how long nothing is left of it.
 *
 * <p>Read are the fields of the IETF's drafts in their older form ({@code RateLimit-Limit}, {@code
 * RateLimit-Remaining}, {@code RateLimit-Reset}) and newer ones ({@code RateLimit-Policy}, {@code
 * RateLimit}), the same with {@code X-} before them, and the body in which Zivver says which bucket
 * is empty.
 *
 * @param pace the limit; empty if it is not told
 * @param rest how long nothing more is taken; empty if something is left, or nothing is told
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 *     header fields for HTTP</a> (read 2026-11-21)
 */
record RateHints(Optional<Pace> pace, Optional<Duration> rest) {

  private static final Pattern WINDOW = Pattern.compile("(?:^|[;,\\s])w=(\\d{1,6})");
  private static final Pattern QUOTA =
      Pattern.compile("(?:^|[;,\\s])(?:q|limit)=(\\d{1,7})|^\\s*(\\d{1,7})");
  private static final Pattern REMAINING =
      Pattern.compile("(?:^|[;,\\s])(?:r|remaining)=(\\d{1,7})");
  private static final Pattern RESET = Pattern.compile("(?:^|[;,\\s])(?:t|reset)=(\\d{1,6})");

  /** Numbers above this are seconds since 1970, not seconds from now. */
  private static final long POINT_IN_TIME = 1_000_000_000L;

  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * @param header finds a header by its name, whatever the case
   * @param body missing if it is not JSON
   */
  static RateHints read(Function<String, Optional<String>> header, JsonNode body, Instant now) {
    String limit = header.apply("RateLimit").orElse("");
    String policy =
        header
            .apply("RateLimit-Policy")
            .or(() -> header.apply("RateLimit-Limit"))
            .or(() -> header.apply("X-RateLimit-Limit"))
            .orElse(limit);
    Optional<Long> left =
        number(header.apply("RateLimit-Remaining"))
            .or(() -> number(header.apply("X-RateLimit-Remaining")))
            .or(() -> number(REMAINING, limit));
    Optional<Duration> reset =
        number(header.apply("RateLimit-Reset"))
            .or(() -> number(header.apply("X-RateLimit-Reset")))
            .or(() -> number(RESET, limit))
            .map(seconds -> until(seconds, now));
    return new RateHints(
        ofBucket(body).or(() -> pace(number(QUOTA, policy), number(WINDOW, policy))),
        left.filter(count -> count == 0).flatMap(none -> reset));
  }

  private static Optional<Pace> ofBucket(JsonNode body) {
    JsonNode bucket = body.path("emptiedBucketDetails");
    return pace(
        Optional.of(bucket.path("budget")).filter(JsonNode::isNumber).map(JsonNode::asLong),
        Optional.of(bucket.path("windowSeconds")).filter(JsonNode::isNumber).map(JsonNode::asLong));
  }

  private static Optional<Pace> pace(Optional<Long> requests, Optional<Long> seconds) {
    boolean told =
        requests.filter(count -> count > 0 && count < 1_000_000).isPresent()
            && seconds.filter(time -> time > 0 && time <= LONGEST.toSeconds()).isPresent();
    return told
        ? Optional.of(new Pace(requests.get().intValue(), Duration.ofSeconds(seconds.get())))
        : Optional.empty();
  }

  private static Duration until(long seconds, Instant now) {
    Duration wait =
        seconds > POINT_IN_TIME
            ? Duration.between(now, Instant.ofEpochSecond(seconds))
            : Duration.ofSeconds(seconds);
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static Optional<Long> number(Optional<String> header) {
    return header.map(String::trim).filter(text -> text.matches("\\d{1,12}")).map(Long::valueOf);
  }

  private static Optional<Long> number(Pattern pattern, String header) {
    Matcher found = pattern.matcher(header);
    if (!found.find()) {
      return Optional.empty();
    }
    String digits = found.group(1) == null ? found.group(2) : found.group(1);
    return Optional.of(Long.valueOf(digits));
  }
}
