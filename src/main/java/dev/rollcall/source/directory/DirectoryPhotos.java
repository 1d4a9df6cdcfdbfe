package dev.rollcall.source.directory;

import dev.rollcall.client.graph.BatchAnswer;
import dev.rollcall.client.graph.BatchItem;
import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.graph.GraphUrls;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.source.Source.DownloadedPhoto;
import dev.rollcall.source.Source.PhotoReading;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The photos of users. First every photo's tag is read, which changes with the photo; then only the
 * photos whose tag is new.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/profilephoto-get">Get profilePhoto</a> (read
 *     2026-11-21)
 */
final class DirectoryPhotos {

  /** What a contact's photo may have at most (documented). */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /** Large enough for a phone's screen, some 20 KB. */
  private static final String SIZE = "/photos/240x240/$value";

  private static final String USERS = "user:";

  private final GraphClient graph;

  private final CallMeter meter = new CallMeter();

  DirectoryPhotos(GraphClient graph) {
    this.graph = graph;
  }

  /**
   * @throws ClientException if photos cannot be read at all
   */
  PhotoReading read(List<RecordKey> keys, Map<RecordKey, DesiredRecord.Photo> known) {
    List<RecordKey> users = keys.stream().filter(key -> key.value().startsWith(USERS)).toList();
    Map<RecordKey, DesiredRecord.Photo> photos = new HashMap<>();
    Map<RecordKey, String> changed = new LinkedHashMap<>();
    List<BatchAnswer> tags = readAll(users, "/photo");
    for (int i = 0; i < users.size(); i++) {
      RecordKey key = users.get(i);
      DesiredRecord.Photo before = known.get(key);
      if (isThere(tags.get(i), before, key, photos)) {
        String tag = tag(tags.get(i));
        if (before != null && before.tag().equals(tag)) {
          photos.put(key, before);
        } else {
          changed.put(key, tag);
        }
      }
    }
    Map<Fingerprint, DownloadedPhoto> downloaded = new LinkedHashMap<>();
    List<RecordKey> withoutSize =
        download(List.copyOf(changed.keySet()), SIZE, changed, known, photos, downloaded);
    download(withoutSize, "/photo/$value", changed, known, photos, downloaded);
    return new PhotoReading(
        photos, List.copyOf(downloaded.values()), Math.toIntExact(meter.calls()));
  }

  /** Downloads photos; answers those that have none at this address. */
  private List<RecordKey> download(
      List<RecordKey> keys,
      String address,
      Map<RecordKey, String> tags,
      Map<RecordKey, DesiredRecord.Photo> known,
      Map<RecordKey, DesiredRecord.Photo> photos,
      Map<Fingerprint, DownloadedPhoto> downloaded) {
    List<RecordKey> missing = new ArrayList<>();
    List<BatchAnswer> answers = readAll(keys, address);
    for (int i = 0; i < keys.size(); i++) {
      RecordKey key = keys.get(i);
      BatchAnswer answer = answers.get(i);
      if (answer.succeeded()) {
        byte[] bytes = bytes(answer);
        if (bytes.length > 0 && bytes.length <= MAX_BYTES) {
          Fingerprint content = Fingerprint.of(bytes);
          photos.put(key, new DesiredRecord.Photo(tags.getOrDefault(key, ""), content));
          downloaded.putIfAbsent(content, new DownloadedPhoto(content, bytes));
        }
      } else if (!isThere(answer, known.get(key), key, photos) && !photos.containsKey(key)) {
        missing.add(key);
      }
    }
    return missing;
  }

  /** Whether there is a photo; one that could not be asked for now stays as it was. */
  private static boolean isThere(
      BatchAnswer answer,
      DesiredRecord.@Nullable Photo before,
      RecordKey key,
      Map<RecordKey, DesiredRecord.Photo> photos) {
    if (answer.succeeded()) {
      return true;
    }
    ClientException failure = answer.failure().get();
    if (failure.disposition() == Disposition.AUTH || failure.status() == 403) {
      throw failure;
    }
    if (failure.disposition() != Disposition.GONE && before != null) {
      photos.put(key, before);
    }
    return false;
  }

  private List<BatchAnswer> readAll(List<RecordKey> users, String address) {
    return Dialogues.readAll(
        graph,
        users.stream()
            .map(
                key ->
                    BatchItem.get(
                        "/users/"
                            + GraphUrls.encoded(key.value().substring(USERS.length()))
                            + address))
            .toList(),
        meter);
  }

  /** The tag is of the photo, not of what is said about it. */
  private static String tag(BatchAnswer answer) {
    String media = answer.body().path("@odata.mediaEtag").asText("");
    return media.isEmpty() ? answer.body().path("@odata.etag").asText("") : media;
  }

  private static byte[] bytes(BatchAnswer answer) {
    try {
      return Base64.getMimeDecoder().decode(answer.body().asText(""));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
