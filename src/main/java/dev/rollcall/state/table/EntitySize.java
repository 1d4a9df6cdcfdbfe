package dev.rollcall.state.table;

import com.azure.data.tables.models.TableEntity;
import java.util.Map;

/**
 * How large an entity is: as the service counts it, and as it travels. Both are upper bounds.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model">limits</a>
 *     (documented, read 2026-11-21)
 */
final class EntitySize {

  /** The service refuses larger entities. */
  static final int MAX_STORED = 1024 * 1024;

  private EntitySize() {}

  /** Bytes by the service's own count: texts in UTF-16, binaries as they are. */
  static int stored(TableEntity entity) {
    int size = 4 + 2 * (entity.getPartitionKey().length() + entity.getRowKey().length());
    for (Map.Entry<String, Object> property : entity.getProperties().entrySet()) {
      size += 8 + 2 * property.getKey().length();
      Object value = property.getValue();
      if (value instanceof String text) {
        size += 4 + 2 * text.length();
      } else if (value instanceof byte[] bytes) {
        size += 4 + bytes.length;
      } else {
        size += 8;
      }
    }
    return size;
  }

  /** Bytes in a request, as JSON with type annotations and the frame of a transaction's part. */
  static int sent(TableEntity entity) {
    int size = 1_000 + 2 * (escaped(entity.getPartitionKey()) + escaped(entity.getRowKey()));
    for (Map.Entry<String, Object> property : entity.getProperties().entrySet()) {
      size += 50 + 2 * property.getKey().length();
      Object value = property.getValue();
      if (value instanceof String text) {
        size += escaped(text);
      } else if (value instanceof byte[] bytes) {
        size += 4 + bytes.length / 3 * 4;
      } else {
        size += 40;
      }
    }
    return size;
  }

  private static int escaped(String text) {
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        size += 6;
      } else if (c == '"' || c == '\\') {
        size += 2;
      } else {
        size += c < 0x80 ? 1 : 3;
      }
    }
    return size;
  }
}
