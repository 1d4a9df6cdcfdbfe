package dev.rollcall.target.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.plan.Change;
import dev.rollcall.target.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change on its way: which request comes next, and what the answers make of it.
 *
 * <p>Requests whose repetition does no harm (all but the creation) are simply repeated by {@link
 * Writing} when their effect is unknown.
 */
abstract class Write {

  final MailboxFolder folder;
  private final Change change;
  private @Nullable Outcome outcome;

  Write(MailboxFolder folder, Change change) {
    this.folder = folder;
    this.change = change;
  }

  /** The request that comes next; only while there is no outcome. */
  abstract BatchItem request();

  /** The request succeeded. */
  abstract void succeeded(JsonNode body);

  /** The request failed, and repeating it does not help or was tried often enough. */
  abstract void failed(ClientException failure);

  /**
   * The request may or may not have had its effect. Whether the write must look before it goes on.
   */
  boolean mustLookAfterUnknownEffect() {
    return false;
  }

  /** Whether it is not known if the item was created. */
  boolean isUnsure() {
    return false;
  }

  /**
   * No further request will be made: settles the change if what was done so far is something to
   * keep, such as a contact without its photo.
   */
  void endHere() {}

  /** What became of the change, once that is settled. */
  final Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  final Change change() {
    return change;
  }

  final void done(String itemId, FieldPrints answered, Optional<Fingerprint> photo) {
    outcome = new Outcome.Done(change, itemId, answered, photo);
  }

  final void gone() {
    outcome = new Outcome.Gone(change);
  }

  final void rejected(ClientException failure) {
    outcome = new Outcome.Rejected(change, failure.problem());
  }

  /** The prints of what the service answered; what was sent, if it answered nothing. */
  static FieldPrints answered(JsonNode body, Content sent) {
    return body.has("id") ? MailboxFolder.content(body).prints() : sent.prints();
  }

  /** A photo's media type by its first byte: the sources give JPEG or PNG. */
  static String photoType(byte[] photo) {
    return photo.length > 0 && photo[0] == (byte) 0x89 ? "image/png" : "image/jpeg";
  }
}
