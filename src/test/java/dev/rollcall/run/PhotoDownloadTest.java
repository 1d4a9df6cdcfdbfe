package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.contract.ServicePolicies;
import dev.rollcall.contract.memory.InMemorySnapshots;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.state.Snapshots;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R18")
class PhotoDownloadTest {

  private static final int PEOPLE = 10_500;

  /** Everybody has a photo; tells how many were downloaded at once. */
  private static final class Pictured implements Source {

    private final List<Integer> downloaded = new ArrayList<>();

    @Override
    public SourceReading read(Environment environment, Policy policy) {
      throw new IllegalStateException("records are read by others");
    }

    @Override
    public PhotoReading readPhotos(
        Environment environment,
        Policy policy,
        List<RecordKey> keys,
        Map<RecordKey, DesiredRecord.Photo> known) {
      Map<RecordKey, DesiredRecord.Photo> photos = new HashMap<>();
      List<DownloadedPhoto> bytes = new ArrayList<>();
      for (RecordKey key : keys) {
        Fingerprint content = Fingerprint.of(jpeg(key));
        photos.put(key, known.getOrDefault(key, new DesiredRecord.Photo("tag", content)));
        if (!known.containsKey(key)) {
          bytes.add(new DownloadedPhoto(content, jpeg(key)));
        }
      }
      downloaded.add(bytes.size());
      return new PhotoReading(photos, bytes, 2);
    }

    private static byte[] jpeg(RecordKey key) {
      return key.value().getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Pictured source = new Pictured();
  private final InMemorySnapshots snapshots = new InMemorySnapshots();

  @Test
  void manyPhotosAreNeverInMemoryTogether() {
    List<RecordKey> keys =
        IntStream.range(0, PEOPLE).mapToObj(i -> new RecordKey("user:" + i)).toList();

    Source.PhotoReading first = read(keys, Map.of());
    Source.PhotoReading again = read(keys, first.photos());

    assertEquals(PEOPLE, first.photos().size());
    assertEquals(first.photos(), again.photos());
    assertEquals(List.of(), first.downloaded());
    assertEquals(2 * 11, first.calls());
    assertTrue(source.downloaded.stream().allMatch(some -> some <= PhotoDownload.PORTION));
    assertEquals(PEOPLE, source.downloaded.stream().mapToInt(some -> some).sum());
    RecordKey last = keys.get(PEOPLE - 1);
    assertArrayEquals(
        Pictured.jpeg(last),
        snapshots.get(Snapshots.Kind.PHOTO, first.photos().get(last).content()).orElseThrow());
  }

  private Source.PhotoReading read(
      List<RecordKey> keys, Map<RecordKey, DesiredRecord.Photo> known) {
    return new PhotoDownload(source, snapshots)
        .read(
            ServicePolicies.environment(),
            ServicePolicies.of(new Service.File("people")),
            keys,
            known);
  }
}
