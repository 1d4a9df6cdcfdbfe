package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.mailbox.Location;
import dev.rollcall.localtenant.graph.mailbox.MailboxOwners;
import dev.rollcall.localtenant.graph.mailbox.Mailboxes;
import dev.rollcall.localtenant.wire.WireAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Where mailboxes are, in plain XML and by SOAP.
 *
 * @param ews the address that is told
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/autodiscover-web-service-reference-for-exchange">Autodiscover
 *     reference</a> (read 2026-11-21)
 */
record Autodiscover(
    Mailboxes mailboxes,
    PublicFolders publicFolders,
    Location here,
    URI ews,
    EwsQuirks quirks,
    String redirectDomain) {

  private static final String REQUEST =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
  private static final String ANSWER =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
  private static final String ENVELOPE =
      "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
  private static final String SOAP = "http://schemas.microsoft.com/exchange/2010/Autodiscover";

  /** What is known of an address. */
  private record Found(Optional<String> primary, boolean elsewhere) {}

  private Found find(String address) {
    Optional<PublicFolders.Holder> holder = publicFolders.named(address);
    if (holder.isPresent()) {
      return new Found(holder.map(PublicFolders.Holder::address), false);
    }
    Optional<MailboxOwners.Owner> owner =
        mailboxes.ownerOf(address).filter(MailboxOwners.Owner::licensed);
    if (owner.isEmpty()) {
      return new Found(Optional.empty(), false);
    }
    return mailboxes.at(here, address).isPresent()
        ? new Found(Optional.of(address), false)
        : new Found(Optional.empty(), true);
  }

  /** {@code /autodiscover/autodiscover.xml}. */
  WireAnswer plain(byte[] body) {
    Optional<Document> document = read(body);
    Optional<String> address =
        document
            .map(Document::getDocumentElement)
            .filter(root -> root.getLocalName().equals("Autodiscover"))
            .filter(root -> REQUEST.equals(root.getNamespaceURI()))
            .flatMap(root -> Xml.child(root, "Request"))
            .filter(
                request ->
                    Xml.text(request, "AcceptableResponseSchema")
                        .filter(ANSWER::equals)
                        .isPresent())
            .flatMap(request -> Xml.text(request, "EMailAddress"));
    if (address.isEmpty()) {
      return plainError("600", "Invalid Request");
    }
    Found found = find(address.get());
    if (found.elsewhere()) {
      return redirect(address.get());
    }
    return found.primary().isEmpty()
        ? plainError("500", "The email address can't be found.")
        : settings(found.primary().get());
  }

  private WireAnswer settings(String primary) {
    Out out = new Out();
    out.start("Autodiscover", "xmlns", ENVELOPE).start("Response", "xmlns", ANSWER);
    out.start("User").text("DisplayName", primary);
    out.text("AutoDiscoverSMTPAddress", primary).end("User");
    out.start("Account").text("AccountType", "email").text("Action", "settings");
    out.text("MicrosoftOnline", Boolean.toString(here == Location.ONLINE));
    for (String type : List.of("EXCH", "EXPR")) {
      out.start("Protocol").text("Type", type).text("Server", publicFolders.hierarchy().byGuid());
      if (quirks.isDiscoverable()) {
        out.text("EwsUrl", ews.toString());
      }
      out.end("Protocol");
    }
    out.end("Account").end("Response").end("Autodiscover");
    return SoapFault.xml(200, out.toString());
  }

  private WireAnswer redirect(String address) {
    Out out = new Out();
    out.start("Autodiscover", "xmlns", ENVELOPE).start("Response", "xmlns", ANSWER);
    out.start("Account").text("AccountType", "email").text("Action", "redirectAddr");
    out.text("RedirectAddr", redirected(address));
    out.end("Account").end("Response").end("Autodiscover");
    return SoapFault.xml(200, out.toString());
  }

  private String redirected(String address) {
    return address.substring(0, address.indexOf('@') + 1) + redirectDomain;
  }

  private static WireAnswer plainError(String code, String message) {
    Out out = new Out();
    out.start("Autodiscover", "xmlns", ENVELOPE).start("Response");
    out.start("Error", "Time", "12:00:00.0000000", "Id", "1").text("ErrorCode", code);
    out.text("Message", message).empty("DebugData");
    out.end("Error").end("Response").end("Autodiscover");
    return SoapFault.xml(200, out.toString());
  }

  /** {@code /autodiscover/autodiscover.svc}, of which {@code GetUserSettings}. */
  WireAnswer soap(byte[] body) {
    Optional<Element> request =
        read(body)
            .map(Document::getDocumentElement)
            .flatMap(root -> Xml.child(root, "Body"))
            .flatMap(soapBody -> Xml.child(soapBody, "GetUserSettingsRequestMessage"))
            .filter(message -> SOAP.equals(message.getNamespaceURI()))
            .flatMap(message -> Xml.child(message, "Request"));
    if (request.isEmpty()) {
      return SoapFault.notImplemented("this request to autodiscover").answer();
    }
    Out users = new Out();
    for (Element user : Xml.children(Xml.require(request.get(), "Users"))) {
      user(
          users,
          Xml.text(user, "Mailbox").orElse(""),
          Xml.children(Xml.require(request.get(), "RequestedSettings")).stream()
              .map(Element::getTextContent)
              .toList());
    }
    Out out = new Out();
    out.start("s:Envelope", "xmlns:s", Out.SOAP, "xmlns:a", "http://www.w3.org/2005/08/addressing");
    out.start("s:Header");
    out.text("a:Action", SOAP + "/Autodiscover/GetUserSettingsResponse");
    out.end("s:Header").start("s:Body");
    out.start("GetUserSettingsResponseMessage", "xmlns", SOAP);
    out.start("Response", "xmlns:i", "http://www.w3.org/2001/XMLSchema-instance");
    out.text("ErrorCode", "NoError").empty("ErrorMessage");
    out.start("UserResponses").add(users).end("UserResponses");
    out.end("Response").end("GetUserSettingsResponseMessage").end("s:Body").end("s:Envelope");
    return SoapFault.xml(200, out.toString());
  }

  private void user(Out out, String address, List<String> asked) {
    Found found = find(address);
    out.start("UserResponse");
    if (found.elsewhere()) {
      out.text("ErrorCode", "RedirectAddress").text("ErrorMessage", "Redirection address.");
      out.text("RedirectTarget", redirected(address));
      out.empty("UserSettingErrors").empty("UserSettings");
    } else if (found.primary().isEmpty()) {
      out.text("ErrorCode", "InvalidUser");
      out.text("ErrorMessage", "Invalid user: '" + address + "'");
      out.empty("RedirectTarget", "i:nil", "true");
      out.empty("UserSettingErrors").empty("UserSettings");
    } else {
      out.text("ErrorCode", "NoError").text("ErrorMessage", "No error.");
      out.empty("RedirectTarget", "i:nil", "true").empty("UserSettingErrors");
      out.start("UserSettings");
      known(found.primary().get())
          .forEach(
              (name, value) -> {
                if (asked.contains(name)) {
                  out.start("UserSetting", "i:type", "StringSetting");
                  out.text("Name", name).text("Value", value).end("UserSetting");
                }
              });
      out.end("UserSettings");
    }
    out.end("UserResponse");
  }

  private Map<String, String> known(String primary) {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("UserDisplayName", primary);
    known.put("AutoDiscoverSMTPAddress", primary);
    known.put("InternalRpcClientServer", publicFolders.hierarchy().byGuid());
    known.put("PublicFolderInformation", publicFolders.hierarchy().address());
    if (quirks.isDiscoverable()) {
      known.put("InternalEwsUrl", ews.toString());
      known.put("ExternalEwsUrl", ews.toString());
    }
    return known;
  }

  private static Optional<Document> read(byte[] body) {
    try {
      DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
      documents.setNamespaceAware(true);
      documents.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return Optional.of(documents.newDocumentBuilder().parse(new ByteArrayInputStream(body)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      return Optional.empty();
    }
  }
}
