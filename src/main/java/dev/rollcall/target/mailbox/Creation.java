package dev.rollcall.target.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.GraphContacts;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.Change;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates a contact with its stamp, then sets its photo. After an answer that was lost, and for a
 * contact that was there before, it looks for the stamp before it creates.
 *
 * <p>Once the contact exists the change is done, with or without its photo: a photo that could not
 * be set is the next plan's business.
 */
final class Creation extends Write {

  private enum Step {
    CREATE,
    LOOK,
    PHOTO
  }

  private final Stamp stamp;
  private final DesiredRecord desired;
  private final Function<Fingerprint, Optional<byte[]>> photos;
  private Step step;
  private boolean unsure;
  private String itemId = "";
  private FieldPrints answered = FieldPrints.EMPTY;
  private byte @Nullable [] photo;

  Creation(
      MailboxFolder folder,
      Change.Create change,
      Stamp stamp,
      DesiredRecord desired,
      Function<Fingerprint, Optional<byte[]>> photos) {
    super(folder, change);
    this.stamp = stamp;
    this.desired = desired;
    this.photos = photos;
    this.step = change.restores() ? Step.LOOK : Step.CREATE;
  }

  @Override
  BatchItem request() {
    return switch (step) {
      case CREATE -> {
        ObjectNode body = GraphContacts.created(withFence(desired.content()));
        stamp.putOn(body, desired.key());
        yield BatchItem.post(folder.contacts(), body);
      }
      case LOOK -> BatchItem.get(folder.stamped(stamp, desired.key()));
      case PHOTO -> BatchItem.put(folder.photo(itemId), photoType(photo()), photo());
    };
  }

  @Override
  void succeeded(JsonNode body) {
    switch (step) {
      case CREATE -> created(body);
      case LOOK -> {
        JsonNode found = body.path("value").path(0);
        if (found.has("id")) {
          created(found);
        } else {
          step = Step.CREATE;
          unsure = false;
        }
      }
      case PHOTO -> done(itemId, answered, desired.photo().map(DesiredRecord.Photo::content));
    }
  }

  @Override
  void failed(ClientException failure) {
    if (step == Step.PHOTO) {
      done(itemId, answered, Optional.empty());
    } else {
      rejected(failure);
    }
  }

  @Override
  boolean mustLookAfterUnknownEffect() {
    if (step == Step.CREATE) {
      step = Step.LOOK;
      unsure = true;
      return true;
    }
    return false;
  }

  @Override
  boolean isUnsure() {
    return unsure && step == Step.LOOK;
  }

  @Override
  void endHere() {
    if (step == Step.PHOTO) {
      done(itemId, answered, Optional.empty());
    }
  }

  private void created(JsonNode contact) {
    itemId = contact.path("id").asText();
    answered = answered(contact, desired.content());
    photo = desired.photo().flatMap(wanted -> photos.apply(wanted.content())).orElse(null);
    if (photo == null) {
      done(itemId, answered, Optional.empty());
    } else {
      step = Step.PHOTO;
    }
  }

  private byte[] photo() {
    if (photo == null) {
      throw new IllegalStateException("there is no photo to set");
    }
    return photo;
  }

  private static Content withFence(Content contact) {
    String notes = contact.text(RecordField.PERSONAL_NOTES);
    return notes.isEmpty()
        ? contact
        : contact.toBuilder()
            .text(RecordField.PERSONAL_NOTES, NotesFence.replaced("", notes))
            .build();
  }
}
