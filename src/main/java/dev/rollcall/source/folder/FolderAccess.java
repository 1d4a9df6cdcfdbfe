package dev.rollcall.source.folder;

import dev.rollcall.client.http.ClientException;

/** How the folder that a policy names is found and opened, with one API. */
interface FolderAccess {

  /** The API and the form of its places and tokens, such as {@code graph1}; part of stored data. */
  String form();

  /**
   * Looks for the folder.
   *
   * @return where it is, for {@link #at}
   * @throws ClientException if that could not be asked
   * @throws dev.rollcall.source.SourceUnavailable if there is none
   */
  String find();

  /** The folder at a place that was found, now or earlier. */
  ContactFolder at(String place);
}
