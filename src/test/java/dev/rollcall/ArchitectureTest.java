package dev.rollcall;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The arrows between the stages of a sync: {@code functions → app → run → ports → model}, adapters
 * → clients → JDK. A package that is not in the table does not belong here.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.rollcall";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Each package with the packages of ours that it may import; one without arrows may none. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "model,      -",
        "policy,     model",
        "mapping,    model policy",
        "plan,       model",
        "source,     model policy mapping client",
        "target,     model policy plan client",
        "client,     model policy telemetry",
        "credential, model policy client",
        "state,      model plan",
        "work,       model",
        "run,        model policy mapping plan source target credential state work telemetry",
        "notify,     model policy state run client",
        "telemetry,  model",
        "app,        model policy mapping plan source target client credential state work run notify"
            + " telemetry",
        // Triggers encode the values that use cases answer with; the ports and adapters behind them
        // they do not see.
        "functions,  app run work model policy state telemetry"
      })
  void aPackageImportsOnlyWhatItMay(String name, String mayImport) {
    List<String> allowed = new ArrayList<>(List.of(in(name)));
    if (mayImport != null) {
      Stream.of(mayImport.split(" ")).map(ArchitectureTest::in).forEach(allowed::add);
    }

    classes()
        .that()
        .resideInAPackage(in(name))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage(ROOT + "..")
                .or(resideInAnyPackage(allowed.toArray(new String[0]))))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> known =
        Set.of(
            "model",
            "policy",
            "mapping",
            "plan",
            "source",
            "target",
            "client",
            "credential",
            "state",
            "work",
            "run",
            "notify",
            "telemetry",
            "app",
            "functions");
    Set<String> unknown = new TreeSet<>();
    for (JavaClass type : MAIN) {
      String below = type.getPackageName().substring(ROOT.length());
      if (!below.isEmpty() && !known.contains(below.split("\\.")[1])) {
        unknown.add(type.getPackageName());
      }
    }

    assertEquals(Set.of(), unknown);
  }

  @Test
  void stagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "target", "state", "work"})
  void anAdapterIsSeenByNobodyButItsPeersAndTheCompositionRoot(String port) {
    Set<String> adapters = new TreeSet<>();
    for (JavaClass type : MAIN) {
      String prefix = ROOT + "." + port + ".";
      if (type.getPackageName().startsWith(prefix)) {
        adapters.add(prefix + type.getPackageName().substring(prefix.length()).split("\\.")[0]);
      }
    }

    for (String adapter : adapters) {
      noClasses()
          .that()
          .resideOutsideOfPackages(adapter + "..", in("app"))
          .should()
          .dependOnClassesThat(resideInAPackage(adapter + ".."))
          .check(MAIN);
    }
  }

  @Test
  void theCoreIsPure() {
    classes()
        .that()
        .resideInAnyPackage(in("model"), in("plan"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java.lang..", "java.util..", "java.nio", "java.nio.charset")
                .or(resideInAnyPackage("java.time..", "java.security", "org.jspecify.annotations"))
                .or(resideInAPackage(ROOT + "..")))
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage(in("model"), in("plan"), in("mapping"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.util.logging..")
                .or(JavaClass.Predicates.type(java.time.Clock.class))
                .or(JavaClass.Predicates.type(java.util.concurrent.Executor.class)))
        .check(MAIN);
  }

  @Test
  void onlyTelemetryAndTriggersLog() {
    noClasses()
        .that()
        .resideOutsideOfPackages(in("telemetry"), in("functions"))
        .should(USE_JAVA_UTIL_LOGGING)
        .orShould(ACCESS_STANDARD_STREAMS)
        .check(MAIN);
  }

  @Test
  void nobodySleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .check(MAIN);
  }

  @Test
  void theProductKnowsNothingOfItsTests() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(in("localtenant"), in("localhost"), in("contract"), in("bench")))
        .check(MAIN);
  }

  @Test
  void everyPackageDeclaresThatNothingIsNullUnlessItSaysSo() {
    List<String> undeclared = new ArrayList<>();
    Stream.concat(
            Stream.of(MAIN.getPackage(ROOT)), MAIN.getPackage(ROOT).getSubpackagesInTree().stream())
        .filter(javaPackage -> !javaPackage.getClasses().isEmpty())
        .filter(javaPackage -> !javaPackage.isAnnotatedWith(NullMarked.class))
        .map(JavaPackage::getName)
        .forEach(undeclared::add);

    assertEquals(List.of(), undeclared, "packages without package-info.java and @NullMarked");
  }

  @Test
  void classesAreNamedForWhatTheyAre() {
    Pattern empty = Pattern.compile(".*(Manager|Helper|Util|Utils|Impl|Base|Data|Info)");
    List<String> named = new ArrayList<>();
    for (JavaClass type : MAIN) {
      if (empty.matcher(type.getSimpleName()).matches()
          && !type.getSimpleName().equals("package-info")) {
        named.add(type.getName());
      }
    }

    assertEquals(List.of(), named);
    assertTrue(MAIN.size() > 50, "the product was found");
  }

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }
}
