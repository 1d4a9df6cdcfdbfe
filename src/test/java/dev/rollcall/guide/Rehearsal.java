package dev.rollcall.guide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localhost.RollcallApi;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.localtenant.organisation.Organisation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody who follows the guide to the letter: saves its documents, types its commands, waits for
 * runs to end. Azure is stood in for; the function app is the real one, against a local tenant.
 */
final class Rehearsal implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path BIN = Guide.PROJECT.resolve("src/test/resources/guide/bin");
  private static final Pattern EXPECTED = Pattern.compile("#\\s*(\\d{3})\\b");

  private final Path folder;
  private final LocalCloud cloud;

  private Rehearsal(Path folder, LocalCloud cloud) {
    this.folder = folder;
    this.cloud = cloud;
  }

  /** Begins with nothing but the project's files and an organisation. */
  static Rehearsal begin(Path folder) {
    try {
      copy(Guide.PROJECT.resolve("infra"), folder.resolve("infra"));
      Files.copy(Guide.PROJECT.resolve("azure.yaml"), folder.resolve("azure.yaml"));
      Path built = Files.createDirectories(folder.resolve("target"));
      Files.writeString(built.resolve("rollcall-deployment.zip"), "");
      Path maven = folder.resolve("mvnw");
      Files.writeString(maven, "#!/usr/bin/env bash\n[ \"$*\" = \"-q package -DskipTests\" ]\n");
      executable(maven);
      Path bin = Files.createDirectories(folder.resolve("bin"));
      try (Stream<Path> standIns = Files.list(BIN)) {
        for (Path standIn : standIns.toList()) {
          executable(Files.copy(standIn, bin.resolve(standIn.getFileName())));
        }
      }
      executable(
          Files.copy(
              Guide.PROJECT.resolve("src/test/resources/infra/bin/az"), bin.resolve("setup-az")));
      Files.createDirectories(folder.resolve("organisation"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Organisation contoso = Generator.of(20261121L, 40, 6);
    contoso.addMailbox("rollcall", "Rollcall", "rollcall", "shared");
    return new Rehearsal(folder, LocalCloud.start(contoso, LocalTenantOptions.defaults()));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void executable(Path file) {
    if (!file.toFile().setExecutable(true)) {
      throw new IllegalStateException("cannot be made executable: " + file);
    }
  }

  LocalCloud cloud() {
    return cloud;
  }

  /**
   * Follows a page.
   *
   * @param before blocks of another page that have to be typed into every new shell
   * @return what did not go as the page says
   */
  List<String> follow(Page page, List<Page.Block> before) {
    List<String> problems = new ArrayList<>();
    try (Shell shell = Shell.open(folder, variables())) {
      for (Page.Block block : before) {
        run(shell, block, problems);
      }
      String said = "";
      for (Page.Block block : page.blocks()) {
        if (block.is("sh")) {
          said = run(shell, block, problems);
          register();
          settle();
        } else if (block.is("json", "answer")) {
          compare(block, said, problems);
        } else if (block.is("json") && block.words().size() > 2) {
          save(block);
        }
      }
    }
    return problems;
  }

  private String run(Shell shell, Page.Block block, List<String> problems) {
    Path requests = folder.resolve("requests");
    try {
      Files.writeString(requests, "");
      Shell.Ended ended = shell.run(here(block.text()));
      if (!ended.failures().isEmpty()) {
        problems.add(block.where() + " " + ended.failures() + "\n" + ended.said());
      }
      List<String> asked = Files.readAllLines(requests);
      List<String> expected = expectedStatuses(block.text());
      if (asked.size() != expected.size()) {
        problems.add(block.where() + " asked " + asked + ", not " + expected.size() + " times");
        return ended.said();
      }
      for (int i = 0; i < asked.size(); i++) {
        if (!asked.get(i).startsWith(expected.get(i))) {
          problems.add(
              block.where()
                  + " expected "
                  + expected.get(i)
                  + " of "
                  + asked.get(i)
                  + "\n"
                  + ended.said());
        }
      }
      return ended.said();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statuses that the calls in a block shall have; 2 where the page says nothing. */
  private static List<String> expectedStatuses(String block) {
    List<String> expected = new ArrayList<>();
    for (String line : Commands.logicalLines(block)) {
      String command = line.replaceAll("(^|\\s)#.*", "");
      int calls = (int) Pattern.compile("\\bcurl ").matcher(command).results().count();
      Matcher said = EXPECTED.matcher(line);
      for (int i = 0; i < calls; i++) {
        expected.add(said.find() ? said.group(1) : "2");
      }
    }
    return expected;
  }

  /** What the page had uploaded to the app registration is known there. */
  private void register() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".uploaded")).toList()) {
        try (InputStream content = Files.newInputStream(file)) {
          cloud
              .tenant()
              .app()
              .register(
                  (X509Certificate)
                      CertificateFactory.getInstance("X.509").generateCertificate(content));
        }
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateException e) {
      throw new IllegalStateException("what was uploaded is no certificate", e);
    }
  }

  /** Waits until every run has come to rest, as the page asks its reader to. */
  private void settle() {
    RollcallApi api = cloud.api();
    for (JsonNode policy : api.get("/api/policies").json().path("value")) {
      String id = policy.path("id").textValue();
      for (JsonNode run : api.get("/api/policies/" + id + "/runs?max=3").json().path("value")) {
        api.await("/api/runs/" + id + "/" + run.path("id").textValue());
      }
    }
  }

  private void save(Page.Block block) {
    try {
      Files.writeString(folder.resolve(block.words().get(2)), here(block.text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Contoso as it is on this machine. */
  private String here(String text) {
    return text.replace("contoso.onmicrosoft.com", cloud.tenant().initialDomain())
        .replace("contoso.com", cloud.organisation().domain())
        .replace("\"global\"", "\"custom\"")
        .replace("2653598a-91f0-4a44-8a05-0d5d1a4a5d3f", cloud.tenant().clientId())
        // The local tenant brings a certificate of the sample's name; this one is made by the page.
        .replace(cloud.tenant().certificateName(), "rollcall-guide");
  }

  private void compare(Page.Block block, String said, List<String> problems) {
    // What is not JSON is for people, and stands before it.
    String json = said.substring(Math.max(0, said.indexOf('{')));
    try (MappingIterator<JsonNode> answers = JSON.readerFor(JsonNode.class).readValues(json)) {
      List<JsonNode> all = answers.readAll();
      if (all.isEmpty()) {
        problems.add(block.where() + ": nothing was answered");
      } else {
        JsonNode shown = JSON.readTree(here(block.text()));
        compare(block.where(), "", shown, all.get(all.size() - 1), problems);
      }
    } catch (IOException e) {
      problems.add(block.where() + ": no JSON was answered: " + said);
    }
  }

  /** What the page shows must be there; of lists the first entries, as far as both go. */
  private static void compare(
      String where, String at, JsonNode shown, JsonNode real, List<String> problems) {
    if (shown.getNodeType() != real.getNodeType()) {
      problems.add(where + " shows " + at + " as " + shown + ", it is " + real);
    } else if ((shown.isBoolean() || at.endsWith("/status")) && !shown.equals(real)) {
      problems.add(where + " says " + at + " is " + shown + ", it is " + real);
    } else if (shown.isObject()) {
      for (Map.Entry<String, JsonNode> field : shown.properties()) {
        compare(
            where,
            at + "/" + field.getKey(),
            field.getValue(),
            real.path(field.getKey()),
            problems);
      }
    } else if (shown.isArray()) {
      if (real.size() < Math.min(1, shown.size())) {
        problems.add(where + " shows entries of " + at + ", there are none");
      }
      for (int i = 0; i < Math.min(shown.size(), real.size()); i++) {
        compare(where, at + "/" + i, shown.get(i), real.get(i), problems);
      }
    }
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    variables.put("GUIDE_APP", cloud.host().address().toString());
    variables.put("GUIDE_KEY", LocalCloud.KEY);
    variables.put("GUIDE_WORK", folder.toString());
    variables.put("GUIDE_REQUESTS", folder.resolve("requests").toString());
    variables.put("GUIDE_CURL", curl());
    variables.put("GUIDE_SETUP_AZ", folder.resolve("bin/setup-az").toString());
    variables.put("AZ_STATE", folder.resolve("organisation").toString());
    return variables;
  }

  private static String curl() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(place -> Path.of(place, "curl"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("curl is not installed"))
        .toString();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
