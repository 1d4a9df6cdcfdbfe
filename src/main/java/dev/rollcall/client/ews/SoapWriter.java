package dev.rollcall.client.ews;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one SOAP request. Names are written with the prefixes that its envelope declares. */
final class SoapWriter {

  /** Exchange 2016 and everything after it understands this, and so does 2013. */
  private static final String SERVER_VERSION = "Exchange2013_SP1";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final XMLStreamWriter xml;

  private SoapWriter() {
    try {
      this.xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request in a mailbox's name. */
  static byte[] request(EwsCaller caller, Consumer<SoapWriter> body) {
    SoapWriter soap = new SoapWriter();
    soap.begin("soap:Envelope")
        .attribute("xmlns:soap", "http://schemas.xmlsoap.org/soap/envelope/")
        .attribute("xmlns:t", "http://schemas.microsoft.com/exchange/services/2006/types")
        .attribute("xmlns:m", "http://schemas.microsoft.com/exchange/services/2006/messages");
    soap.begin("soap:Header");
    soap.begin("t:RequestServerVersion").attribute("Version", SERVER_VERSION).end();
    soap.begin("t:ExchangeImpersonation").begin("t:ConnectingSID");
    soap.text("t:SmtpAddress", caller.smtp()).end().end();
    soap.end();
    soap.begin("soap:Body");
    body.accept(soap);
    return soap.end().end().bytes();
  }

  /** Any other document. */
  static byte[] document(Consumer<SoapWriter> content) {
    SoapWriter soap = new SoapWriter();
    content.accept(soap);
    return soap.bytes();
  }

  SoapWriter begin(String name) {
    return written(() -> xml.writeStartElement(name));
  }

  SoapWriter end() {
    return written(xml::writeEndElement);
  }

  SoapWriter attribute(String name, String value) {
    return written(() -> xml.writeAttribute(name, allowed(value)));
  }

  /** An element with nothing but text. */
  SoapWriter text(String name, String value) {
    return begin(name).characters(value).end();
  }

  /**
   * Text. A carriage return is written as a reference, for else the reader makes it a line feed;
   * what XML cannot hold is left out.
   */
  SoapWriter characters(String value) {
    String text = allowed(value);
    int from = 0;
    for (int at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', from)) {
      String before = text.substring(from, at);
      written(() -> xml.writeCharacters(before));
      written(() -> xml.writeEntityRef("#xD"));
      from = at + 1;
    }
    String rest = text.substring(from);
    return written(() -> xml.writeCharacters(rest));
  }

  /** Writes something that is made of such parts. */
  SoapWriter with(Consumer<SoapWriter> part) {
    part.accept(this);
    return this;
  }

  private byte[] bytes() {
    written(xml::close);
    return bytes.toByteArray();
  }

  private static String allowed(String text) {
    if (text.codePoints().allMatch(SoapWriter::isAllowed)) {
      return text;
    }
    StringBuilder allowed = new StringBuilder(text.length());
    text.codePoints().filter(SoapWriter::isAllowed).forEach(allowed::appendCodePoint);
    return allowed.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c < 0xD800)
        || (c >= 0xE000 && c < 0xFFFE)
        || c >= 0x10000;
  }

  /** One step of writing. */
  private interface Step {
    void write() throws XMLStreamException;
  }

  private SoapWriter written(Step step) {
    try {
      step.write();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }
}
