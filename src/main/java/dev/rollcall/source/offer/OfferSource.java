package dev.rollcall.source.offer;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.offer.OfferAnswer;
import dev.rollcall.client.offer.OfferClient;
import dev.rollcall.client.offer.OfferedRecords;
import dev.rollcall.client.offer.Refused;
import dev.rollcall.mapping.ContactAttributes;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.Completeness;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Reads what another installation offers. What was read last is remembered, and the other
 * installation is told its hash, so that it need not send the same again.
 *
 * <p>A reading is always whole: what is not, or not believed, is no reading, and the run ends
 * without any change.
 */
public final class OfferSource implements Source {

  /** What takes a record, for those who look for the reason. */
  static final String SELECTION = "/source/url";

  /** When an installation whose runs are due every day at the latest is worth a look. */
  private static final Duration FRESH = Duration.ofDays(7);

  private final Function<Policy, OfferClient> clients;
  private final Recollections recollections;
  private final Clock clock;

  /**
   * @param clients who asks on behalf of a policy
   * @param recollections what was read last
   * @param clock tells how old the records are
   */
  public OfferSource(
      Function<Policy, OfferClient> clients, Recollections recollections, Clock clock) {
    this.clients = clients;
    this.recollections = recollections;
    this.clock = clock;
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    CallMeter meter = new CallMeter();
    try {
      String form = form(policy);
      Optional<byte[]> known = remembered(policy, form);
      OfferAnswer answer = clients.apply(policy).fetch(known.map(OfferAnswer::hash), meter);
      byte[] bytes = answer.records().or(() -> known).orElseThrow();
      SortedMap<RecordKey, Content> offered = records(bytes);
      answer
          .records()
          .ifPresent(
              fresh ->
                  recollections.keep(
                      policy.id(), new Recollections.Recollection(form, packed(fresh))));
      List<SourceRecord> records = new ArrayList<>(offered.size());
      offered.forEach((key, content) -> records.add(record(key, content)));
      return new SourceReading(
          records,
          List.of(),
          new Completeness(1, records.size(), Math.toIntExact(meter.calls()), List.of()),
          hints(answer.taken()));
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  /** An address list has no photos. */
  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    return PhotoReading.none();
  }

  private static SortedMap<RecordKey, Content> records(byte[] bytes) {
    try {
      return OfferedRecords.read(bytes);
    } catch (Refused e) {
      throw OfferClient.failure(e);
    }
  }

  private static SourceRecord record(RecordKey key, Content content) {
    Content.Builder contact = content.toBuilder();
    contact.remove(RecordField.MAIL);
    contact.remove(RecordField.RECIPIENT_TYPE);
    contact.remove(RecordField.ALIAS);
    Map<String, List<String>> attributes = ContactAttributes.of(contact.build());
    put(attributes, Attribute.MAIL, content.text(RecordField.MAIL));
    put(attributes, Attribute.MAIL_NICKNAME, content.text(RecordField.ALIAS));
    RecipientType type =
        RecipientType.named(content.text(RecordField.RECIPIENT_TYPE))
            .orElse(RecipientType.MAIL_CONTACT);
    return new SourceRecord(key, type.document(), attributes, SELECTION);
  }

  private static void put(Map<String, List<String>> attributes, Attribute attribute, String value) {
    if (!value.isEmpty()) {
      attributes.put(attribute.document(), List.of(value));
    }
  }

  private List<String> hints(Instant taken) {
    Duration age = Duration.between(taken, clock.instant());
    return age.compareTo(FRESH) < 0
        ? List.of()
        : List.of(
            "The other installation last read its records "
                + age.toDays()
                + " days ago. They are used as they are; ask its administrator why its policy does"
                + " not run.");
  }

  /** Another address, or others who are believed: everything is read anew. */
  private static String form(Policy policy) {
    Policy.Offer offer = policy.reading().offer().orElseThrow();
    return "offer1 " + Fingerprint.of(offer.url().toString()).hex();
  }

  private Optional<byte[]> remembered(Policy policy, String form) {
    return recollections
        .of(policy.id())
        .filter(kept -> kept.form().equals(form))
        .flatMap(kept -> unpacked(kept.bytes()));
  }

  private static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** What cannot be read costs a full answer. */
  private static Optional<byte[]> unpacked(byte[] packed) {
    try (InputStream zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = zip.readNBytes(OfferedRecords.MAX_BYTES + 1);
      return bytes.length > OfferedRecords.MAX_BYTES ? Optional.empty() : Optional.of(bytes);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
