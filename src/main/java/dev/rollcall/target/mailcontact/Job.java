package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.ObjectId;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import java.util.Optional;

/**
 * One contact on its way to what it shall be.
 *
 * @param change the change that it is for
 * @param wanted what it shall hold
 * @param id the contact
 * @param fields bits by field code: what is written still
 * @param made whether it was made a moment ago
 * @param failure why a part of it was not written; the first reason
 */
record Job(
    Change change,
    Content wanted,
    ObjectId id,
    long fields,
    boolean made,
    Optional<ClientException> failure) {

  RecordKey key() {
    return change.key();
  }

  Job failedBy(ClientException why) {
    return new Job(change, wanted, id, fields, made, failure.or(() -> Optional.of(why)));
  }

  /** The same, to be tried once more. */
  Job anew() {
    return new Job(change, wanted, id, fields, made, Optional.empty());
  }
}
