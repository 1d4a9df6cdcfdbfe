package dev.rollcall.source.activedirectory;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.client.ldap.Controller;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.client.ldap.LdapSettings;
import dev.rollcall.mapping.Dropped;
import dev.rollcall.mapping.SourceRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Recollections.Recollection;
import dev.rollcall.source.SourceReading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What the last complete reading found, as long as nothing changed since.
 *
 * <p>Every change of anything in the directory gives its controller a new highest number. Where
 * that of the same controller is the one from before the last reading, that reading still holds,
 * whatever the policy selects. Where it is another one, nobody knows without looking who has left:
 * what is gone has no number to be asked for, and who left an organisational unit, a group or a
 * filter is not there to be found changed. So everything is read.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/ad/polling-for-changes-using-usnchanged">
 *     Polling for changes using uSNChanged</a> (read 2026-11-21)
 */
final class Recall {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Recollections recollections;
  private final Policy policy;
  private final String form;
  private final LdapSession session;
  private final Optional<Controller> controller;

  /**
   * What is kept.
   *
   * @param invocation the controller's database
   * @param usn its highest number before the reading
   */
  record Kept(
      String invocation, long usn, List<Row> records, List<Left> left, List<String> hints) {}

  /** A record. */
  record Row(String key, String type, Map<String, List<String>> attributes, String selection) {}

  /** What was not taken. */
  record Left(String key, String selection, String reason, String detail) {}

  private Recall(
      Recollections recollections,
      Policy policy,
      String form,
      LdapSession session,
      Optional<Controller> controller) {
    this.recollections = recollections;
    this.policy = policy;
    this.form = form;
    this.session = session;
    this.controller = controller;
  }

  /**
   * Asks the controller for its number, before anything is read.
   *
   * @throws dev.rollcall.client.http.ClientException if it could not be asked
   */
  static Recall begin(
      Recollections recollections,
      Environment environment,
      LdapSettings settings,
      Policy policy,
      LdapSession session) {
    String form =
        "activeDirectory/2 "
            + environment.id().value()
            + " "
            + print(settings).hex()
            + " "
            + policy.contentFingerprint().hex()
            + " "
            + policy.reading().hidden()
            + policy.reading().disabled();
    return new Recall(recollections, policy, form, session, session.controller());
  }

  /** Another account, base or port may see others though nothing changed. */
  private static Fingerprint print(LdapSettings settings) {
    List<String> parts = new ArrayList<>(settings.servers());
    parts.addAll(List.of(settings.security().name(), settings.base(), settings.user()));
    return Fingerprint.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
  }

  /** The last reading, if nothing changed since. */
  Optional<SourceReading> unchanged(Proof proof) {
    return controller.flatMap(
        now ->
            recollections
                .of(policy.id())
                .filter(kept -> kept.form().equals(form))
                .flatMap(Recall::unpacked)
                .filter(kept -> kept.invocation().equals(now.invocation()))
                .filter(kept -> kept.usn() == now.highestUsn())
                .map(kept -> reading(kept, proof)));
  }

  /** Keeps a reading that was complete and of one controller alone. */
  void keep(SourceReading reading) {
    boolean ofOne = controller.isPresent() && session.changes() == 0;
    if (ofOne && reading.completeness().isComplete()) {
      recollections.keep(
          policy.id(), new Recollection(form, packed(kept(controller.get(), reading))));
    }
  }

  private static Kept kept(Controller controller, SourceReading reading) {
    return new Kept(
        controller.invocation(),
        controller.highestUsn(),
        reading.records().stream()
            .map(
                record ->
                    new Row(
                        record.key().value(),
                        record.recipientType(),
                        record.attributes(),
                        record.selection()))
            .toList(),
        reading.dropped().stream()
            .map(
                dropped ->
                    new Left(
                        dropped.key(),
                        dropped.selection(),
                        dropped.reason().name(),
                        dropped.detail()))
            .toList(),
        reading.hints());
  }

  private static SourceReading reading(Kept kept, Proof proof) {
    List<SourceRecord> records = new ArrayList<>();
    for (Row row : kept.records()) {
      records.add(
          new SourceRecord(
              new RecordKey(row.key()), row.type(), row.attributes(), row.selection()));
    }
    List<Dropped> dropped = new ArrayList<>();
    for (Left left : kept.left()) {
      dropped.add(
          new Dropped(
              left.key(), left.selection(), SkipReason.valueOf(left.reason()), left.detail()));
    }
    return new SourceReading(records, dropped, proof.completeness(), kept.hints());
  }

  private static byte[] packed(Kept kept) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      JSON.writeValue(out, kept);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing in memory fails", e);
    }
    return bytes.toByteArray();
  }

  /** Whatever cannot be read was never kept. */
  private static Optional<Kept> unpacked(Recollection kept) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(kept.bytes()))) {
      Kept read = JSON.readValue(in, new TypeReference<Kept>() {});
      read.left().forEach(left -> SkipReason.valueOf(left.reason()));
      return Optional.of(read);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
