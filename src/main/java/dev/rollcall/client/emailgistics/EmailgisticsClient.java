package dev.rollcall.client.emailgistics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.client.service.ServiceClient;
import dev.rollcall.client.service.ServiceRequest;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import java.util.Optional;

/**
 * Sends teams. Safe for several threads. Every method throws {@link
 * dev.rollcall.client.http.ClientException} if the service does not do as it was asked.
 */
public final class EmailgisticsClient {

  /** The header that the token goes in. */
  public static final String TOKEN_HEADER = "eg-token";

  private final ServiceClient sync;
  private final Optional<ServiceClient> valid;

  /**
   * @param sync towards the address that teams are posted to
   * @param valid towards the address where a token is tried; without one, the first post shows
   *     whether the token is good
   */
  public EmailgisticsClient(ServiceClient sync, Optional<ServiceClient> valid) {
    this.sync = sync;
    this.valid = valid;
  }

  /** Tries the token on a mailbox, as the vendor's script does before it writes. */
  public void tryToken(String mailboxAddress, CallMeter meter) {
    if (valid.isEmpty()) {
      return;
    }
    JsonNode answer =
        valid
            .get()
            .read(
                ServiceRequest.get("GET {tokenValidUrl}")
                    .with("mailboxEmail", mailboxAddress)
                    .answeringAnything(),
                meter)
            .json();
    JsonNode verdict = answer.isBoolean() ? answer : answer.path("valid");
    if (verdict.isBoolean() && !verdict.asBoolean()) {
      throw Failures.of(Symptom.answer(Service.EMAILGISTICS, 401, "", ""));
    }
  }

  /** Makes a team what it shall be. Doing it twice is doing it once, so it is tried again. */
  public TeamAnswer replace(MailboxTeam team, Waits waits, CallMeter meter) {
    JsonNode answer =
        sync.send(
                ServiceRequest.post("POST {userSyncUrl}")
                    .whose(ServiceRequest.Effect.REPEATABLE)
                    .with("mailboxId", team.mailbox().id())
                    .withJson(team.json(), "application/json; charset=utf-8"),
                waits,
                meter)
            .json();
    return TeamAnswer.read(team.mailbox().id(), answer);
  }
}
