package dev.rollcall.target.mailbox.ews;

import dev.rollcall.client.ews.EwsContact;
import dev.rollcall.client.ews.EwsNewContact;
import dev.rollcall.client.ews.EwsUpdate;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.LedgerEntry;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.mailbox.Stamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One change on its way: which step comes next, and what came of those before. */
final class EwsWrite {

  private static final long NOTES = 1L << RecordField.PERSONAL_NOTES.code();

  /** What is asked of the server, in the order in which it is asked for a whole mailbox. */
  enum Step {
    /** Looks for the stamp: whether a contact was created. */
    LOOK,
    /** Reads what is kept of the contact: its notes, and which photo it has. */
    READ,
    CREATE,
    UPDATE,
    DELETE,
    PHOTO,
    /** Reads what the server made of it. */
    READ_BACK
  }

  private final Change change;
  private final Stamp stamp;
  private final @Nullable DesiredRecord desired;
  private final long fields;
  private final Optional<Fingerprint> wantedPhoto;
  private final Optional<Fingerprint> photoBefore;
  private final Optional<FieldPrints> answeredBefore;
  private final byte @Nullable [] photo;
  private final boolean creates;

  private Step step;
  private String itemId;
  private String currentNotes = "";
  private Optional<String> photoAttachment = Optional.empty();
  private boolean unsure;
  private boolean written;
  private Optional<Fingerprint> photoNow;
  private @Nullable Outcome outcome;

  /** How often in a row the step failed for a passing reason. */
  int failures;

  /** When the step may be tried again. */
  Instant notBefore = Instant.MIN;

  /** Why it is not known whether the contact was created. */
  @Nullable ClientException lostAnswer;

  private EwsWrite(
      Change change,
      Stamp stamp,
      @Nullable DesiredRecord desired,
      long fields,
      Optional<Fingerprint> wantedPhoto,
      ApplyRequest request,
      String itemId,
      Step first) {
    this.change = change;
    this.stamp = stamp;
    this.desired = desired;
    this.fields = fields;
    this.wantedPhoto = wantedPhoto;
    Optional<LedgerEntry> ledger =
        fields == 0 && wantedPhoto.isEmpty()
            ? Optional.empty()
            : request.ledger().apply(change.key());
    this.creates = change instanceof Change.Create;
    this.photoBefore = creates ? Optional.empty() : ledger.flatMap(LedgerEntry::photo);
    this.answeredBefore = creates ? Optional.empty() : ledger.map(LedgerEntry::answered);
    this.photo = wantedPhoto.flatMap(request.photo()).orElse(null);
    this.photoNow = photoBefore;
    this.itemId = itemId;
    this.step = first;
  }

  /** What a change takes. */
  static EwsWrite of(Change change, Stamp stamp, ApplyRequest request) {
    return change.match(
        create -> {
          DesiredRecord desired = desired(request, create.key());
          return new EwsWrite(
              create,
              stamp,
              desired,
              -1L,
              desired.photo().map(DesiredRecord.Photo::content),
              request,
              "",
              create.restores() ? Step.LOOK : Step.CREATE);
        },
        update -> update(update, stamp, request),
        disable -> {
          throw new IllegalArgumentException("a contact is not disabled");
        },
        delete ->
            new EwsWrite(
                delete, stamp, null, 0, Optional.empty(), request, delete.itemId(), Step.DELETE),
        skip -> {
          throw new IllegalArgumentException("a skip is not carried out");
        });
  }

  private static EwsWrite update(Change.Update update, Stamp stamp, ApplyRequest request) {
    EwsWrite write =
        new EwsWrite(
            update,
            stamp,
            desired(request, update.key()),
            update.fields(),
            update.photo(),
            request,
            update.itemId(),
            Step.UPDATE);
    if ((update.fields() & NOTES) != 0 || write.photo != null) {
      write.step = Step.READ;
    } else if (update.fields() == 0) {
      // The photo's bytes are no longer kept; the next reading of the source brings them again.
      write.done(write.answeredOtherwise());
    }
    return write;
  }

  private static DesiredRecord desired(ApplyRequest request, RecordKey key) {
    return request
        .desired()
        .apply(key)
        .orElseThrow(() -> new IllegalArgumentException("no record is desired for " + key));
  }

  Step step() {
    return step;
  }

  Change change() {
    return change;
  }

  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** Whether it is not known if the contact was created. */
  boolean isUnsure() {
    return unsure;
  }

  /** Whether it creates, and the contact is not known to be there. */
  boolean isCreation() {
    return creates && itemId.isEmpty();
  }

  String itemId() {
    return itemId;
  }

  String stampValue() {
    return stamp.valueOf(change.key());
  }

  Optional<String> photoAttachment() {
    return photoAttachment;
  }

  byte[] photo() {
    if (photo == null) {
      throw new IllegalStateException("there is no photo to set");
    }
    return photo;
  }

  EwsNewContact creation() {
    return new EwsNewContact(
        EwsItems.withFence(record().content(), ""), Map.of(EwsItems.STAMP, stampValue()));
  }

  EwsUpdate update() {
    return new EwsUpdate(
        itemId,
        (fields & NOTES) == 0
            ? record().content()
            : EwsItems.withFence(record().content(), currentNotes),
        fields);
  }

  // ---- what came of a step ----

  /** The contact is there, with its stamp. */
  void created(String id, boolean wasThere) {
    itemId = id;
    unsure = false;
    written = true;
    // One that was there before may have a photo already.
    step = photo == null ? Step.READ_BACK : wasThere ? Step.READ : Step.PHOTO;
  }

  /** No contact has the stamp. */
  void notThere() {
    unsure = false;
    step = Step.CREATE;
  }

  /** It may have been created: it has to be looked for. */
  void mayBeThere(ClientException why) {
    unsure = true;
    lostAnswer = why;
    step = Step.LOOK;
  }

  void read(EwsContact contact) {
    currentNotes = contact.notes();
    photoAttachment = contact.photo();
    step = creates || written || fields == 0 ? Step.PHOTO : Step.UPDATE;
  }

  void updated() {
    written = true;
    step = photo == null ? Step.READ_BACK : Step.PHOTO;
  }

  void deleted() {
    outcome = new Outcome.Done(change, itemId, FieldPrints.EMPTY, Optional.empty());
  }

  void photoSet() {
    photoNow = wantedPhoto;
    if (fields == 0) {
      done(answeredOtherwise());
    } else {
      step = Step.READ_BACK;
    }
  }

  /** It is not known which photo the contact has now. */
  void photoUnknown() {
    step = Step.READ;
  }

  void readBack(EwsContact contact) {
    done(EwsItems.content(contact).prints());
  }

  void gone() {
    outcome = new Outcome.Gone(change);
  }

  /** It failed for good; what was written before counts. */
  void failed(ClientException failure) {
    if (written) {
      done(answeredOtherwise());
    } else {
      outcome = new Outcome.Rejected(change, failure.problem());
    }
  }

  /** No further step is taken: settles it if what was done so far is something to keep. */
  void endHere() {
    if (outcome == null && written) {
      done(answeredOtherwise());
    }
  }

  private void done(FieldPrints answered) {
    outcome = new Outcome.Done(change, itemId, answered, photoNow);
  }

  /** What the contact holds, where the server was not asked: what was sent. */
  private FieldPrints answeredOtherwise() {
    FieldPrints sent = record().prints();
    return written
        ? answeredBefore.map(before -> before.replaced(fields, sent)).orElse(sent)
        : answeredBefore.orElse(sent);
  }

  private DesiredRecord record() {
    if (desired == null) {
      throw new IllegalStateException("a deletion has no record");
    }
    return desired;
  }
}
