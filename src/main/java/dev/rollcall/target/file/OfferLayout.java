package dev.rollcall.target.file;

import dev.rollcall.client.offer.OfferedRecords;
import dev.rollcall.client.offer.Refused;
import dev.rollcall.model.Content;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records that another installation fetches, of one policy alone. */
record OfferLayout(PolicyId policy) implements Layout {

  @Override
  public byte[] write(List<Line> lines) {
    Map<RecordKey, Content> records = new TreeMap<>();
    lines.forEach(line -> line.keyOf(policy).ifPresent(key -> records.put(key, line.content())));
    return OfferedRecords.bytes(records);
  }

  /** Nobody but the app writes there: what cannot be read is written anew. */
  @Override
  public List<Line> read(byte[] file) {
    try {
      return OfferedRecords.read(file).entrySet().stream()
          .map(record -> Line.of(policy, record.getKey(), record.getValue()))
          .toList();
    } catch (Refused e) {
      return List.of();
    }
  }

  @Override
  public Content normal(Content content) {
    return OfferedRecords.normal(content);
  }

  @Override
  public boolean fits(Content content) {
    return true;
  }
}
