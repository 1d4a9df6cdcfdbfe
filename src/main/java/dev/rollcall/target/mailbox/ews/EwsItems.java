package dev.rollcall.target.mailbox.ews;

import dev.rollcall.client.ews.EwsContact;
import dev.rollcall.client.ews.EwsProperty;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.target.mailbox.NotesFence;
import dev.rollcall.target.mailbox.Stamp;
import java.util.Optional;

/** Contacts as the plan sees them: with their stamp, and of their notes our part only. */
final class EwsItems {

  /** The property that carries the stamp, the same as in Exchange Online. */
  static final EwsProperty STAMP = EwsProperty.named(Stamp.SET, Stamp.NAME);

  private EwsItems() {}

  static ObservedItem observed(EwsContact contact, Stamp stamp) {
    Content content = content(contact);
    return new ObservedItem(
        contact.id().id(),
        Optional.ofNullable(contact.properties().get(STAMP)).flatMap(stamp::in),
        content,
        content.prints(),
        contact.created());
  }

  static Content content(EwsContact contact) {
    String notes = contact.notes();
    return notes.isEmpty()
        ? contact.content()
        : contact.content().toBuilder()
            .text(RecordField.PERSONAL_NOTES, NotesFence.ours(notes))
            .build();
  }

  /** What is written of a record: its notes with the line below them. */
  static Content withFence(Content content, String currentNotes) {
    return content.toBuilder()
        .text(
            RecordField.PERSONAL_NOTES,
            NotesFence.replaced(currentNotes, content.text(RecordField.PERSONAL_NOTES)))
        .build();
  }
}
