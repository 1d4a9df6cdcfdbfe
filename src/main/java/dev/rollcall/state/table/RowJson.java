package dev.rollcall.state.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.rollcall.model.Fingerprint;

/**
 * Records as JSON in a column. Every component is written, and reading demands each: a row of
 * another form is of another version, which the row's version column has to tell.
 */
final class RowJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .addModule(
              new SimpleModule()
                  .addSerializer(Fingerprint.class, ToStringSerializer.instance)
                  .addDeserializer(Fingerprint.class, new FingerprintReader()))
          .build();

  private RowJson() {}

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers have a JSON form", e);
    }
  }

  /**
   * @throws JsonProcessingException if the text is no such JSON; its message may quote it
   */
  static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    return JSON.readValue(json, type);
  }

  private static final class FingerprintReader extends FromStringDeserializer<Fingerprint> {
    private static final long serialVersionUID = 1L;

    FingerprintReader() {
      super(Fingerprint.class);
    }

    @Override
    protected Fingerprint _deserialize(String hex, DeserializationContext context) {
      return Fingerprint.parse(hex);
    }
  }
}
