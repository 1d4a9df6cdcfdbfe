package dev.rollcall.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the commands of a page ask of the HTTP functions, in Bash and in PowerShell. */
final class Commands {

  private static final Pattern SH_URL = Pattern.compile("\\$api(/[^\\s'\"]*)");
  private static final Pattern SH_METHOD = Pattern.compile("-X (\\w+)");
  private static final Pattern SH_BODY = Pattern.compile("(?:-d|--data-binary) ('[^']*'|\\S+)");
  private static final Pattern PS_URL = Pattern.compile("\"\\$api(/[^\"]*)\"");
  private static final Pattern PS_METHOD = Pattern.compile("-Method (\\w+)");
  private static final Pattern PS_BODY = Pattern.compile("-(Body|InFile) ('[^']*'|\\S+)");

  private Commands() {}

  /**
   * A request.
   *
   * @param path with {@code {}} for each variable
   * @param body as it stands there; a file as {@code @file}; empty for none
   */
  record Request(String method, String path, String body) {

    /** The path without its query, for finding the route. */
    String route() {
      return "/api" + path.replaceAll("\\?.*", "");
    }
  }

  /** Lines, those that end in a backslash joined with the next. */
  static List<String> logicalLines(String block) {
    return List.of(block.replaceAll("\\\\\\n\\s*", " ").split("\n"));
  }

  static List<Request> ofBash(String block) {
    List<Request> requests = new ArrayList<>();
    for (String line : logicalLines(block)) {
      for (String call : line.split("(?=\\bcurl )")) {
        Matcher url = SH_URL.matcher(call);
        if (call.startsWith("curl ") && url.find()) {
          String body = first(SH_BODY, call, "");
          requests.add(
              new Request(
                  first(SH_METHOD, call, body.isEmpty() ? "GET" : "POST"),
                  path(url.group(1).replaceAll("\\)$", "")),
                  bare(body)));
        }
      }
    }
    return requests;
  }

  static List<Request> ofPowerShell(String block) {
    List<Request> requests = new ArrayList<>();
    for (String line : block.replaceAll("`\\n\\s*", " ").split("\n")) {
      for (String call : line.split("(?=\\bInvoke-(?:RestMethod|WebRequest) )")) {
        Matcher url = PS_URL.matcher(call);
        if (call.startsWith("Invoke-") && url.find()) {
          Matcher body = PS_BODY.matcher(call);
          requests.add(
              new Request(
                  first(PS_METHOD, call, "GET").toUpperCase(Locale.ROOT),
                  path(url.group(1)),
                  body.find()
                      ? (body.group(1).equals("InFile") ? "@" : "") + bare(body.group(2))
                      : ""));
        }
      }
    }
    return requests;
  }

  private static String path(String text) {
    return text.replaceAll("\\$\\(?[A-Za-z_.]+\\)?", "{}");
  }

  private static String bare(String body) {
    return body.replaceAll("^'|'$", "").replaceAll("[)|]+$", "");
  }

  private static String first(Pattern pattern, String text, String otherwise) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
