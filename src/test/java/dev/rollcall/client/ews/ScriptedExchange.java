package dev.rollcall.client.ews;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Answers what it was told to, in order, over HTTP, and keeps what it was asked. */
final class ScriptedExchange implements AutoCloseable {

  /** A request as it came. */
  record Asked(String path, Map<String, List<String>> headers, String body) {

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }

    XmlElement xml() {
      return XmlReader.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    XmlElement operation() {
      return xml().child("Body").children().get(0);
    }
  }

  private record Scripted(int status, Map<String, String> headers, String body) {}

  private final HttpServer server;
  private final Deque<Scripted> answers = new ArrayDeque<>();
  private final List<Asked> asked = new ArrayList<>();

  ScriptedExchange() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/EWS/Exchange.asmx");
  }

  int port() {
    return server.getAddress().getPort();
  }

  synchronized ScriptedExchange answers(int status, String body) {
    answers.add(new Scripted(status, Map.of(), body));
    return this;
  }

  synchronized ScriptedExchange answers(int status, Map<String, String> headers, String body) {
    answers.add(new Scripted(status, headers, body));
    return this;
  }

  /** Response messages of an operation, wrapped into their envelope. */
  ScriptedExchange answers(String operation, String... messages) {
    return answers(200, envelope(operation, String.join("", messages)));
  }

  static String envelope(String operation, String messages) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope"
        + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header><h:ServerVersionInfo"
        + " xmlns:h=\"http://schemas.microsoft.com/exchange/services/2006/types\""
        + " MajorVersion=\"15\"/></s:Header><s:Body><m:"
        + operation
        + "Response xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\""
        + " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\">"
        + "<m:ResponseMessages>"
        + messages
        + "</m:ResponseMessages></m:"
        + operation
        + "Response></s:Body></s:Envelope>";
  }

  static String success(String operation, String content) {
    return "<m:"
        + operation
        + "ResponseMessage ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode>"
        + content
        + "</m:"
        + operation
        + "ResponseMessage>";
  }

  static String error(String operation, String code, String more) {
    return "<m:"
        + operation
        + "ResponseMessage ResponseClass=\"Error\"><m:MessageText>It failed.</m:MessageText>"
        + "<m:ResponseCode>"
        + code
        + "</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>"
        + more
        + "</m:"
        + operation
        + "ResponseMessage>";
  }

  synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Scripted answer;
    synchronized (this) {
      asked.add(
          new Asked(
              exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
      answer = answers.isEmpty() ? new Scripted(599, Map.of(), "") : answers.remove();
    }
    if (answer.status == 0) {
      exchange.close();
      return;
    }
    answer.headers.forEach(exchange.getResponseHeaders()::add);
    byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
