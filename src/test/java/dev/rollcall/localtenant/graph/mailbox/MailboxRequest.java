package dev.rollcall.localtenant.graph.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.graph.GraphRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** One request at one mailbox. */
record MailboxRequest(
    GraphRequest request, Mailbox mailbox, ContactAnswers answers, MailboxQuirks quirks) {

  private static final ObjectMapper JSON = new ObjectMapper();

  String method() {
    return request.method();
  }

  /** The options of this page, and where the next begins. */
  String nextLink(String url, int skip) {
    String options =
        request.query().entrySet().stream()
            .filter(option -> !option.getKey().equals("$skip"))
            .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
            .collect(Collectors.joining("&"));
    return url + "?" + (options.isEmpty() ? "" : options + "&") + "%24skip=" + skip;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  void checkOptions(Set<String> allowed) {
    for (String name : request.query().keySet()) {
      if (!allowed.contains(name)) {
        throw ContactOptions.refused(name);
      }
    }
  }

  JsonNode body() {
    if (!request.header("content-type").orElse("").startsWith("application/json")) {
      throw GraphFailure.badRequest(
          "RequestBodyRead", "A Content-Type of application/json is required.");
    }
    try {
      return JSON.readTree(request.body());
    } catch (IOException e) {
      throw GraphFailure.badRequest("RequestBodyRead", "The body is not JSON.");
    }
  }
}
