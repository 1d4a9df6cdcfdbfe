package dev.rollcall.target.mailbox.ews;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsFolderId;
import dev.rollcall.model.Location;
import java.util.Optional;

/**
 * Where in which mailbox we write, in the form that checkpoints keep.
 *
 * @param smtp the mailbox's address
 * @param folder the folder's id; empty if it does not exist yet
 */
record EwsPlace(String smtp, Optional<String> folder) {

  private static final char BETWEEN = '|';

  /** The place of this text; empty if it is none of ours. */
  static Optional<EwsPlace> read(String text) {
    String prefix = Location.ON_PREMISES.place("");
    int between = text.indexOf(BETWEEN);
    return text.startsWith(prefix) && between > prefix.length()
        ? Optional.of(
            new EwsPlace(
                text.substring(prefix.length(), between),
                Optional.of(text.substring(between + 1)).filter(id -> !id.isEmpty())))
        : Optional.empty();
  }

  String text() {
    return Location.place(smtp, folder);
  }

  EwsPlace at(String newFolder) {
    return new EwsPlace(smtp, Optional.of(newFolder));
  }

  EwsPlace withoutFolder() {
    return new EwsPlace(smtp, Optional.empty());
  }

  EwsCaller caller() {
    return EwsCaller.of(smtp);
  }

  /**
   * The folder.
   *
   * @throws IllegalStateException if it is not known
   */
  EwsFolderId folderId() {
    return EwsFolderId.of(
        folder.orElseThrow(() -> new IllegalStateException("the folder is not known yet")));
  }
}
