package dev.rollcall.client.http;

import dev.rollcall.model.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The one classification of what services answer when something fails.
 *
 * <p><b>Bias:</b> when it is not certain that a write had no effect, it is assumed that it had, and
 * the caller looks before writing again. So every 5xx, a broken connection and a time-out are
 * {@link Disposition#UNKNOWN_EFFECT}; only a connection that was never made is {@link
 * Disposition#RETRY}, and only 429 is {@link Disposition#THROTTLED}. A look too many costs one
 * request, a look too few a doubled contact.
 *
 * <p>The texts of services are matched here and nowhere else, and are not kept.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a> (read
 *     2026-11-21; the codes of Outlook's own errors are observed, not documented)
 */
public final class Failures {

  private static final Pattern AADSTS = Pattern.compile("AADSTS(\\d{5,7})");

  /** Names a property of the service and two numbers, no content. */
  private static final Pattern TOO_MANY_ENTRIES =
      Pattern.compile(
          "The multi value property (\\w+) has (\\d+) entries, that exceeds the max allowed value of"
              + " (\\d+)");

  private Failures() {}

  /**
   * The failure an answer stands for.
   *
   * @param status its HTTP status, not a success
   * @param code the service's error code; empty if there is none, as in a gateway's HTML page
   * @param message the service's text; only looked at
   * @param requestId what the service calls the request; may be empty
   * @param retryAfter how long it asked to wait
   */
  public static ClientException ofAnswer(
      int status, String code, String message, String requestId, Optional<Duration> retryAfter) {
    String service =
        status + (code.isEmpty() ? "" : " " + code) + (requestId.isEmpty() ? "" : " " + requestId);
    Verdict verdict = byCode(status, code).orElseGet(() -> byStatus(status));
    boolean passing =
        verdict.disposition.isPassing() || verdict.disposition == Disposition.CONFLICT;
    Problem problem =
        tooManyEntries(status, message, service)
            .orElseGet(() -> verdict.trouble.problem(service, retryAfter, passing));
    return new ClientException(
        verdict.disposition,
        status,
        code,
        verdict.trouble.isOfWholeTarget(),
        problem,
        Optional.empty());
  }

  /**
   * The failure an exception of an SDK or of the network stands for.
   *
   * @param failure what was thrown; its causes are looked at as well
   */
  public static ClientException ofException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClientException known) {
        return known;
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher matcher = AADSTS.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return login(matcher.group(1), failure);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return transport(io);
      }
    }
    return withoutAnswer(Disposition.UNKNOWN_EFFECT, Trouble.REQUEST_FAILED, "", failure);
  }

  /**
   * The failure of reading a certificate from Key Vault.
   *
   * @param status its HTTP status; 0 if there was no answer
   * @param cause what was thrown
   */
  public static ClientException ofKeyVault(int status, Throwable cause) {
    return switch (status) {
      case 404 -> withoutAnswer(Disposition.AUTH, Trouble.CERTIFICATE_NOT_FOUND, "404", cause);
      case 401, 403 ->
          withoutAnswer(
              Disposition.AUTH, Trouble.KEY_VAULT_DENIED, Integer.toString(status), cause);
      default ->
          withoutAnswer(
              Disposition.RETRY,
              Trouble.KEY_VAULT_UNREACHABLE,
              status == 0 ? "" : Integer.toString(status),
              cause);
    };
  }

  /**
   * The failure of getting a token for the app's own identity.
   *
   * @param cause what was thrown
   */
  public static ClientException ofIdentity(Throwable cause) {
    return withoutAnswer(Disposition.RETRY, Trouble.IDENTITY_UNAVAILABLE, "", cause);
  }

  /** A certificate in Key Vault that cannot be used. */
  public static ClientException ofUnreadableCertificate() {
    return ofSettings(Trouble.CERTIFICATE_UNREADABLE);
  }

  /** An environment in a custom cloud, of which the app's settings say nothing. */
  public static ClientException ofUnknownCloud() {
    return ofSettings(Trouble.CLOUD_UNKNOWN);
  }

  /** Whether a login failed for the certificate, which may have been renewed meanwhile. */
  public static boolean isCertificateRefused(Throwable failure) {
    return ofException(failure).problem().code().equals(Trouble.CERTIFICATE_NOT_REGISTERED.code());
  }

  /**
   * How long a {@code Retry-After} header asks to wait, in either of its forms; empty if it cannot
   * be read. Two numbers joined by a comma, as some gateways send them, count as the first.
   *
   * @param now from when a date counts
   */
  public static Optional<Duration> retryAfter(String header, Instant now) {
    String value = header.trim();
    boolean isDate = !value.isEmpty() && Character.isLetter(value.charAt(0));
    try {
      double seconds = Double.parseDouble(isDate ? value : value.split(",")[0].trim());
      return seconds < 0 || Double.isNaN(seconds)
          ? Optional.empty()
          : Optional.of(Duration.ofMillis((long) (Math.min(seconds, 86_400) * 1_000)));
    } catch (NumberFormatException e) {
      try {
        Duration until =
            Duration.between(
                now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        return Optional.of(until.isNegative() ? Duration.ZERO : until);
      } catch (DateTimeParseException notADate) {
        return Optional.empty();
      }
    }
  }

  private record Verdict(Disposition disposition, Trouble trouble) {}

  /** What a code says whatever the status; empty if it says no more than the status. */
  private static Optional<Verdict> byCode(int status, String code) {
    return Optional.ofNullable(
        switch (code.toLowerCase(Locale.ROOT)) {
          case "mailboxnotenabledforrestapi" ->
              new Verdict(Disposition.GONE, Trouble.MAILBOX_NOT_ENABLED);
          case "request_resourcenotfound", "resourcenotfound", "errorinvaliduser" ->
              new Verdict(Disposition.GONE, Trouble.RECIPIENT_GONE);
          // With a status of its own it is an outage of the store.
          case "errornonexistentmailbox", "mailboxstoreunavailable" ->
              status == 404 ? new Verdict(Disposition.GONE, Trouble.MAILBOX_GONE) : null;
          case "errormailboxmoveinprogress" ->
              new Verdict(Disposition.THROTTLED, Trouble.MAILBOX_MOVING);
          case "erroraccessdenied" ->
              new Verdict(Disposition.PERMANENT, Trouble.MAILBOX_OUT_OF_SCOPE);
          case "authorization_requestdenied", "accessdenied" ->
              new Verdict(Disposition.PERMANENT, Trouble.PERMISSION_MISSING);
          case "errorquotaexceeded", "errormailboxfull" ->
              new Verdict(Disposition.PERMANENT, Trouble.MAILBOX_FULL);
          case "syncstatenotfound", "resyncrequired", "syncstateinvalid" ->
              new Verdict(Disposition.GONE, Trouble.DELTA_EXPIRED);
          default -> null;
        });
  }

  private static Verdict byStatus(int status) {
    return switch (status) {
      case 401 -> new Verdict(Disposition.AUTH, Trouble.TOKEN_REFUSED);
      case 403 -> new Verdict(Disposition.PERMANENT, Trouble.PERMISSION_MISSING);
      case 404, 410 -> new Verdict(Disposition.GONE, Trouble.GONE);
      case 409, 412 -> new Verdict(Disposition.CONFLICT, Trouble.CONFLICT);
      case 429 -> new Verdict(Disposition.THROTTLED, Trouble.THROTTLED);
      case 507 -> new Verdict(Disposition.PERMANENT, Trouble.MAILBOX_FULL);
      default ->
          status >= 500 || status == 408
              ? new Verdict(Disposition.UNKNOWN_EFFECT, Trouble.OUTAGE)
              : new Verdict(Disposition.PERMANENT, Trouble.REFUSED);
    };
  }

  private static Optional<Problem> tooManyEntries(int status, String message, String service) {
    Matcher entries = TOO_MANY_ENTRIES.matcher(message);
    return status == 400 && entries.find()
        ? Optional.of(
            Problem.lasting(
                "tooManyEntries",
                "The service takes at most "
                    + entries.group(3)
                    + " entries of "
                    + entries.group(1)
                    + " and was sent "
                    + entries.group(2)
                    + ".",
                "Correct the policy's mapping of this field.",
                service))
        : Optional.empty();
  }

  /**
   * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Entra
   *     error codes</a> (read 2026-11-21)
   */
  private static ClientException login(String aadsts, Throwable cause) {
    Trouble trouble =
        switch (aadsts) {
          case "700027", "700021", "700023", "7000214" -> Trouble.CERTIFICATE_NOT_REGISTERED;
          case "70021", "700211", "700212", "700213", "700222" -> Trouble.FEDERATION_NOT_REGISTERED;
          case "700016", "7000112", "90019" -> Trouble.APP_NOT_IN_TENANT;
          case "90002", "50034", "900021", "900023" -> Trouble.TENANT_UNKNOWN;
          case "700024" -> Trouble.CLOCK_SKEW;
          case "7000215", "7000222" -> Trouble.SECRET_REFUSED;
          case "500011", "650052", "65001" -> Trouble.CONSENT_MISSING;
          default -> Trouble.LOGIN_FAILED;
        };
    return withoutAnswer(Disposition.AUTH, trouble, "AADSTS" + aadsts, cause);
  }

  private static ClientException transport(IOException failure) {
    boolean untrusted =
        failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException;
    boolean neverSent =
        untrusted
            || failure instanceof ConnectException
            || failure instanceof UnknownHostException
            || failure instanceof NoRouteToHostException;
    Trouble trouble =
        untrusted || failure instanceof SSLException
            ? Trouble.TLS_FAILED
            : neverSent ? Trouble.UNREACHABLE : Trouble.CONNECTION_LOST;
    return withoutAnswer(
        neverSent ? Disposition.RETRY : Disposition.UNKNOWN_EFFECT, trouble, "", failure);
  }

  private static ClientException ofSettings(Trouble trouble) {
    return new ClientException(
        Disposition.AUTH,
        0,
        "",
        trouble.isOfWholeTarget(),
        trouble.problem("", Optional.empty(), false),
        Optional.empty());
  }

  private static ClientException withoutAnswer(
      Disposition disposition, Trouble trouble, String service, Throwable cause) {
    return new ClientException(
        disposition,
        0,
        service,
        trouble.isOfWholeTarget(),
        trouble.problem(service, Optional.empty(), disposition.isPassing()),
        Optional.of(withoutText(cause)));
  }

  /** Messages of SDKs may hold tenant names, URLs and bodies; the kind and the place remain. */
  private static Throwable withoutText(Throwable failure) {
    IllegalStateException bare = new IllegalStateException(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    return bare;
  }
}
