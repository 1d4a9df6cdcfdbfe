package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.GraphFailure;
import java.util.function.Consumer;

/** The answer to one operation: a message for each item of the request, whatever became of it. */
final class Reply {

  private final String operation;
  private final Out messages = new Out();

  Reply(String operation) {
    this.operation = operation;
  }

  /** Does one item's work; what it fails with is told in its place. */
  Reply item(String emptyOnError, Consumer<Out> work) {
    Out content = new Out();
    try {
      work.accept(content);
    } catch (EwsFailure failure) {
      return failed(failure, emptyOnError);
    } catch (GraphFailure failure) {
      return failed(EwsFailure.of(failure), emptyOnError);
    }
    messages.start(message(), "ResponseClass", "Success");
    messages.text("m:ResponseCode", "NoError").add(content).end(message());
    return this;
  }

  /** Does one item's work that has nothing to show. */
  Reply item(Runnable work) {
    return item("", out -> work.run());
  }

  Reply failed(EwsFailure failure, String empty) {
    messages.start(message(), "ResponseClass", "Error");
    messages.text("m:MessageText", failure.getMessage());
    messages.text("m:ResponseCode", failure.code());
    messages.text("m:DescriptiveLinkKey", "0");
    if (!failure.values().isEmpty()) {
      messages.start("m:MessageXml");
      failure.values().forEach((name, value) -> messages.text("t:Value", value, "Name", name));
      messages.end("m:MessageXml");
    }
    if (!empty.isEmpty()) {
      messages.empty(empty);
    }
    messages.end(message());
    return this;
  }

  private String message() {
    return "m:" + operation + "ResponseMessage";
  }

  /** The whole document. */
  String document() {
    Out out = new Out();
    out.start("s:Envelope", "xmlns:s", Out.SOAP).start("s:Header");
    out.empty(
        "h:ServerVersionInfo",
        "MajorVersion",
        "15",
        "MinorVersion",
        "2",
        "MajorBuildNumber",
        "1544",
        "MinorBuildNumber",
        "11",
        "Version",
        "V2017_07_11",
        "xmlns:h",
        Out.TYPES);
    out.end("s:Header").start("s:Body");
    out.start("m:" + operation + "Response", "xmlns:m", Out.MESSAGES, "xmlns:t", Out.TYPES);
    out.start("m:ResponseMessages").add(messages).end("m:ResponseMessages");
    out.end("m:" + operation + "Response").end("s:Body").end("s:Envelope");
    return out.toString();
  }
}
