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
import org.jspecify.annotations.Nullable;

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

  private static final Verdict MAILBOX_FULL =
      new Verdict(
          Disposition.PERMANENT,
          "mailboxFull",
          "The mailbox is full.",
          "Make room in the mailbox; the next run goes on by itself.",
          true);

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
    Verdict verdict = judge(status, code.toLowerCase(Locale.ROOT), message);
    Problem problem =
        new Problem(
            verdict.name,
            verdict.cause,
            verdict.remedy,
            service,
            retryAfter,
            verdict.disposition.isPassing() || verdict.disposition == Disposition.CONFLICT);
    return new ClientException(
        verdict.disposition, status, code, verdict.wholeTarget, problem, Optional.empty());
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
    String aadsts = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher matcher = AADSTS.matcher(String.valueOf(cause.getMessage()));
      if (aadsts.isEmpty() && matcher.find()) {
        aadsts = matcher.group(1);
      }
    }
    if (!aadsts.isEmpty()) {
      return login(aadsts, failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return transport(io);
      }
    }
    return new ClientException(
        Disposition.UNKNOWN_EFFECT,
        0,
        "",
        false,
        Problem.passing(
            "requestFailed",
            "The request failed inside the app (" + failure.getClass().getSimpleName() + ").",
            "It is tried again. If it stays, report it with the app's version.",
            "",
            Optional.empty()),
        Optional.of(withoutText(failure)));
  }

  /**
   * The failure of reading a certificate from Key Vault.
   *
   * @param status its HTTP status; 0 if there was no answer
   * @param cause what was thrown
   */
  public static ClientException ofKeyVault(int status, Throwable cause) {
    Problem problem =
        switch (status) {
          case 404 ->
              Problem.lasting(
                  "certificateNotFound",
                  "Key Vault has no certificate of the name the environment gives, or it is"
                      + " disabled.",
                  "Create or import the certificate, or correct the name in the environment.",
                  "404");
          case 401, 403 ->
              Problem.lasting(
                  "keyVaultDenied",
                  "Key Vault does not let the app read the certificate.",
                  "Give the app's identity the role Key Vault Secrets User, and check the vault's"
                      + " firewall.",
                  Integer.toString(status));
          default ->
              Problem.passing(
                  "keyVaultUnreachable",
                  "Key Vault did not answer properly.",
                  "It is tried again. If it lasts, check the vault's address and firewall.",
                  status == 0 ? "" : Integer.toString(status),
                  Optional.empty());
        };
    return new ClientException(
        problem.passing() ? Disposition.RETRY : Disposition.AUTH,
        status,
        "",
        true,
        problem,
        Optional.of(withoutText(cause)));
  }

  /** A certificate in Key Vault that cannot be used. */
  public static ClientException ofUnreadableCertificate() {
    return new ClientException(
        Disposition.AUTH,
        0,
        "",
        true,
        Problem.lasting(
            "certificateUnreadable",
            "Key Vault's certificate is not a PFX or PEM with its private key.",
            "Create or import the certificate with an exportable private key.",
            ""),
        Optional.empty());
  }

  /** An environment in a custom cloud, of which the app's settings say nothing. */
  public static ClientException ofUnknownCloud() {
    return new ClientException(
        Disposition.AUTH,
        0,
        "",
        true,
        Problem.lasting(
            "cloudUnknown",
            "The environment is in a custom cloud, and the app's settings name no hosts for one.",
            "Correct the environment's cloud, or add the hosts to the app's settings.",
            ""),
        Optional.empty());
  }

  /** Whether a login failed for the certificate, which may have been renewed meanwhile. */
  public static boolean isCertificateRefused(Throwable failure) {
    return ofException(failure).problem().code().equals("certificateNotRegistered");
  }

  /**
   * How long a {@code Retry-After} header asks to wait, in either of its forms; empty if it cannot
   * be read. Two values joined by a comma, as some gateways send them, count as the first.
   *
   * @param now from when a date counts
   */
  public static Optional<Duration> retryAfter(String header, Instant now) {
    String value = header.trim();
    try {
      String first =
          value.contains(",") && !value.matches("[A-Za-z].*") ? value.split(",")[0] : value;
      double seconds = Double.parseDouble(first.trim());
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

  /** A verdict in our words. */
  private record Verdict(
      Disposition disposition, String name, String cause, String remedy, boolean wholeTarget) {}

  private static Verdict judge(int status, String code, String message) {
    Verdict byCode = byCode(status, code, message);
    return byCode != null ? byCode : byStatus(status);
  }

  private static @Nullable Verdict byCode(int status, String code, String message) {
    return switch (code) {
      case "mailboxnotenabledforrestapi" ->
          new Verdict(
              Disposition.GONE,
              "mailboxNotEnabled",
              "The recipient's mailbox is inactive, soft-deleted, without licence or on-premises.",
              "Give the recipient an Exchange Online licence, or take it out of the selection.",
              true);
      case "request_resourcenotfound", "resourcenotfound", "errorinvaliduser" ->
          new Verdict(
              Disposition.GONE,
              "recipientGone",
              "The directory no longer has this object.",
              "Nothing, if it was deleted; otherwise correct the policy's selection.",
              true);
      case "errornonexistentmailbox", "errormailboxstoreunavailable", "mailboxstoreunavailable" ->
          status >= 500 || status == 429
              ? null
              : new Verdict(
                  Disposition.GONE,
                  "mailboxGone",
                  "The recipient's mailbox no longer exists.",
                  "Nothing, if it was deleted; otherwise restore it or take it out of the"
                      + " selection.",
                  true);
      case "errormailboxmoveinprogress" ->
          new Verdict(
              Disposition.THROTTLED,
              "mailboxMoving",
              "The mailbox is being moved.",
              "Nothing: it is tried again with the next run.",
              true);
      case "erroraccessdenied" ->
          new Verdict(
              Disposition.PERMANENT,
              "mailboxOutOfScope",
              "The app may not use this mailbox: it is outside the mailboxes the app is limited to,"
                  + " or the permission Contacts.ReadWrite is missing.",
              "Extend the management scope of the app's Exchange role, or grant the permission, or"
                  + " take the mailbox out of the selection. Changes need up to two hours.",
              true);
      case "authorization_requestdenied", "accessdenied" ->
          new Verdict(
              Disposition.PERMANENT,
              "permissionMissing",
              "The app lacks a permission of Microsoft Graph for this request.",
              "Grant the app the permissions its policies need and give admin consent.",
              true);
      case "errorquotaexceeded", "errormailboxfull" -> MAILBOX_FULL;
      case "syncstatenotfound", "resyncrequired", "syncstateinvalid" ->
          new Verdict(
              Disposition.GONE,
              "deltaExpired",
              "The service no longer knows the point from which changes were to be read.",
              "Nothing: everything is read instead.",
              false);
      default -> {
        Matcher entries = TOO_MANY_ENTRIES.matcher(message);
        yield status == 400 && entries.find()
            ? new Verdict(
                Disposition.PERMANENT,
                "tooManyEntries",
                "The service takes at most "
                    + entries.group(3)
                    + " entries of "
                    + entries.group(1)
                    + " and was sent "
                    + entries.group(2)
                    + ".",
                "Correct the policy's mapping of this field.",
                false)
            : null;
      }
    };
  }

  private static Verdict byStatus(int status) {
    return switch (status) {
      case 401 ->
          new Verdict(
              Disposition.AUTH,
              "tokenRefused",
              "The service refused the app's token.",
              "Check that the app registration is enabled and has admin consent.",
              true);
      case 403 ->
          new Verdict(
              Disposition.PERMANENT,
              "permissionMissing",
              "The service refuses this request to the app.",
              "Grant the app the permissions its policies need and give admin consent.",
              true);
      case 404, 410 ->
          new Verdict(
              Disposition.GONE,
              "gone",
              "What the request was about no longer exists.",
              "Nothing: the next run sees what is there.",
              false);
      case 409, 412 ->
          new Verdict(
              Disposition.CONFLICT,
              "conflict",
              "Somebody else changed the same thing at the same time.",
              "Nothing: it is tried again.",
              false);
      case 429 ->
          new Verdict(
              Disposition.THROTTLED,
              "throttled",
              "The service is limiting the app's requests.",
              "Nothing: it goes on later. If it lasts, lower the policy's concurrency or look for"
                  + " other apps that use the same mailboxes.",
              false);
      default ->
          status >= 500 || status == 408
              ? status == 507
                  ? MAILBOX_FULL
                  : new Verdict(
                      Disposition.UNKNOWN_EFFECT,
                      "outage",
                      "The service failed to answer properly.",
                      "Nothing: it is tried again. If it lasts, see the Microsoft 365 service"
                          + " health.",
                      false)
              : new Verdict(
                  Disposition.PERMANENT,
                  "refused",
                  "The service refused the request as malformed.",
                  "Look at the record's values and the policy's mapping; report it if they look"
                      + " right.",
                  false);
    };
  }

  /**
   * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Entra
   *     error codes</a> (read 2026-11-21)
   */
  private static ClientException login(String aadsts, Throwable cause) {
    String name;
    String what;
    String remedy;
    switch (aadsts) {
      case "700027", "700021", "700023", "7000214" -> {
        name = "certificateNotRegistered";
        what = "The app registration does not know the certificate, or it has ended.";
        remedy = "Upload the certificate's public part to the app registration.";
      }
      case "700016", "7000112", "90019" -> {
        name = "appNotInTenant";
        what = "The organisation does not know the app, or it is disabled there.";
        remedy = "Check the client id, and give admin consent in the organisation.";
      }
      case "90002", "50034", "900021", "900023" -> {
        name = "tenantUnknown";
        what = "There is no organisation with this tenant name or id in this cloud.";
        remedy = "Write the initial onmicrosoft.com domain or the tenant id, and check the cloud.";
      }
      case "700024" -> {
        name = "clockSkew";
        what = "The login was refused as too early or too late: the clocks differ.";
        remedy = "Check the clock of the machine the app runs on.";
      }
      case "7000215", "7000222" -> {
        name = "secretRefused";
        what = "The client secret is wrong or has ended.";
        remedy = "Store a valid client secret in Key Vault.";
      }
      case "500011", "650052", "65001" -> {
        name = "consentMissing";
        what = "The organisation has not consented to the app's permissions.";
        remedy = "Give admin consent in the organisation.";
      }
      default -> {
        name = "loginFailed";
        what = "The app could not log in.";
        remedy = "Look up the code AADSTS" + aadsts + " in Microsoft's list of sign-in errors.";
      }
    }
    return new ClientException(
        Disposition.AUTH,
        0,
        "AADSTS" + aadsts,
        true,
        Problem.lasting(name, what, remedy, "AADSTS" + aadsts),
        Optional.of(withoutText(cause)));
  }

  private static ClientException transport(IOException failure) {
    boolean untrusted =
        failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException;
    boolean neverSent =
        untrusted
            || failure instanceof ConnectException
            || failure instanceof UnknownHostException
            || failure instanceof NoRouteToHostException;
    Problem problem =
        untrusted || failure instanceof SSLException
            ? Problem.passing(
                "tlsFailed",
                "No trusted encrypted connection to the service could be made.",
                "Check the certificate the service shows, a proxy that inspects traffic, and the"
                    + " trust store.",
                "",
                Optional.empty())
            : Problem.passing(
                neverSent ? "unreachable" : "connectionLost",
                neverSent
                    ? "The service could not be reached."
                    : "The connection to the service broke before it answered.",
                "It is tried again. If it lasts, check the network, the firewall and the names of"
                    + " the cloud's hosts.",
                "",
                Optional.empty());
    return new ClientException(
        neverSent ? Disposition.RETRY : Disposition.UNKNOWN_EFFECT,
        0,
        "",
        false,
        problem,
        Optional.of(withoutText(failure)));
  }

  /** Messages of SDKs may hold tenant names, URLs and bodies; the kind and the place remain. */
  private static Throwable withoutText(Throwable failure) {
    IllegalStateException bare = new IllegalStateException(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    return bare;
  }
}
