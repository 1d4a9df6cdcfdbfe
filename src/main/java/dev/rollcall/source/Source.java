package dev.rollcall.source;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.List;
import java.util.Map;

/** Reads everything a policy selects. Safe for several threads; reading changes nothing. */
public interface Source {

  /**
   * Reads all records the policy's source selects, each once, with the proof of how complete that
   * is.
   *
   * @throws SourceUnavailable if nothing usable could be read: no login, no permission, the
   *     selected group gone; the message says cause and remedy
   */
  SourceReading read(Environment environment, Policy policy);

  /**
   * Finds the photos of these records.
   *
   * @param keys records of a reading of the same policy
   * @param known photos by record as of the last run; one whose tag the service still states is not
   *     downloaded again
   * @return the photo of each record that has one, with its bytes where they were downloaded
   * @throws SourceUnavailable if photos cannot be read at all
   */
  PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known);

  /**
   * @param photos by record; a record without one has no photo
   * @param downloaded bytes of the photos that were not known, at most 4 MB each (the service's
   *     limit for a contact's photo)
   * @param calls how many HTTP calls it took
   */
  record PhotoReading(
      Map<RecordKey, DesiredRecord.Photo> photos, List<DownloadedPhoto> downloaded, int calls) {
    public PhotoReading {
      photos = Map.copyOf(photos);
      downloaded = List.copyOf(downloaded);
    }

    /** Of records that have no photos, or whose photos nobody wants. */
    public static PhotoReading none() {
      return new PhotoReading(Map.of(), List.of(), 0);
    }
  }

  /** The bytes of one photo, a JPEG or PNG. */
  record DownloadedPhoto(Fingerprint content, byte[] bytes) {}
}
