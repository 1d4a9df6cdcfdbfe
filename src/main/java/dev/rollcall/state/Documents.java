package dev.rollcall.state;

import java.util.List;
import java.util.Optional;

/** Policies and environments as the JSON documents that administrators wrote. */
public interface Documents {

  /** The kinds of documents, each with ids of its own. */
  enum Kind {
    ENVIRONMENT,
    POLICY,
    /** A note that the environment of the same id is disconnected; no administrator wrote it. */
    DISCONNECTION
  }

  /** The document, or empty if there is none. */
  Optional<Versioned<byte[]>> get(Kind kind, String id);

  /** All documents of a kind, ascending by id. */
  List<Stored> list(Kind kind);

  /**
   * Stores a document, at most 512 KiB.
   *
   * @param expected the version it replaces; empty if it must not exist yet
   * @return the new version, or empty if what is stored is not what was expected
   */
  Optional<String> put(Kind kind, String id, byte[] json, Optional<String> expected);

  /**
   * Deletes a document.
   *
   * @return whether it is gone; false if it has another version by now
   */
  boolean delete(Kind kind, String id, String expected);

  /** A document in a list. */
  record Stored(String id, Versioned<byte[]> document) {}
}
