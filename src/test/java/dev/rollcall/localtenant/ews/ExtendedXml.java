package dev.rollcall.localtenant.ews;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the ids of extended properties as EWS spells them. */
final class ExtendedXml {

  private static final Pattern ID =
      Pattern.compile("(\\S+) (?:\\{(.*)\\} (Name|Id) (.*)|(0x[0-9a-f]+))", Pattern.DOTALL);

  private ExtendedXml() {}

  static void uri(Out out, String id) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not the id of an extended property: " + id);
    }
    List<String> attributes = new ArrayList<>();
    if (parts.group(5) != null) {
      attributes.addAll(List.of("PropertyTag", parts.group(5)));
    } else {
      attributes.addAll(List.of("PropertySetId", parts.group(2)));
      boolean named = parts.group(3).equals("Name");
      attributes.addAll(
          named
              ? List.of("PropertyName", parts.group(4))
              : List.of("PropertyId", Integer.decode(parts.group(4)).toString()));
    }
    attributes.addAll(List.of("PropertyType", parts.group(1)));
    out.empty("t:ExtendedFieldURI", attributes.toArray(new String[0]));
  }
}
