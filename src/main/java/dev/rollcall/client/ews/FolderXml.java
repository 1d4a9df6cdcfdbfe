package dev.rollcall.client.ews;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Writes and reads folders. */
final class FolderXml {

  /** The mailboxes that hold a public folder's items. */
  private static final String REPLICAS = "26264";

  private static final int GUID_LENGTH = 36;

  private FolderXml() {}

  static void id(SoapWriter xml, EwsFolderId folder) {
    xml.begin(folder.isName() ? "t:DistinguishedFolderId" : "t:FolderId")
        .attribute("Id", folder.value())
        .end();
  }

  static void shape(SoapWriter xml) {
    xml.begin("m:FolderShape").text("t:BaseShape", "IdOnly").begin("t:AdditionalProperties");
    for (String field :
        List.of(
            "folder:DisplayName",
            "folder:FolderClass",
            "folder:ChildFolderCount",
            "folder:TotalCount")) {
      xml.begin("t:FieldURI").attribute("FieldURI", field).end();
    }
    xml.begin("t:ExtendedFieldURI")
        .attribute("PropertyTag", REPLICAS)
        .attribute("PropertyType", "Binary")
        .end();
    xml.end().end();
  }

  static EwsFolder read(XmlElement folder) {
    String folderClass = folder.text("FolderClass");
    return new EwsFolder(
        folder.child("FolderId").attribute("Id"),
        folder.text("DisplayName"),
        folderClass.isEmpty() && folder.name().equals("ContactsFolder")
            ? EwsFolder.contactClass()
            : folderClass,
        number(folder.text("ChildFolderCount")),
        number(folder.text("TotalCount")),
        folder.children("ExtendedProperty").stream()
            .map(property -> property.text("Value"))
            .flatMap(value -> mailbox(value).stream())
            .findFirst());
  }

  /** Finds the items whose property has one of some values. */
  static void restriction(SoapWriter xml, EwsProperty property, List<String> values) {
    xml.begin("m:Restriction");
    if (values.size() > 1) {
      xml.begin("t:Or");
    }
    for (String value : values) {
      xml.begin("t:IsEqualTo").with(property::write);
      xml.begin("t:FieldURIOrConstant");
      xml.begin("t:Constant").attribute("Value", value).end();
      xml.end().end();
    }
    if (values.size() > 1) {
      xml.end();
    }
    xml.end();
  }

  /** The first mailbox's id: the value's first 36 bytes. */
  private static Optional<String> mailbox(String base64) {
    try {
      byte[] value = Base64.getMimeDecoder().decode(base64);
      return value.length < GUID_LENGTH
          ? Optional.empty()
          : Optional.of(new String(value, 0, GUID_LENGTH, StandardCharsets.US_ASCII))
              .filter(id -> id.matches("[0-9a-fA-F-]{36}"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }
}
