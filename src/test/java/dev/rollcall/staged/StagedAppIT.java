package dev.rollcall.staged;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.Gson;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.LocalTenantOptions;
import dev.rollcall.localtenant.organisation.Generator;
import dev.rollcall.work.WorkQueue;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The staged app keeps the contract of the Functions host and its Java worker. */
@Tag("O1")
class StagedAppIT {

  private static final long MAX_ZIP = 75L * 1024 * 1024;

  private final StagedApp app = StagedApp.built();

  @Test
  void everyFunctionLoadsAndIsMadeInAWorkersLoader() throws Exception {
    Map<String, JsonNode> functions = app.functions();
    assertTrue(functions.size() >= 20, functions.keySet().toString());
    try (URLClassLoader loader = app.loader()) {
      List<FunctionInstanceInjector> injectors =
          ServiceLoader.load(FunctionInstanceInjector.class, loader).stream()
              .map(ServiceLoader.Provider::get)
              .toList();
      assertEquals(1, injectors.size());
      for (Map.Entry<String, JsonNode> function : functions.entrySet()) {
        String name = function.getKey();
        assertEquals(
            app.jar().getFileName().toString(),
            Path.of(function.getValue().path("scriptFile").asText()).getFileName().toString());
        String entry = function.getValue().path("entryPoint").asText();
        Class<?> type = Class.forName(entry.substring(0, entry.lastIndexOf('.')), true, loader);
        assertEquals(loader, type.getClassLoader(), name);
        List<Method> named =
            Stream.of(type.getMethods())
                .filter(
                    method -> method.getName().equals(entry.substring(entry.lastIndexOf('.') + 1)))
                .toList();
        assertEquals(1, named.size(), entry);
        assertTrue(Modifier.isPublic(type.getModifiers()), entry);
        assertTrue(type.isInstance(injectors.get(0).getInstance(type)), entry);
      }
    }
  }

  @Test
  void everyPartOfARouteIsBoundAndNothingElse() throws Exception {
    try (URLClassLoader loader = app.loader()) {
      for (Map.Entry<String, JsonNode> function : app.functions().entrySet()) {
        Set<String> parts = new TreeSet<>();
        Matcher part =
            Pattern.compile("\\{([^}]*)}")
                .matcher(function.getValue().path("bindings").path(0).path("route").asText());
        while (part.find()) {
          // The worker answers 500 for a part that a request leaves out.
          assertFalse(part.group(1).endsWith("?"), function.getKey());
          parts.add(part.group(1));
        }
        String entry = function.getValue().path("entryPoint").asText();
        Set<String> bound = new TreeSet<>();
        Stream.of(loader.loadClass(entry.substring(0, entry.lastIndexOf('.'))).getMethods())
            .filter(method -> method.getName().equals(entry.substring(entry.lastIndexOf('.') + 1)))
            .flatMap(method -> Stream.of(method.getParameters()))
            .flatMap(parameter -> Stream.of(parameter.getAnnotationsByType(BindingName.class)))
            .forEach(name -> bound.add(name.value()));

        assertEquals(parts, bound, function.getKey());
      }
    }
  }

  @Test
  void everyClassFindsWhatItNeedsAmongTheLibraries() throws Exception {
    try (URLClassLoader loader = app.loader();
        JarFile jar = new JarFile(app.jar().toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.endsWith("-info.class")) {
          String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
          assertDoesNotThrow(() -> Class.forName(type, true, loader).getDeclaredMethods(), type);
        }
      }
    }
  }

  @Test
  void theWorkersOwnClassesWin() throws Exception {
    try (URLClassLoader loader = app.loader()) {
      assertSame(Gson.class, loader.loadClass(Gson.class.getName()));
      assertNotSame(
          getClass().getClassLoader(),
          loader.loadClass("dev.rollcall.app.Rollcall").getClassLoader());
    }
  }

  @Test
  void triggersAreWhatTheGuideSays() throws IOException {
    Set<String> routes = new TreeSet<>();
    Set<String> queues = new TreeSet<>();
    List<String> timers = new ArrayList<>();
    app.functions()
        .forEach(
            (name, function) -> {
              JsonNode trigger = function.path("bindings").path(0);
              switch (trigger.path("type").asText()) {
                case "httpTrigger" -> {
                  String route = trigger.path("route").asText();
                  routes.add(trigger.path("methods").path(0).asText() + " /api/" + route);
                  assertEquals(1, trigger.path("methods").size(), name);
                  assertEquals(
                      route.equals("health") || route.startsWith("offers/")
                          ? "ANONYMOUS"
                          : "FUNCTION",
                      trigger.path("authLevel").asText(),
                      name);
                }
                case "queueTrigger" -> {
                  queues.add(trigger.path("queueName").asText());
                  assertEquals("AzureWebJobsStorage", trigger.path("connection").asText());
                }
                default -> timers.add(trigger.path("schedule").asText());
              }
            });

    assertEquals(documentedRoutes(), routes);
    assertEquals(Set.of(WorkQueue.NAME, WorkQueue.NAME + "-poison"), queues);
    assertEquals(
        List.of("0 */5 * * * *", "0 17 4 * * *", "0 47 3 * * *"),
        timers.stream().sorted().toList());
  }

  /** The headings of the reference that name a request. */
  private static Set<String> documentedRoutes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("src/site/markdown/http.md"))) {
      return lines
          .filter(line -> line.matches("### [A-Z]+ /api/.*"))
          .map(line -> line.substring("### ".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void nothingOfTheTestsAndNothingTwiceIsDeployed() throws IOException {
    Set<String> names = new HashSet<>();
    for (String library : app.libraries()) {
      assertTrue(names.add(library.replaceFirst("-\\d.*", "")), library + " is there twice");
      assertTrue(
          Stream.of("junit", "mockito", "archunit", "bcpkix", "awaitility", "jmh")
              .noneMatch(library::contains),
          library);
    }
    try (JarFile jar = new JarFile(app.jar().toFile())) {
      assertTrue(
          jar.stream().noneMatch(entry -> entry.getName().startsWith("dev/rollcall/local")),
          "the local tenant is no part of the app");
    }
    assertEquals(
        Map.of("FUNCTIONS_WORKER_RUNTIME", "java"),
        texts(app.json(StagedApp.LOCAL_SETTINGS).path("Values")));
  }

  @Test
  void theHostsSettingsAreStaged() {
    JsonNode host = app.json("host.json");
    assertEquals("base64", host.at("/extensions/queues/messageEncoding").asText());
    assertEquals("00:10:00", host.path("functionTimeout").asText());
    assertEquals("api", host.at("/extensions/http/routePrefix").asText());
  }

  @Test
  void thePackageStaysSmall() {
    long size = app.zipped();
    assertTrue(size <= MAX_ZIP, size + " bytes");
  }

  @Test
  void aRunBeginsInAWorkersLoader() throws Exception {
    try (LocalTenant tenant =
            LocalTenant.start(Generator.standard(), LocalTenantOptions.defaults());
        URLClassLoader loader = app.loader(Path.of("target", "test-classes"))) {
      Map<String, String> given =
          new HashMap<>(LocalCloud.variables(tenant, Azurite.shared().freshAccount()));
      given.put(FirstRun.LOGIN, tenant.loginUri().toString());
      given.put(FirstRun.TENANT, tenant.tenantId());
      given.put(FirstRun.CLIENT, tenant.hostCredential().clientId());
      given.put(FirstRun.SECRET, tenant.hostCredential().secret());
      given.put(FirstRun.ENVIRONMENT, LocalCloud.sampleEnvironment(tenant));
      given.put(
          FirstRun.POLICY,
          LocalCloud.sample("policies/smallest.json")
              .replace("\"smallest\"", "\"office\"")
              .replace("contoso.com", "contoso.example"));
      Object first =
          loader.loadClass(FirstRun.class.getName()).getDeclaredConstructor().newInstance();
      @SuppressWarnings("unchecked")
      Function<Map<String, String>, Map<String, String>> run =
          (Function<Map<String, String>, Map<String, String>>) first;

      Map<String, String> begun = run.apply(given);

      assertEquals("", begun.get("problem"));
      assertEquals("APPLYING", begun.get("status"));
      assertTrue(Integer.parseInt(begun.get("records")) > 200, begun.toString());
      assertEquals(List.of(), tenant.unexpectedRequests());
    }
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
