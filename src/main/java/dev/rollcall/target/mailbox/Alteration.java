package dev.rollcall.target.mailbox;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.LedgerEntry;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes some fields of a contact, then its photo.
 *
 * <p>It reads the contact first only where it must: for notes, to keep what stands below the line,
 * and for the display name where that may be the user's. The display name goes with every update,
 * because the service may otherwise make a new one up from the name's parts.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/contact-update">Update contact</a> (read
 *     2026-11-21), on displayName
 */
final class Alteration extends Write {

  private static final long DISPLAY_NAME = 1L << RecordField.DISPLAY_NAME.code();
  private static final long NOTES = 1L << RecordField.PERSONAL_NOTES.code();

  private enum Step {
    READ,
    UPDATE,
    PHOTO
  }

  private final Change.Update change;
  private final DesiredRecord desired;
  private final Optional<Fingerprint> photoBefore;
  private final byte @Nullable [] photo;
  private Step step;
  private FieldPrints answered;
  private boolean fieldsWritten;
  private String currentNotes = "";
  private @Nullable String currentName;

  Alteration(
      MailboxFolder folder,
      Change.Update change,
      DesiredRecord desired,
      Optional<LedgerEntry> ledger,
      Function<Fingerprint, Optional<byte[]>> photos,
      boolean nameMayBeTheUsers) {
    super(folder, change);
    this.change = change;
    this.desired = desired;
    this.photoBefore = ledger.flatMap(LedgerEntry::photo);
    this.answered = ledger.map(LedgerEntry::answered).orElse(desired.prints());
    this.photo = change.photo().flatMap(photos).orElse(null);
    boolean writesName = (change.fields() & DISPLAY_NAME) != 0;
    boolean writesNotes = (change.fields() & NOTES) != 0;
    if (change.fields() != 0) {
      step = writesNotes || (nameMayBeTheUsers && !writesName) ? Step.READ : Step.UPDATE;
      if (!nameMayBeTheUsers && !writesName) {
        currentName = desired.content().text(RecordField.DISPLAY_NAME);
      }
    } else {
      step = Step.PHOTO;
      if (photo == null) {
        // Its bytes are no longer kept; the next reading of the source brings them again.
        done(change.itemId(), answered, photoBefore);
      }
    }
  }

  @Override
  BatchItem request() {
    String contact = folder.contact(change.itemId());
    return switch (step) {
      case READ -> BatchItem.get(contact + "?$select=id,displayName,personalNotes");
      case UPDATE -> BatchItem.patch(contact, body());
      case PHOTO -> BatchItem.put(folder.photo(change.itemId()), photoType(photo()), photo());
    };
  }

  @Override
  void succeeded(JsonNode body) {
    switch (step) {
      case READ -> {
        currentNotes = body.path("personalNotes").asText("");
        if ((change.fields() & DISPLAY_NAME) == 0) {
          currentName = body.path("displayName").asText("");
        }
        step = Step.UPDATE;
      }
      case UPDATE -> {
        fieldsWritten = true;
        answered = answered(body, desired.content());
        if (photo == null) {
          done(change.itemId(), answered, photoBefore);
        } else {
          step = Step.PHOTO;
        }
      }
      case PHOTO -> done(change.itemId(), answered, change.photo());
    }
  }

  @Override
  void failed(ClientException failure) {
    if (step == Step.PHOTO && fieldsWritten) {
      done(change.itemId(), answered, photoBefore);
    } else if (failure.disposition() == Disposition.GONE) {
      gone();
    } else {
      rejected(failure);
    }
  }

  @Override
  void endHere() {
    if (step == Step.PHOTO && fieldsWritten) {
      done(change.itemId(), answered, photoBefore);
    }
  }

  private ObjectNode body() {
    ObjectNode body = GraphContacts.updated(desired.content(), change.fields() & ~NOTES);
    if (currentName != null && !currentName.isEmpty()) {
      body.put(RecordField.DISPLAY_NAME.document(), currentName);
    }
    if ((change.fields() & NOTES) != 0) {
      String notes =
          NotesFence.replaced(currentNotes, desired.content().text(RecordField.PERSONAL_NOTES));
      body.set(
          RecordField.PERSONAL_NOTES.document(),
          notes.isEmpty() ? instance.nullNode() : instance.textNode(notes));
    }
    return body;
  }

  private byte[] photo() {
    if (photo == null) {
      throw new IllegalStateException("there is no photo to set");
    }
    return photo;
  }
}
