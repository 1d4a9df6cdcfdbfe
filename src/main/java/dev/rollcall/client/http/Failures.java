package dev.rollcall.client.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/**
 * The one classification of what services answer when something fails.
 *
 * <p><b>Bias:</b> when it is not certain that a write had no effect, it is assumed that it had, and
 * the caller looks before writing again. So every 5xx, a broken connection and a time-out are
 * {@link Disposition#UNKNOWN_EFFECT}; only a connection that was never made is {@link
 * Disposition#RETRY}, and only 429 is {@link Disposition#THROTTLED}. A look too many costs one
 * request, a look too few a doubled contact.
 *
 * <p>What is known of each failure is in the {@link Catalogue}. The texts of services are matched
 * there and nowhere else, and are kept only with what may name people masked.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a> (read
 *     2026-11-21; the codes of Outlook's own errors are observed, not documented)
 */
public final class Failures {

  private static final Set<String> CREDENTIAL_REFUSED =
      Set.of("certificateNotRegistered", "certificateEnded", "secretRefused", "secretEnded");
  private static final Set<String> VAULT_CLOSED =
      Set.of(
          "keyVaultDenied",
          "keyVaultFirewall",
          "keyVaultOtherTenant",
          "vaultUnknown",
          "keyVaultThrottled",
          "keyVaultUnreachable",
          "identityUnavailable");

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
    return of(
        Symptom.answer(Service.GRAPH, status, code, message)
            .told(requestId, Optional.empty())
            .waiting(retryAfter));
  }

  /** The failure that an answer of whatever service stands for. */
  public static ClientException of(Symptom seen) {
    return of(seen, seen.status(), Optional.empty());
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
      Optional<Symptom> login = ErrorBodies.ofLogin(String.valueOf(cause.getMessage()));
      if (login.isPresent()) {
        return withoutAnswer(login.get(), failure);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return withoutAnswer(Symptom.thrown(Service.NETWORK, io), io);
      }
    }
    return withoutAnswer(Symptom.thrown(Service.ROLLCALL, failure), failure);
  }

  /**
   * The failure that an exception of a Key Vault client stands for.
   *
   * @param vault what was asked for: {@link Service#KEY_VAULT} a certificate to log in with, {@link
   *     Service#KEY_VAULT_SECRETS} a client secret, {@link Service#KEY_VAULT_CERTIFICATES} the
   *     management of certificates. The same answer has a different remedy for each
   * @param failure what was thrown; its causes are looked at as well
   */
  public static ClientException ofKeyVault(Service vault, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClientException known) {
        return known;
      }
    }
    return withoutAnswer(
        AzureAnswers.seen(vault, failure).orElseGet(() -> Symptom.thrown(vault, failure)), failure);
  }

  /**
   * The failure that an exception of a Storage client stands for.
   *
   * @param failure what was thrown; its causes are looked at as well
   */
  public static ClientException ofStorage(Throwable failure) {
    return AzureAnswers.seen(Service.STORAGE, failure)
        .or(() -> AzureAnswers.unreadable(Service.STORAGE, failure))
        .map(seen -> withoutAnswer(seen, failure))
        .orElseGet(() -> ofException(failure));
  }

  /**
   * The failure of getting a token for the app's own identity.
   *
   * @param cause what was thrown
   */
  public static ClientException ofIdentity(Throwable cause) {
    return withoutAnswer(Symptom.thrown(Service.IDENTITY, cause), cause);
  }

  /** What Key Vault keeps under a certificate's name is none. */
  public static ClientException ofUnreadableCertificate() {
    return of(Symptom.own("certificateUnreadable"));
  }

  /** A certificate in Key Vault whose private key is not given out. */
  public static ClientException ofCertificateWithoutKey() {
    return of(Symptom.own("certificateWithoutKey"));
  }

  /** A certificate that has ended. */
  public static ClientException ofEndedCertificate() {
    return of(Symptom.own("certificateEnded"));
  }

  /** A certificate that has not begun. */
  public static ClientException ofEarlyCertificate() {
    return of(Symptom.own("certificateNotYetValid"));
  }

  /** A client secret of which Key Vault keeps an empty one. */
  public static ClientException ofBlankSecret() {
    return of(Symptom.own("secretRefused"));
  }

  /** An environment in a custom cloud, of which the app's settings say nothing. */
  public static ClientException ofUnknownCloud() {
    return of(Symptom.own("cloudUnknown"));
  }

  /** The failure of an environment that is named and not stored, or not valid in this version. */
  public static ClientException ofMissingEnvironment() {
    return of(Symptom.own("environmentMissing"));
  }

  /**
   * Whether a login failed for the certificate or the client secret, which may have been renewed
   * meanwhile.
   */
  public static boolean isCredentialRefused(ClientException failure) {
    return CREDENTIAL_REFUSED.contains(failure.problem().code());
  }

  /**
   * Whether Key Vault could not be asked, or did not let the app in: it said nothing of the key.
   */
  public static boolean isVaultClosed(ClientException failure) {
    return VAULT_CLOSED.contains(failure.problem().code());
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

  private static ClientException withoutAnswer(Symptom seen, Throwable cause) {
    return of(seen, 0, Optional.of(withoutText(cause)));
  }

  private static ClientException of(Symptom seen, int status, Optional<Throwable> cause) {
    Catalogue.Diagnosis diagnosis = Catalogue.get().diagnose(seen);
    return new ClientException(
        diagnosis.entry().disposition(),
        status,
        seen.service() == Service.ROLLCALL ? "" : seen.code(),
        diagnosis.entry().wholeTarget(),
        diagnosis.problem(),
        cause);
  }

  /** Messages of SDKs may hold tenant names, URLs and bodies; the kind and the place remain. */
  private static Throwable withoutText(Throwable failure) {
    IllegalStateException bare = new IllegalStateException(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    return bare;
  }
}
