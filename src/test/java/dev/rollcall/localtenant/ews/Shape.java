package dev.rollcall.localtenant.ews;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Which properties of items or folders are answered.
 *
 * @param base {@code IdOnly}, {@code Default} or {@code AllProperties}
 * @param more what is answered beside that
 * @param bodyType {@code Best}, {@code HTML} or {@code Text}
 * @param list whether it is for a list, which has less of each item
 */
record Shape(String base, Set<PropertyPath> more, String bodyType, boolean list) {

  /** What no list has. */
  private static final Set<String> NOT_IN_LISTS =
      Set.of(
          "item:Body", "item:Attachments", "item:MimeContent", "item:TextBody", "item:UniqueBody");

  /** What a list has only where it is asked for by name. */
  private static final Set<String> DETAILS =
      Set.of("contacts:CompleteName", "contacts:PhysicalAddresses", "contacts:ImAddresses");

  private static final Set<String> DEFAULT =
      Set.of(
          "item:Subject",
          "item:HasAttachments",
          "contacts:FileAs",
          "contacts:DisplayName",
          "contacts:CompleteName",
          "contacts:CompanyName",
          "contacts:EmailAddresses",
          "contacts:PhysicalAddresses",
          "contacts:PhoneNumbers",
          "contacts:ImAddresses",
          "contacts:JobTitle",
          "folder:DisplayName",
          "folder:TotalCount",
          "folder:ChildFolderCount");

  /** Only by name. */
  private static final Set<String> NEVER_BY_ITSELF = Set.of("item:MimeContent", "contacts:Photo");

  static Shape of(Element shape, boolean list) {
    Set<PropertyPath> more = new LinkedHashSet<>();
    Xml.child(shape, "AdditionalProperties")
        .ifPresent(paths -> Xml.children(paths).forEach(path -> more.add(PropertyPath.of(path))));
    for (PropertyPath path : more) {
      if (list && path instanceof PropertyPath.Plain plain && NOT_IN_LISTS.contains(plain.uri())) {
        throw new EwsFailure(
            "ErrorInvalidPropertyRequest",
            "The property can not be used with this type of request.");
      }
    }
    if (Xml.text(shape, "IncludeMimeContent").filter("true"::equals).isPresent()) {
      throw SoapFault.notImplemented("the MIME content of a contact");
    }
    return new Shape(
        Xml.text(shape, "BaseShape").orElse("IdOnly"),
        more,
        Xml.text(shape, "BodyType").orElse("Best"),
        list);
  }

  boolean has(String uri) {
    if (more.contains(new PropertyPath.Plain(uri))) {
      return true;
    }
    boolean listed = !list || !NOT_IN_LISTS.contains(uri) && !DETAILS.contains(uri);
    return switch (base) {
      case "AllProperties" -> listed && !NEVER_BY_ITSELF.contains(uri);
      case "Default" -> listed && DEFAULT.contains(uri);
      default -> false;
    };
  }

  /** Whether an entry of a dictionary is answered. */
  boolean has(String uri, String index) {
    return more.contains(new PropertyPath.Indexed(uri, index));
  }

  /** The properties of MAPI that are asked for. */
  List<PropertyPath.Extended> extended() {
    return more.stream()
        .filter(PropertyPath.Extended.class::isInstance)
        .map(PropertyPath.Extended.class::cast)
        .toList();
  }
}
