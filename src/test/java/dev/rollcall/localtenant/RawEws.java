package dev.rollcall.localtenant;

import dev.rollcall.localtenant.ews.ServiceAccount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Requests to EWS as they are on the wire. */
final class RawEws {

  /** An answer. */
  record Answer(int status, String body) {

    /** The texts of all elements of this name, whatever their namespaces. */
    List<String> texts(String name) {
      List<String> texts = new ArrayList<>();
      for (Element element : all(name)) {
        texts.add(element.getTextContent());
      }
      return texts;
    }

    /** An attribute of all elements of this name. */
    List<String> attributes(String name, String attribute) {
      return all(name).stream().map(element -> element.getAttribute(attribute)).toList();
    }

    String code() {
      return String.join(" ", texts("ResponseCode"));
    }

    private List<Element> all(String name) {
      try {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
        documents.setNamespaceAware(true);
        Document document =
            documents
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        NodeList found = document.getElementsByTagNameNS("*", name);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
          all.add((Element) found.item(i));
        }
        return all;
      } catch (SAXException | ParserConfigurationException e) {
        throw new IllegalStateException("not XML: " + body, e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final URI uri;
  private final String authorization;
  private final HttpClient http = HttpClient.newHttpClient();

  RawEws(URI uri, ServiceAccount account) {
    this(
        uri,
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (account.name() + ":" + account.password()).getBytes(StandardCharsets.UTF_8)));
  }

  RawEws(URI uri, String authorization) {
    this.uri = uri;
    this.authorization = authorization;
  }

  /** Does an operation as the owner of a mailbox; as nobody if the address is empty. */
  Answer as(String address, String body, String... headers) {
    String impersonation =
        address.isEmpty()
            ? ""
            : "<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>"
                + address
                + "</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>";
    return post(
        uri,
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\""
            + " xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\">"
            + "<soap:Header><t:RequestServerVersion Version=\"Exchange2016\"/>"
            + impersonation
            + "</soap:Header><soap:Body>"
            + body
            + "</soap:Body></soap:Envelope>",
        headers);
  }

  /**
   * @throws UncheckedIOException if the connection breaks
   */
  Answer post(URI where, String document, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(where)
            .header("Content-Type", "text/xml; charset=utf-8")
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(document));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
