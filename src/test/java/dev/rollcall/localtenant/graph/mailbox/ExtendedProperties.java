package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.GraphFailure;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Single-value extended properties. Of their ids, type and GUID are compared without regard to
 * case, the name is not.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/extended-properties-overview">
 *     Extended properties</a> (read 2026-11-21)
 */
public final class ExtendedProperties {

  private static final Pattern NAMED =
      Pattern.compile(
          "(String|Integer|Boolean|SystemTime|Binary|Double|Float|Long|Short|Currency|CLSID)"
              + " (\\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\})"
              + " (Name (.+)|Id (0x[0-9a-f]+))",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TAGGED =
      Pattern.compile(
          "(String|Integer|Boolean|SystemTime|Binary) (0x[0-9a-f]+)", Pattern.CASE_INSENSITIVE);

  private ExtendedProperties() {}

  /** The one spelling of an id under which its value is kept. */
  public static String canonical(String id) {
    Matcher named = NAMED.matcher(id);
    if (named.matches()) {
      String property =
          named.group(4) != null ? "Name " + named.group(4) : "Id " + hex(named.group(5));
      return named.group(1) + " " + named.group(2).toLowerCase(Locale.ROOT) + " " + property;
    }
    Matcher tagged = TAGGED.matcher(id);
    if (tagged.matches()) {
      return tagged.group(1) + " " + hex(tagged.group(2));
    }
    throw GraphFailure.badRequest(
        "ErrorInvalidArgument", "The extended property id '" + id + "' is not in a valid format.");
  }

  private static String hex(String number) {
    return "0x" + Long.toHexString(Long.decode(number));
  }

  /** Writes a body's properties over the ones there are; a null value removes one. */
  static void apply(JsonNode given, Map<String, String> properties) {
    if (!given.isArray()) {
      throw GraphFailure.badRequest(
          "RequestBodyRead", "singleValueExtendedProperties must be a collection.");
    }
    for (JsonNode property : given) {
      property
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!name.equals("id") && !name.equals("value")) {
                  throw ContactSchema.unknown(
                      name, "microsoft.graph.singleValueLegacyExtendedProperty");
                }
              });
      String id = canonical(property.path("id").asText());
      JsonNode value = property.path("value");
      if (value.isNull()) {
        properties.remove(id);
      } else if (value.isTextual()) {
        properties.put(id, value.textValue());
      } else {
        throw GraphFailure.badRequest(
            "RequestBodyRead", "The value of an extended property must be a string.");
      }
    }
  }
}
