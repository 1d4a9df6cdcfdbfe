package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.wire.WireAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A whole request that EWS refuses. */
final class SoapFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Where a document breaks the schema. */
  record At(int line, int position) {}

  private final int status;
  private final String code;
  private final transient Map<String, String> values;
  private final transient Optional<At> at;

  SoapFault(String code, String message) {
    this(500, code, message, Map.of(), Optional.empty());
  }

  SoapFault(int status, String code, String message, Map<String, String> values, Optional<At> at) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.values = Map.copyOf(values);
    this.at = at;
  }

  static SoapFault schema(String violation, int line, int position) {
    return new SoapFault(
        500,
        "ErrorSchemaValidation",
        "The request failed schema validation: " + violation,
        Map.of(),
        Optional.of(new At(line, position)));
  }

  /** Something Exchange knows and the local tenant does not; the test that asked shall fail. */
  static SoapFault notImplemented(String what) {
    return new SoapFault(
        501,
        "ErrorInvalidRequest",
        "The local tenant does not know " + what + ".",
        Map.of(),
        Optional.empty());
  }

  int status() {
    return status;
  }

  WireAnswer answer() {
    Out out = new Out();
    out.start("s:Envelope", "xmlns:s", Out.SOAP);
    out.start("s:Body").start("s:Fault");
    out.text("faultcode", "a:" + code, "xmlns:a", Out.TYPES);
    out.text("faultstring", getMessage(), "xml:lang", "en-US");
    out.start("detail");
    out.text("e:ResponseCode", code, "xmlns:e", Out.ERRORS);
    out.text("e:Message", getMessage(), "xmlns:e", Out.ERRORS);
    at.ifPresent(
        place -> {
          out.text("e:Line", Integer.toString(place.line()), "xmlns:e", Out.ERRORS);
          out.text("e:Position", Integer.toString(place.position()), "xmlns:e", Out.ERRORS);
        });
    if (!values.isEmpty()) {
      out.start("t:MessageXml", "xmlns:t", Out.TYPES);
      values.forEach((name, value) -> out.text("t:Value", value, "Name", name));
      out.end("t:MessageXml");
    }
    out.end("detail").end("s:Fault").end("s:Body").end("s:Envelope");
    return xml(status, out.toString());
  }

  static WireAnswer xml(int status, String document) {
    return new WireAnswer(
        status,
        Map.of("Content-Type", "text/xml; charset=utf-8"),
        ("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + document).getBytes(StandardCharsets.UTF_8));
  }
}
