package dev.rollcall.client.ews;

import java.net.URI;
import java.util.List;

/** Writes what Autodiscover is asked. */
final class AutodiscoverXml {

  private static final String POX =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
  private static final String POX_ANSWER =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
  private static final String SOAP = "http://schemas.microsoft.com/exchange/2010/Autodiscover";

  private AutodiscoverXml() {}

  /** Asks for the account of an address. */
  static byte[] request(String smtp) {
    return SoapWriter.document(
        xml ->
            xml.begin("Autodiscover")
                .attribute("xmlns", POX)
                .begin("Request")
                .text("EMailAddress", smtp)
                .text("AcceptableResponseSchema", POX_ANSWER)
                .end()
                .end());
  }

  /** Asks for the settings of a mailbox. */
  static byte[] userSettings(URI url, String smtp) {
    return SoapWriter.document(
        xml -> {
          xml.begin("soap:Envelope")
              .attribute("xmlns:soap", "http://schemas.xmlsoap.org/soap/envelope/")
              .attribute("xmlns:a", SOAP)
              .attribute("xmlns:wsa", "http://www.w3.org/2005/08/addressing");
          xml.begin("soap:Header")
              .text("a:RequestedServerVersion", "Exchange2013_SP1")
              .text("wsa:Action", SOAP + "/Autodiscover/GetUserSettings")
              .text("wsa:To", url.toString())
              .end();
          xml.begin("soap:Body").begin("a:GetUserSettingsRequestMessage").begin("a:Request");
          xml.begin("a:Users").begin("a:User").text("a:Mailbox", smtp).end().end();
          xml.begin("a:RequestedSettings");
          for (String setting :
              List.of(
                  "ExternalEwsUrl",
                  "InternalEwsUrl",
                  EwsUserSettings.PUBLIC_FOLDERS,
                  EwsUserSettings.SERVER)) {
            xml.text("a:Setting", setting);
          }
          xml.end().end().end().end().end();
        });
  }
}
