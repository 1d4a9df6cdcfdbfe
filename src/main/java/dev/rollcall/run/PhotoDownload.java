package dev.rollcall.run;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.state.Snapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a source's photos, and stores those that were downloaded, some records after the others.
 *
 * <p>A first reading downloads all of them. Ten thousand of 30 KB are 286 MiB, and 668 MiB with the
 * Base64 in which Graph answers them; an instance of 2,048 MB has a heap of 512 (a quarter, Java's
 * default). In portions it is a tenth of that.
 *
 * @param source what has the photos
 * @param snapshots where they are stored
 */
record PhotoDownload(Source source, Snapshots snapshots) {

  /** How many records' photos are in memory at once: some 70 MiB of usual ones. */
  static final int PORTION = 1_000;

  /**
   * Finds the photos of these records, as {@link Source#readPhotos} does. None is handed back: what
   * was downloaded is stored.
   *
   * @throws SourceUnavailable if photos cannot be read at all
   */
  PhotoReading read(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    Map<RecordKey, DesiredRecord.Photo> photos = new HashMap<>();
    int calls = 0;
    for (int from = 0; from < keys.size(); from += PORTION) {
      List<RecordKey> some = keys.subList(from, Math.min(from + PORTION, keys.size()));
      PhotoReading read = source.readPhotos(environment, policy, some, known);
      read.downloaded().forEach(photo -> snapshots.put(Snapshots.Kind.PHOTO, photo.bytes()));
      photos.putAll(read.photos());
      calls += read.calls();
    }
    return new PhotoReading(photos, List.of(), calls);
  }
}
