package dev.rollcall.localtenant.ews;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.ValidatorHandler;
import org.w3c.dom.Document;
import org.xml.sax.Attributes;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Holds requests to the schema, as Exchange does before it looks at what they mean: what is in the
 * wrong order or unknown fails the whole request, with its line and position.
 */
final class EwsSchema {

  private static final Pattern CHILD =
      Pattern.compile(
          "cvc-complex-type\\.2\\.4\\.[a-z]: Invalid content was found starting with element"
              + " '(?:\\{\"?([^\"}]*)\"?:)?([^}']*)\\}?'\\..*",
          Pattern.DOTALL);
  private static final Pattern ENUMERATION =
      Pattern.compile("cvc-enumeration-valid: Value '(.*)' is not facet-valid.*", Pattern.DOTALL);
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "cvc-attribute\\.3: The value '(.*)' of attribute '(.*)' on element '.*' is not valid"
              + " with respect to its type, '(.*)'\\.",
          Pattern.DOTALL);

  private final Schema schema;

  EwsSchema() {
    URL envelope =
        Objects.requireNonNull(EwsSchema.class.getResource("/ews/envelope.xsd"), "the schema");
    try {
      this.schema =
          SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(envelope);
    } catch (SAXException e) {
      throw new IllegalStateException("the schema of EWS is wrong", e);
    }
  }

  /** The document, if it is one and keeps to the schema. */
  Document parse(byte[] body) {
    try {
      SAXParserFactory readers = SAXParserFactory.newInstance();
      readers.setNamespaceAware(true);
      readers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      XMLReader reader = readers.newSAXParser().getXMLReader();
      ValidatorHandler validator = schema.newValidatorHandler();
      Path path = new Path(reader);
      validator.setErrorHandler(new Judge(path));
      path.setContentHandler(validator);
      path.parse(new InputSource(new ByteArrayInputStream(body)));
      DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
      documents.setNamespaceAware(true);
      return documents.newDocumentBuilder().parse(new ByteArrayInputStream(body));
    } catch (SAXParseException e) {
      throw SoapFault.schema(e.getMessage(), e.getLineNumber(), e.getColumnNumber());
    } catch (SAXException | ParserConfigurationException | IOException e) {
      throw new IllegalStateException("the JDK reads XML", e);
    }
  }

  /** Knows which elements are open. */
  private static final class Path extends XMLFilterImpl {
    private final Deque<String> open = new ArrayDeque<>();

    Path(XMLReader reader) {
      super(reader);
      setErrorHandler(
          new ErrorHandler() {
            @Override
            public void warning(SAXParseException e) {}

            @Override
            public void error(SAXParseException e) throws SAXException {
              throw e;
            }

            @Override
            public void fatalError(SAXParseException e) throws SAXException {
              throw e;
            }
          });
    }

    String parent() {
      return open.isEmpty() ? "" : Objects.requireNonNullElse(open.peek(), "");
    }

    @Override
    public void startElement(String uri, String name, String prefixed, Attributes attributes)
        throws SAXException {
      super.startElement(uri, name, prefixed, attributes);
      open.push(name);
    }

    @Override
    public void endElement(String uri, String name, String prefixed) throws SAXException {
      super.endElement(uri, name, prefixed);
      open.pop();
    }
  }

  /** Words violations as .NET does. */
  private record Judge(Path path) implements ErrorHandler {

    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) {
      String message = Objects.requireNonNullElse(e.getMessage(), "");
      Matcher enumeration = ENUMERATION.matcher(message);
      if (enumeration.matches()) {
        // The next error says of which attribute or element.
        return;
      }
      throw SoapFault.schema(worded(message), e.getLineNumber(), e.getColumnNumber());
    }

    private String worded(String message) {
      Matcher attribute = ATTRIBUTE.matcher(message);
      if (attribute.matches()) {
        return "The '"
            + attribute.group(2)
            + "' attribute is invalid - The value '"
            + attribute.group(1)
            + "' is invalid according to its datatype '"
            + Out.TYPES
            + ":"
            + attribute.group(3)
            + "' - The Enumeration constraint failed.";
      }
      Matcher child = CHILD.matcher(message);
      return child.matches()
          ? "The element '"
              + path.parent()
              + "' has invalid child element '"
              + child.group(2)
              + "' in namespace '"
              + child.group(1)
              + "'."
          : message;
    }

    @Override
    public void fatalError(SAXParseException e) {
      error(e);
    }
  }
}
