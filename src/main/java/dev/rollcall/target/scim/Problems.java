package dev.rollcall.target.scim;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.model.Problem;
import dev.rollcall.target.ApplyResult;
import java.util.Optional;

/** What stands in the way here that no service answers as such. */
final class Problems {

  private Problems() {}

  /** A success that does not say what it did. */
  static ClientException unreadable(Service service) {
    return Failures.of(Symptom.answer(service, 200, "answerNotReadable", ""));
  }

  static Problem removalIgnored() {
    return Problem.lasting(
        "removalIgnored",
        "The service said that it removed something, and still shows it.",
        "Remove it in the service, and report it to the service's people. It is tried again with"
            + " the next runs.",
        "");
  }

  static Problem functionalAccountKept() {
    return Problem.lasting(
        "functionalAccountKept",
        "A functional account is not deleted, since its messages would be lost with it. Nothing was"
            + " changed.",
        "Delete it in the service, or set deleteFunctionalAccounts in the policy's target if the"
            + " messages may go.",
        "");
  }

  static Problem nobodyKnown() {
    return Problem.passing(
        "delegatesUnknown",
        "The service knows none of those who are behind this mailbox, so no functional account was"
            + " made.",
        "Give one of them an account in the service, by hand or with a policy of type accounts; the"
            + " next run makes the functional account then.",
        "",
        Optional.empty());
  }

  /** The look before the writes would have taken the account over if it were anybody's to take. */
  static Problem addressTaken() {
    return Problem.passing(
        "addressTaken",
        "Another account has the address, so no account was made. The other one was left as it is.",
        "Nothing if the address is changing hands: it is tried again. Otherwise look in the service"
            + " whose account has the address.",
        "",
        Optional.empty());
  }

  static Problem leftOut() {
    return Problem.passing(
        "delegatesLeftOut",
        "Some of those who are behind this mailbox have no account in the service, so they were left"
            + " out. The others were written.",
        "Give them accounts in the service, by hand or with a policy of type accounts; the next run"
            + " adds them then.",
        "",
        Optional.empty());
  }

  static Problem effectUnknown(ClientException failure) {
    return Problem.passing(
        ApplyResult.EFFECT_UNKNOWN,
        "It could not be learned whether some accounts were created.",
        "Nothing: the next run reads all accounts before it writes.",
        failure.problem().service(),
        failure.retryAfter());
  }
}
