package dev.rollcall.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("O2")
final class BicepNamesTest {

  private static final Set<String> DECLARATIONS =
      Set.of(
          "parameter_declaration",
          "variable_declaration",
          "resource_declaration",
          "module_declaration",
          "output_declaration");

  /** The functions of Bicep that may be called; one that is not here is misspelt, or new to us. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "allowed",
          "cidrSubnet",
          "concat",
          "deployment",
          "description",
          "empty",
          "environment",
          "filter",
          "guid",
          "loadJsonContent",
          "loadTextContent",
          "map",
          "maxLength",
          "maxValue",
          "minLength",
          "minValue",
          "readEnvironmentVariable",
          "replace",
          "resourceGroup",
          "secure",
          "string",
          "subscription",
          "subscriptionResourceId",
          "toLower",
          "union",
          "uniqueString");

  private final Bicep bicep = Bicep.project();

  @Test
  void everyFileCanBeRead() {
    assertTrue(bicep.files().size() >= 15, "the files were found");
    assertEquals(List.of(), syntaxErrors(bicep));
  }

  @Test
  void everyNameIsDeclared() {
    assertEquals(List.of(), undeclared(bicep));
  }

  @Test
  void brokenSyntaxAndUndeclaredNamesAreFound(@TempDir Path directory) throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.bicep"), "param a string = [\n");
    Path unknown =
        Files.writeString(
            directory.resolve("unknown.bicep"),
            "param a string\nvar b = [for c in a: { c: c, d: d }]\noutput e string = uniqe(b)\n");

    assertEquals(1, syntaxErrors(Bicep.of(List.of(broken))).stream().limit(1).count());
    assertEquals(2, undeclared(Bicep.of(List.of(unknown))).size());
  }

  @Test
  void everyDeclarationIsUsed() {
    List<String> unused = new ArrayList<>();
    bicep
        .templates()
        .forEach(
            (path, file) -> {
              for (Node declaration : file.below()) {
                boolean value =
                    declaration.is("parameter_declaration")
                        || declaration.is("variable_declaration");
                long mentions =
                    file.all("identifier").filter(n -> n.text().equals(name(declaration))).count();
                if (value && mentions < 2) {
                  unused.add(Bicep.where(path, declaration) + " " + name(declaration));
                }
              }
            });

    assertEquals(List.of(), unused);
  }

  @Test
  void everyParameterAndOutputIsDescribed() {
    List<String> undescribed = new ArrayList<>();
    bicep
        .templates()
        .forEach(
            (path, file) -> {
              Set<String> decorators = new HashSet<>();
              for (Node node : file.below()) {
                if (node.is("decorators")) {
                  node.all("call_expression").forEach(call -> decorators.add(call.name()));
                  continue;
                }
                boolean told = node.is("parameter_declaration") || node.is("output_declaration");
                if (told && !decorators.contains("description")) {
                  undescribed.add(Bicep.where(path, node) + " " + name(node));
                }
                decorators.clear();
              }
            });

    assertEquals(List.of(), undescribed);
  }

  @Test
  void modulesGetTheParametersTheyDeclare() {
    List<String> problems = new ArrayList<>();
    Node main = bicep.file("main.bicep");
    for (Node module : main.all("module_declaration").toList()) {
      Node template = bicep.file(module.first("string").orElseThrow().literal());
      Set<String> given = new TreeSet<>();
      module.body().property("params").orElseThrow().below().stream()
          .map(Node::name)
          .forEach(given::add);
      parameters(template)
          .forEach(
              (name, required) -> {
                if (!given.remove(name) && required) {
                  problems.add(module.name() + " lacks " + name);
                }
              });
      given.forEach(name -> problems.add(module.name() + " knows no " + name));
    }

    assertEquals(List.of(), problems);
  }

  @Test
  void outputsThatAreReadExist() {
    List<String> missing = new ArrayList<>();
    Node main = bicep.file("main.bicep");
    Map<String, Node> modules = new LinkedHashMap<>();
    main.all("module_declaration")
        .forEach(
            module ->
                modules.put(
                    module.name(), bicep.file(module.first("string").orElseThrow().literal())));
    main.all("member_expression")
        .filter(node -> node.below().get(0).is("member_expression"))
        .filter(node -> node.below().get(0).last().text().equals("outputs"))
        .forEach(
            node -> {
              String module = node.below().get(0).below().get(0).text();
              boolean there =
                  modules
                      .get(module)
                      .all("output_declaration")
                      .anyMatch(output -> output.name().equals(node.last().text()));
              if (!there) {
                missing.add(module + ".outputs." + node.last().text());
              }
            });

    assertEquals(List.of(), missing);
  }

  @Test
  void filesThatAreLoadedExist() {
    List<String> missing = new ArrayList<>();
    bicep
        .files()
        .forEach(
            (path, file) ->
                file.all("call_expression")
                    .filter(call -> call.name().startsWith("load"))
                    .map(call -> call.first("arguments").orElseThrow().below().get(0).literal())
                    .filter(name -> !Files.exists(path.resolveSibling(name)))
                    .forEach(name -> missing.add(Bicep.PROJECT.relativize(path) + ": " + name)));

    assertEquals(List.of(), missing);
  }

  @Test
  void samplesGiveParametersThatExistAndAllThatHaveNoDefault() {
    List<String> problems = new ArrayList<>();
    Map<String, Boolean> parameters = parameters(bicep.file("main.bicep"));
    int samples = 0;
    for (Map.Entry<Path, Node> sample : bicep.files().entrySet()) {
      if (!sample.getKey().toString().endsWith(".bicepparam")) {
        continue;
      }
      samples++;
      Set<String> given = new TreeSet<>();
      sample.getValue().all("variable_declaration").forEach(value -> given.add(value.name()));
      given.remove("using");
      given.stream()
          .filter(name -> !parameters.containsKey(name))
          .forEach(name -> problems.add(sample.getKey() + " knows no " + name));
      parameters.forEach(
          (name, required) -> {
            if (required && !given.contains(name)) {
              problems.add(sample.getKey() + " lacks " + name);
            }
          });
    }

    assertEquals(List.of(), problems);
    assertEquals(4, samples, "small, enterprise, government, and azd's");
  }

  /** A template's parameters, and whether one must be given. */
  private static Map<String, Boolean> parameters(Node template) {
    Map<String, Boolean> parameters = new LinkedHashMap<>();
    template.below().stream()
        .filter(node -> node.is("parameter_declaration"))
        .forEach(node -> parameters.put(node.name(), node.last().is("type")));
    return parameters;
  }

  private static List<String> syntaxErrors(Bicep bicep) {
    List<String> errors = new ArrayList<>();
    bicep
        .files()
        .forEach(
            (path, file) ->
                file.all()
                    .filter(node -> node.is("ERROR") || node.is("MISSING"))
                    .forEach(node -> errors.add(Bicep.where(path, node) + " " + node.text())));
    return errors;
  }

  private static List<String> undeclared(Bicep bicep) {
    List<String> undeclared = new ArrayList<>();
    bicep
        .files()
        .forEach(
            (path, file) -> {
              Set<String> known = new HashSet<>();
              file.all().filter(BicepNamesTest::declares).forEach(node -> known.add(name(node)));
              file.below().forEach(node -> visit(path, node, known, undeclared));
            });
    return undeclared;
  }

  private static boolean declares(Node node) {
    return DECLARATIONS.contains(node.type());
  }

  private static String name(Node declaration) {
    return declaration.below().isEmpty() ? "" : declaration.name();
  }

  /** Follows the scopes: loops and lambdas bring names of their own. */
  private static void visit(Path path, Node node, Set<String> known, List<String> undeclared) {
    Set<String> inner = known;
    List<Node> below = node.below();
    if (node.is("for_statement") || node.is("lambda_expression")) {
      inner = new HashSet<>(known);
      Node head = below.get(0);
      if (head.is("identifier")) {
        inner.add(head.text());
      } else {
        head.all()
            .filter(n -> n.is("loop_variable") || n.is("loop_enumerator") || n.is("identifier"))
            .map(Node::text)
            .forEach(inner::add);
      }
    } else if (node.is("call_expression")) {
      if (below.get(0).is("identifier") && !FUNCTIONS.contains(below.get(0).text())) {
        undeclared.add(Bicep.where(path, node) + " function " + below.get(0).text());
      }
      below = below.subList(1, below.size());
    } else if (node.is("object_property")) {
      below = below.size() > 1 ? below.subList(1, below.size()) : below;
    } else if (declares(node)) {
      below = below.subList(1, below.size());
    } else if (node.is("identifier") && !known.contains(node.text())) {
      undeclared.add(Bicep.where(path, node) + " " + node.text());
    }
    for (Node child : below) {
      visit(path, child, inner, undeclared);
    }
  }
}
