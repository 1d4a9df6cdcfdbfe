package dev.rollcall.source.folder;

import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import java.util.Base64;
import java.util.Optional;

/**
 * What was answered when a contact's photo was asked for.
 *
 * @param bytes the photo, if it has one
 * @param known false if it could not be asked: the one of before stays
 */
record PhotoAnswer(Optional<byte[]> bytes, boolean known) {

  /** What a contact's photo may have at most (documented). */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /** It has none. */
  static final PhotoAnswer NONE = new PhotoAnswer(Optional.empty(), true);

  /** It could not be asked. */
  static final PhotoAnswer UNKNOWN = new PhotoAnswer(Optional.empty(), false);

  /** This photo, unless it is larger than a contact may have. */
  static PhotoAnswer of(byte[] photo) {
    return photo.length == 0 || photo.length > MAX_BYTES
        ? NONE
        : new PhotoAnswer(Optional.of(photo), true);
  }

  /**
   * Graph's answer.
   *
   * @throws ClientException if photos cannot be read at all
   */
  static PhotoAnswer of(BatchAnswer answer) {
    if (answer.failure().isEmpty()) {
      return of(bytes(answer));
    }
    ClientException failure = answer.failure().get();
    if (failure.concernsWholeTarget()) {
      throw failure;
    }
    return failure.disposition() == Disposition.GONE ? NONE : UNKNOWN;
  }

  private static byte[] bytes(BatchAnswer answer) {
    try {
      return Base64.getMimeDecoder().decode(answer.body().asText(""));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
