package dev.rollcall.client.http;

import dev.rollcall.model.Problem;
import java.time.Duration;
import java.util.Optional;

/**
 * The catalogue of what commonly goes wrong with a service: a fixed name, the cause and the remedy,
 * for people.
 */
enum Trouble {
  MAILBOX_NOT_ENABLED(
      "mailboxNotEnabled",
      "The recipient's mailbox is inactive, soft-deleted, without licence or on-premises.",
      "Give the recipient an Exchange Online licence, or take it out of the selection.",
      true),
  RECIPIENT_GONE(
      Problem.RECIPIENT_GONE,
      "The directory no longer has this object.",
      "Nothing, if it was deleted; otherwise correct the policy's selection.",
      true),
  MAILBOX_GONE(
      "mailboxGone",
      "The recipient's mailbox no longer exists.",
      "Nothing, if it was deleted; otherwise restore it or take it out of the selection.",
      true),
  MAILBOX_MOVING(
      "mailboxMoving",
      "The mailbox is being moved.",
      "Nothing: it is tried again with the next run.",
      true),
  MAILBOX_OUT_OF_SCOPE(
      "mailboxOutOfScope",
      "The app may not use this mailbox: it is outside the mailboxes the app is limited to, or the"
          + " permission Contacts.ReadWrite is missing.",
      "Extend the management scope of the app's Exchange role, or grant the permission, or take the"
          + " mailbox out of the selection. Changes need up to two hours.",
      true),
  MAILBOX_FULL(
      "mailboxFull",
      "The mailbox is full.",
      "Make room in the mailbox; the next run goes on by itself.",
      true),
  PERMISSION_MISSING(
      "permissionMissing",
      "The app lacks a permission of Microsoft Graph for this request.",
      "Grant the app the permissions its policies need and give admin consent.",
      true),
  TOKEN_REFUSED(
      "tokenRefused",
      "The service refused the app's token.",
      "Check that the app registration is enabled and has admin consent.",
      true),
  DELTA_EXPIRED(
      "deltaExpired",
      "The service no longer knows the point from which changes were to be read.",
      "Nothing: everything is read instead.",
      false),
  GONE(
      "gone",
      "What the request was about no longer exists.",
      "Nothing: the next run sees what is there.",
      false),
  CONFLICT(
      "conflict",
      "Somebody else changed the same thing at the same time.",
      "Nothing: it is tried again.",
      false),
  THROTTLED(
      "throttled",
      "The service is limiting the app's requests.",
      "Nothing: it goes on later. If it lasts, lower the policy's concurrency or look for other"
          + " apps that use the same mailboxes.",
      false),
  OUTAGE(
      "outage",
      "The service failed to answer properly.",
      "Nothing: it is tried again. If it lasts, see the Microsoft 365 service health.",
      false),
  REFUSED(
      "refused",
      "The service refused the request as malformed.",
      "Look at the record's values and the policy's mapping; report it if they look right.",
      false),

  CERTIFICATE_NOT_REGISTERED(
      "certificateNotRegistered",
      "The app registration does not know the certificate, or it has ended.",
      "Upload the certificate's public part to the app registration.",
      true),
  FEDERATION_NOT_REGISTERED(
      "federationNotRegistered",
      "The app registration does not trust the function app's managed identity.",
      "Add a federated credential for the identity to the app registration: its issuer, its object"
          + " id as subject, and the cloud's token exchange as audience must all match.",
      true),
  IDENTITY_UNAVAILABLE(
      "identityUnavailable",
      "The function app could not get a token for its own managed identity.",
      "Check that the identity is assigned to the function app and that ROLLCALL_IDENTITY_CLIENT_ID"
          + " is its client id.",
      true),
  APP_NOT_IN_TENANT(
      "appNotInTenant",
      "The organisation does not know the app, or it is disabled there.",
      "Check the client id, and give admin consent in the organisation.",
      true),
  TENANT_UNKNOWN(
      "tenantUnknown",
      "There is no organisation with this tenant name or id in this cloud.",
      "Write the initial onmicrosoft.com domain or the tenant id, and check the cloud.",
      true),
  CLOCK_SKEW(
      "clockSkew",
      "The login was refused as too early or too late: the clocks differ.",
      "Check the clock of the machine the app runs on.",
      true),
  SECRET_REFUSED(
      "secretRefused",
      "The client secret is wrong or has ended.",
      "Store a valid client secret in Key Vault.",
      true),
  CONSENT_MISSING(
      "consentMissing",
      "The organisation has not consented to the app's permissions.",
      "Give admin consent in the organisation.",
      true),
  LOGIN_FAILED(
      "loginFailed",
      "The app could not log in.",
      "Look up the code in Microsoft's list of sign-in errors.",
      true),
  CLOUD_UNKNOWN(
      "cloudUnknown",
      "The environment is in a custom cloud, and the app's settings name no hosts for one.",
      "Correct the environment's cloud, or add the hosts to the app's settings.",
      true),

  CERTIFICATE_NOT_FOUND(
      "certificateNotFound",
      "Key Vault has no certificate of the name the environment gives, or it is disabled.",
      "Create or import the certificate, or correct the name in the environment.",
      true),
  CERTIFICATE_UNREADABLE(
      "certificateUnreadable",
      "Key Vault's certificate is not a PFX or PEM with its private key.",
      "Create or import the certificate with an exportable private key.",
      true),
  KEY_VAULT_DENIED(
      "keyVaultDenied",
      "Key Vault does not let the app read the certificate.",
      "Give the app's identity the role Key Vault Secrets User, and check the vault's firewall.",
      true),
  KEY_VAULT_UNREACHABLE(
      "keyVaultUnreachable",
      "Key Vault did not answer properly.",
      "It is tried again. If it lasts, check the vault's address and firewall.",
      true),

  TLS_FAILED(
      "tlsFailed",
      "No trusted encrypted connection to the service could be made.",
      "Check the certificate the service shows, a proxy that inspects traffic, and the trust store.",
      false),
  UNREACHABLE(
      "unreachable",
      "The service could not be reached.",
      "It is tried again. If it lasts, check the network, the firewall and the names of the cloud's"
          + " hosts.",
      false),
  CONNECTION_LOST(
      "connectionLost",
      "The connection to the service broke before it answered.",
      "It is tried again. If it lasts, check the network and the firewall.",
      false),
  REQUEST_FAILED(
      "requestFailed",
      "The request failed inside the app.",
      "It is tried again. If it stays, report it with the app's version.",
      false);

  private final String code;
  private final String cause;
  private final String remedy;
  private final boolean wholeTarget;

  Trouble(String code, String cause, String remedy, boolean wholeTarget) {
    this.code = code;
    this.cause = cause;
    this.remedy = remedy;
    this.wholeTarget = wholeTarget;
  }

  String code() {
    return code;
  }

  /** Whether every other request about the same mailbox or organisation would fail as well. */
  boolean isOfWholeTarget() {
    return wholeTarget;
  }

  /**
   * @param service what the service said of itself: status, code, request id
   * @param passing whether it may well go by itself
   */
  Problem problem(String service, Optional<Duration> retryAfter, boolean passing) {
    return new Problem(code, cause, remedy, service, retryAfter, passing);
  }
}
