package dev.rollcall.localhost;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One function, found by its annotations as the Functions host finds it.
 *
 * @param name its name
 * @param method its entry method
 */
record Function(String name, Method method) {

  private static final String PACKAGE = "dev.rollcall.functions";

  /** All functions of the app, by name. */
  static List<Function> all() {
    List<Function> functions = new ArrayList<>();
    try (Stream<Path> classes = Files.list(folder())) {
      for (Path file : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
        String simple = file.getFileName().toString().replace(".class", "");
        if (!simple.equals("package-info")) {
          for (Method method : Class.forName(PACKAGE + "." + simple).getMethods()) {
            Optional.ofNullable(method.getAnnotation(FunctionName.class))
                .ifPresent(named -> functions.add(new Function(named.value(), method)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    functions.sort(Comparator.comparing(Function::name));
    return functions;
  }

  Optional<HttpTrigger> http() {
    return trigger(HttpTrigger.class);
  }

  Optional<QueueTrigger> queue() {
    return trigger(QueueTrigger.class);
  }

  Optional<TimerTrigger> timer() {
    return trigger(TimerTrigger.class);
  }

  private <A extends Annotation> Optional<A> trigger(Class<A> type) {
    for (Parameter parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(type)) {
        return Optional.of(parameter.getAnnotation(type));
      }
    }
    return Optional.empty();
  }

  private static Path folder() {
    URI location;
    try {
      location =
          dev.rollcall.functions.Injector.class
              .getProtectionDomain()
              .getCodeSource()
              .getLocation()
              .toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Path.of(location).resolve(PACKAGE.replace('.', '/'));
  }
}
