package dev.rollcall.client.ews;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an answer's XML. Document types are refused, so that there are no entities but XML's own
 * five, and nothing outside the answer is ever asked for; so is what is nested too deeply or has
 * too many elements, and what is cut off.
 */
final class XmlReader {

  /** A contact stands eight elements deep. */
  private static final int MAX_DEPTH = 64;

  /** A hundred contacts have about ten thousand. */
  private static final int MAX_ELEMENTS = 1_000_000;

  private final XMLStreamReader reader;
  private int elements;

  private XmlReader(XMLStreamReader reader) {
    this.reader = reader;
  }

  /** The document's root; empty if it is not whole or is none that may be read. */
  static Optional<XmlElement> read(byte[] document) {
    try {
      XMLStreamReader stream = factory().createXMLStreamReader(new ByteArrayInputStream(document));
      try {
        return new XmlReader(stream).root();
      } finally {
        stream.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      // The JDK's parser answers some broken documents with unchecked exceptions.
      return Optional.empty();
    }
  }

  private Optional<XmlElement> root() throws XMLStreamException {
    XmlElement root = null;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
          return Optional.empty();
        }
        case XMLStreamConstants.START_ELEMENT -> root = element(1);
        default -> {}
      }
    }
    return Optional.ofNullable(root);
  }

  /** The element that begins, to its end. */
  private XmlElement element(int depth) throws XMLStreamException {
    elements++;
    if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) {
      throw new XMLStreamException("the answer has too many elements");
    }
    String name = reader.getLocalName();
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    StringBuilder text = new StringBuilder();
    List<XmlElement> children = new ArrayList<>(0);
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
        case XMLStreamConstants.END_ELEMENT -> {
          return new XmlElement(
              name, attributes, children.isEmpty() ? text.toString() : "", children);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("the answer has entities of its own");
        default -> {}
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
          throw new XMLStreamException("nothing outside the answer is read");
        });
    return factory;
  }
}
