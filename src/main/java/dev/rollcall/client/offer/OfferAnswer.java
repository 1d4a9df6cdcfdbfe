package dev.rollcall.client.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What is answered to a request.
 *
 * @param state what there is to say
 * @param taken when the records were read at their source; the epoch if none were
 * @param hash of the records; empty if there are none to speak of
 * @param records the records as {@link OfferedRecords} writes them; empty unless the state is
 *     {@link State#RECORDS}
 */
public record OfferAnswer(State state, Instant taken, String hash, Optional<byte[]> records) {

  /** What there is to say. */
  public enum State {
    /** Here they are. */
    RECORDS,
    /** The one who asks has them already. */
    UNCHANGED,
    /** No run has finished yet, so nobody knows all of them. */
    UNREADY,
    /** The request was not made just now, or the clocks are apart. */
    UNTIMELY
  }

  /**
   * The longest answer, in characters: records of {@link OfferedRecords#MAX_BYTES} that cannot be
   * compressed, written twice in base64, and some claims.
   */
  public static final int MAX_LENGTH = OfferedRecords.MAX_BYTES / 9 * 16 + 64 * 1024;

  private static final String TYPE = "rollcall-offer+jwt";

  /** The records, or that they are known. */
  public static OfferAnswer of(OfferRequest request, Instant taken, byte[] records) {
    String hash = hash(records);
    boolean known = request.have().filter(hash::equals).isPresent();
    return new OfferAnswer(
        known ? State.UNCHANGED : State.RECORDS,
        taken,
        hash,
        known ? Optional.empty() : Optional.of(records));
  }

  /** That there is nothing to give. */
  public static OfferAnswer without(State state) {
    return new OfferAnswer(state, Instant.EPOCH, "", Optional.empty());
  }

  /** The hash by which records are told from others: 64 hexadecimal digits. */
  public static String hash(byte[] records) {
    return HexFormat.of().formatHex(Fingerprint.sha256().digest(records));
  }

  /** The signed answer to a request. */
  public String signed(OfferRequest.Received to, SigningKey key, Instant now) {
    ObjectNode claims =
        Signed.JSON
            .createObjectNode()
            .put("aud", to.signer())
            .put("offer", to.request().offer())
            .put("nonce", to.request().nonce())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(OfferRequest.LIFETIME).getEpochSecond())
            .put("state", state.name().toLowerCase(Locale.ROOT))
            .put("taken", taken.getEpochSecond())
            .put("hash", hash);
    records.ifPresent(
        bytes -> claims.put("bytes", bytes.length).put("records", Packed.pack(bytes)));
    return Signed.text(TYPE, claims, key);
  }

  /**
   * Reads the answer to a request.
   *
   * @param asker the thumbprint that the request was signed with
   * @throws Refused if none of those answers who were asked, it is no answer to this request, or
   *     not whole
   */
  public static OfferAnswer read(String text, OfferRequest request, String asker, Instant now)
      throws Refused {
    Collection<String> believed = request.audience();
    JsonNode claims = Signed.verified(TYPE, text, MAX_LENGTH, believed, now).claims();
    boolean answers =
        Signed.text(claims, "aud").equals(asker)
            && Signed.text(claims, "offer").equals(request.offer())
            && Signed.text(claims, "nonce").equals(request.nonce());
    if (!answers) {
      throw new Refused(Refused.Reason.MIXED_UP);
    }
    Signed.checkTime(claims, OfferRequest.LIFETIME, now);
    State state = state(Signed.text(claims, "state"));
    return switch (state) {
      case RECORDS -> {
        byte[] records = records(claims);
        String hash = hash(records);
        if (!hash.equals(Signed.text(claims, "hash"))) {
          throw new Refused(Refused.Reason.INCOMPLETE);
        }
        yield new OfferAnswer(state, Signed.instant(claims, "taken"), hash, Optional.of(records));
      }
      case UNCHANGED -> {
        String hash = Signed.text(claims, "hash");
        if (request.have().filter(hash::equals).isEmpty()) {
          throw new Refused(Refused.Reason.MIXED_UP);
        }
        yield new OfferAnswer(state, Signed.instant(claims, "taken"), hash, Optional.empty());
      }
      case UNREADY, UNTIMELY -> without(state);
    };
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "OfferAnswer[" + state + ", taken " + taken + "]";
  }

  private static State state(String name) throws Refused {
    return Arrays.stream(State.values())
        .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new Refused(Refused.Reason.UNKNOWN_FORM));
  }

  private static byte[] records(JsonNode claims) throws Refused {
    int length = claims.path("bytes").asInt(-1);
    if (length < 0 || length > OfferedRecords.MAX_BYTES) {
      throw new Refused(Refused.Reason.TOO_LONG);
    }
    try {
      byte[] packed = claims.path("records").binaryValue();
      return Packed.unpack(packed == null ? new byte[0] : packed, length);
    } catch (IOException e) {
      throw new Refused(Refused.Reason.INCOMPLETE);
    }
  }

  /** Compressed bytes. */
  private static final class Packed {

    private Packed() {}

    static byte[] pack(byte[] bytes) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
        zip.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return packed.toByteArray();
    }

    /** Exactly so many bytes; of more, none is kept in memory. */
    static byte[] unpack(byte[] packed, int length) throws IOException, Refused {
      try (InputStream zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        byte[] bytes = zip.readNBytes(length);
        if (bytes.length < length || zip.read() >= 0) {
          throw new Refused(Refused.Reason.INCOMPLETE);
        }
        return bytes;
      }
    }
  }
}
