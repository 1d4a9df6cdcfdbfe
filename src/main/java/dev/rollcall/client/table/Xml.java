package dev.rollcall.client.table;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One part of a workbook as XML events. Document types are refused, so that there are no entities
 * but XML's own five, and nothing outside the part is ever asked for.
 *
 * <p>Elements are known by their local names: the two forms of the format differ in namespaces
 * only.
 */
final class Xml {

  private final XMLStreamReader reader;

  /**
   * @throws UnreadableFile if it is no XML
   */
  Xml(InputStream in) {
    try {
      this.reader = factory().createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw ZipParts.damaged();
    }
  }

  /**
   * Goes to the next event.
   *
   * @return whether there is one
   */
  boolean next() {
    try {
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
          throw UnreadableFile.because(
              "The workbook declares document types or entities of its own, which none needs.",
              "Save it again in Excel as \"Excel Workbook (.xlsx)\".");
        }
        return true;
      }
      return false;
    } catch (XMLStreamException e) {
      throw ZipParts.damaged();
    }
  }

  boolean begins(String element) {
    return reader.getEventType() == XMLStreamConstants.START_ELEMENT
        && reader.getLocalName().equals(element);
  }

  boolean ends(String element) {
    return reader.getEventType() == XMLStreamConstants.END_ELEMENT
        && reader.getLocalName().equals(element);
  }

  /** The attribute of the element that begins, in whatever namespace; empty if there is none. */
  String attribute(String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        @Nullable String value = reader.getAttributeValue(i);
        return value == null ? "" : value;
      }
    }
    return "";
  }

  /** The text of the element that begins, to its end; of a longer one the beginning. */
  String text() {
    StringBuilder text = new StringBuilder();
    int depth = 1;
    while (depth > 0 && next()) {
      switch (reader.getEventType()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (text.length() <= Cell.MAX_LENGTH) {
            text.append(reader.getText());
          }
        }
        default -> {}
      }
    }
    return text.length() <= Cell.MAX_LENGTH
        ? text.toString()
        : text.substring(0, Cell.MAX_LENGTH + 1);
  }

  /** Passes over the element that begins. */
  void skip() {
    int depth = 1;
    while (depth > 0 && next()) {
      if (reader.getEventType() == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (reader.getEventType() == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  /** The JDK's own parser, whatever else is on the class path. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing outside the file is read");
        });
    return factory;
  }
}
