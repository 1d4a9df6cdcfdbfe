package dev.rollcall.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.exception.HttpResponseException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R17")
class FailuresTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "429, ApplicationThrottled, THROTTLED, throttled",
    "503, ErrorServerBusy, UNKNOWN_EFFECT, outage",
    "504, '', UNKNOWN_EFFECT, outage",
    "500, '', UNKNOWN_EFFECT, outage",
    "404, ErrorItemNotFound, GONE, gone",
    "410, SyncStateNotFound, GONE, deltaExpired",
    "409, ErrorFolderExists, CONFLICT, conflict",
    "412, ErrorIrresolvableConflict, CONFLICT, conflict",
    "401, InvalidAuthenticationToken, AUTH, tokenRefused",
    "400, ErrorInvalidRequest, PERMANENT, refused",
    "507, '', PERMANENT, mailboxFull",
    "404, MailboxNotEnabledForRESTAPI, GONE, mailboxNotEnabled",
    "404, Request_ResourceNotFound, GONE, recipientGone",
    "403, ErrorAccessDenied, PERMANENT, mailboxOutOfScope",
    "403, Authorization_RequestDenied, PERMANENT, permissionMissing",
  })
  void anAnswerIsClassifiedByItsCodeAndElseByItsStatus(
      int status, String code, Disposition disposition, String problem) {
    ClientException failure = Failures.ofAnswer(status, code, "", "", Optional.empty());

    assertEquals(disposition, failure.disposition());
    assertEquals(problem, failure.problem().code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MailboxNotEnabledForRESTAPI", "ErrorAccessDenied"})
  void whatIsWrongWithAMailboxConcernsTheWholeTarget(String code) {
    assertTrue(Failures.ofAnswer(403, code, "", "", Optional.empty()).concernsWholeTarget());
  }

  @Test
  void aMissingContactConcernsOnlyItself() {
    assertFalse(
        Failures.ofAnswer(404, "ErrorItemNotFound", "", "", Optional.empty())
            .concernsWholeTarget());
  }

  @Test
  void whatTheServiceWroteIsNotRepeated() {
    ClientException failure =
        Failures.ofAnswer(
            400, "ErrorInvalidRequest", "ada@contoso.example is bad", "abc", Optional.empty());

    assertFalse((failure.getMessage() + failure.problem()).contains("ada@"));
    assertTrue(failure.problem().service().contains("abc"));
  }

  @Test
  void anEntryLimitIsNamedInOurWords() {
    ClientException failure =
        Failures.ofAnswer(
            400,
            "ErrorInvalidRequest",
            "The multi value property BusinessPhones has 3 entries, that exceeds the max allowed"
                + " value of 2",
            "",
            Optional.empty());

    assertEquals("tooManyEntries", failure.problem().code());
    assertTrue(failure.problem().cause().contains("BusinessPhones"));
  }

  @Test
  void aConnectionNeverMadeHadNoEffectAndALostOneMayHave() {
    assertEquals(
        Disposition.RETRY,
        Failures.ofException(new RuntimeException(new ConnectException("refused"))).disposition());
    assertEquals(
        Disposition.UNKNOWN_EFFECT,
        Failures.ofException(new RuntimeException(new SocketTimeoutException("slow")))
            .disposition());
    assertEquals(
        Disposition.UNKNOWN_EFFECT,
        Failures.ofException(new IOException("connection reset")).disposition());
  }

  @Tag("E2")
  @ParameterizedTest
  @CsvSource({
    "AADSTS700027, certificateNotRegistered",
    "AADSTS700016, appNotInTenant",
    "AADSTS90002, tenantUnknown",
    "AADSTS700024, clockSkew",
    "AADSTS53003, conditionalAccess",
    "AADSTS999998, loginFailed",
  })
  void aRefusedLoginIsNamedByItsNumber(String aadsts, String problem) {
    ClientException failure =
        Failures.ofException(
            new IllegalStateException(
                "login", new IllegalStateException(aadsts + ": for contoso.example")));

    assertEquals(Disposition.AUTH, failure.disposition());
    assertEquals(problem, failure.problem().code());
    assertFalse(String.valueOf(failure.getCause()).contains("contoso"));
  }

  @Tag("E2")
  @ParameterizedTest
  @CsvSource({
    "KEY_VAULT, 404, SecretNotFound, certificateNotFound, false",
    "KEY_VAULT, 403, SecretDisabled, certificateDisabled, false",
    "KEY_VAULT, 403, ForbiddenByRbac, keyVaultDenied, false",
    "KEY_VAULT, 401, '', keyVaultDenied, false",
    "KEY_VAULT, 403, ForbiddenByFirewall, keyVaultFirewall, false",
    "KEY_VAULT, 403, ForbiddenByConnection, keyVaultFirewall, false",
    "KEY_VAULT, 429, '', keyVaultThrottled, true",
    "KEY_VAULT, 503, '', keyVaultUnreachable, true",
    "KEY_VAULT, 0, '', keyVaultUnreachable, true",
    "KEY_VAULT_SECRETS, 404, SecretNotFound, secretNotFound, false",
    "KEY_VAULT_SECRETS, 403, SecretDisabled, secretDisabled, false",
    "KEY_VAULT_SECRETS, 403, '', keyVaultDenied, false",
    "KEY_VAULT_CERTIFICATES, 403, ForbiddenByRbac, certificatesDenied, false",
    "KEY_VAULT_CERTIFICATES, 404, CertificateNotFound, certificateNotFound, false",
    "KEY_VAULT_CERTIFICATES, 409, ObjectIsDeletedButRecoverable, certificateDeleted, false",
    "KEY_VAULT_CERTIFICATES, 409, '', certificateBusy, true",
    "KEY_VAULT_CERTIFICATES, 400, BadParameter, certificateRefused, false",
  })
  void whatKeyVaultAnswersIsNamed(
      Service vault, int status, String code, String problem, boolean passing) {
    String body =
        "{\"error\":{\"code\":\"Outer\",\"message\":\"No.\",\"innererror\":{\"code\":\""
            + code
            + "\"}}}";
    String said = "swordfish, Status code " + status + ", \"" + body + "\"";
    ClientException failure =
        Failures.ofKeyVault(
            vault,
            status == 0
                ? new IllegalStateException(said)
                : new HttpResponseException(said, new AnsweredByAzure(status)));

    assertEquals(problem, failure.problem().code());
    assertEquals(passing, failure.problem().passing());
    assertFalse(String.valueOf(failure.getCause()).contains("swordfish"));
    assertFalse(failure.problem().toString().contains("swordfish"));
    assertEquals(status > 0, failure.problem().service().contains(AnsweredByAzure.REQUEST_ID));
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "'31,120', 31000", "0, 0", "2.5, 2500"})
  void retryAfterIsReadInSeconds(String header, long millis) {
    assertEquals(Optional.of(Duration.ofMillis(millis)), Failures.retryAfter(header, NOW));
  }

  @Test
  void retryAfterIsReadAsADate() {
    assertEquals(
        Optional.of(Duration.ofSeconds(90)),
        Failures.retryAfter("Sat, 21 Nov 2026 08:01:30 GMT", NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "NaN"})
  void anUnreadableRetryAfterCountsAsNone(String header) {
    assertEquals(Optional.empty(), Failures.retryAfter(header, NOW));
  }
}
