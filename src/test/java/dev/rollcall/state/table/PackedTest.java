package dev.rollcall.state.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.contract.Samples;
import dev.rollcall.model.Snapshot;
import dev.rollcall.plan.Ledger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R10")
final class PackedTest {

  @Test
  void contentComesBackHoweverItIsCutIntoPieces() throws IOException {
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 7, 5_000, 200_000}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      byte[] packed = packed(content);
      List<byte[]> pieces = new ArrayList<>();
      for (int from = 0; from < packed.length; ) {
        int to = Math.min(packed.length, from + random.nextInt(1 + packed.length / 3));
        pieces.add(Arrays.copyOfRange(packed, from, to));
        from = to;
      }

      assertArrayEquals(content, PackedBytes.unpack(pieces, 1 << 20));
    }
  }

  @Test
  void damageToAnyBitIsFound() {
    byte[] packed = packed("what was written must be what is read".getBytes());
    for (int i = 0; i < packed.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = packed.clone();
        damaged[i] ^= (byte) (1 << bit);

        assertThrows(Packed.Unreadable.class, () -> PackedBytes.unpack(List.of(damaged), 1 << 20));
      }
    }
  }

  @Test
  void damageToAnyByteOfALedgerOrASnapshotIsFound() throws IOException {
    ByteArrayOutputStream ledger = new ByteArrayOutputStream();
    LedgerCodec.write(new Samples(1).ledger(300), ledger);
    ByteArrayOutputStream snapshot = new ByteArrayOutputStream();
    SnapshotCodec.write(new Samples(2).snapshot(100), snapshot);
    Random random = new Random(3);

    for (int i = 0; i < ledger.size(); i++) {
      byte[] damaged = ledger.toByteArray();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      assertThrows(IOException.class, () -> LedgerCodec.read(List.of(damaged)));
    }
    for (int i = 0; i < snapshot.size(); i++) {
      byte[] damaged = snapshot.toByteArray();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      assertThrows(IOException.class, () -> SnapshotCodec.read(List.of(damaged)));
    }
  }

  @Test
  void missingSurplusAndSwappedPiecesAreFound() throws IOException {
    byte[] content = new byte[10_000];
    new Random(4).nextBytes(content);
    byte[] packed = packed(content);
    byte[] first = Arrays.copyOfRange(packed, 0, 4_000);
    byte[] second = Arrays.copyOfRange(packed, 4_000, 8_000);
    byte[] third = Arrays.copyOfRange(packed, 8_000, packed.length);
    PackedBytes.unpack(List.of(first, second, third), 10_000);

    for (List<byte[]> pieces :
        List.of(
            List.<byte[]>of(),
            List.of(new byte[0]),
            List.of(first),
            List.of(first, second),
            List.of(first, third),
            List.of(second, third),
            List.of(second, first, third),
            List.of(first, second, third, first),
            List.of(first, second, third, new byte[1]))) {
      assertThrows(Packed.Unreadable.class, () -> PackedBytes.unpack(pieces, 10_000));
    }
    assertThrows(
        Packed.Unreadable.class, () -> PackedBytes.unpack(List.of(first, second, third), 9_999));
  }

  @Test
  void aNewerVersionIsRefusedAsSuch() {
    byte[] frame = packed(new byte[100]);
    frame[3] = 2;

    assertTrue(refusal(List.of(frame)).contains("newer"));
    assertTrue(refusal(List.of(written(Packed.Kind.CONTENT, 2))).contains("newer"));
  }

  @Test
  void anotherKindIsRefused() {
    assertTrue(refusal(List.of(written(Packed.Kind.LEDGER, 1))).contains("another kind"));
  }

  @Test
  void everyLedgerComesBack() throws IOException {
    for (long seed = 0; seed < 300; seed++) {
      Ledger ledger = new Samples(seed).ledger((int) (seed % 40));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      LedgerCodec.write(ledger, bytes);

      Ledger read = LedgerCodec.read(List.of(bytes.toByteArray()));

      assertEquals(ledger, read, "seed " + seed);
      for (int i = 0; i < ledger.entries().size(); i++) {
        assertEquals(
            LedgerShape.of(ledger.entries().get(i)),
            LedgerShape.of(read.entries().get(i)),
            "seed " + seed);
      }
    }
  }

  @Test
  void everySnapshotComesBack() throws IOException {
    for (long seed = 0; seed < 300; seed++) {
      Snapshot snapshot = new Samples(seed).snapshot((int) (seed % 30));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      SnapshotCodec.write(snapshot, bytes);

      Snapshot read = SnapshotCodec.read(List.of(bytes.toByteArray()));

      assertEquals(snapshot.id(), read.id(), "seed " + seed);
      assertEquals(snapshot.records(), read.records(), "seed " + seed);
    }
  }

  @Test
  void aLedgerTakesAboutTwoHundredBytesAContact() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    LedgerCodec.write(new Samples(5).ledger(5_000), bytes);

    assertTrue(bytes.size() < 5_000 * 200, bytes.size() + " bytes");
  }

  private static String refusal(List<byte[]> pieces) {
    return String.valueOf(
        assertThrows(Packed.Unreadable.class, () -> PackedBytes.unpack(pieces, 1 << 20))
            .getMessage());
  }

  private static byte[] packed(byte[] content) {
    return PackedBytes.pack(content);
  }

  private static byte[] written(Packed.Kind kind, int format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new Packed.Writer(kind, format, bytes)) {
      out.write(new byte[100]);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
