package dev.rollcall.source.folder;

import dev.rollcall.client.http.ClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder with contacts, wherever it is. For one thread; reading changes nothing. */
interface ContactFolder {

  /**
   * Reads everything.
   *
   * @throws ClientException if nothing could be read
   */
  FolderContents readAll();

  /**
   * Reads what changed.
   *
   * @param before what there was
   * @param token from which point on, as the last reading told
   * @return what there is now; empty if that cannot be told and everything has to be read
   * @throws ClientException if it could not be read now, and everything could not either
   */
  Optional<FolderContents> readChanges(Map<String, FolderItem> before, String token);

  /**
   * The photos of these contacts.
   *
   * @return an answer for each, in their order
   * @throws ClientException if photos cannot be read at all
   */
  List<PhotoAnswer> photos(List<FolderItem> items);
}
