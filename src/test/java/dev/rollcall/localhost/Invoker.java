package dev.rollcall.localhost;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import dev.rollcall.functions.Injector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Logger;

/**
 * Calls functions as the Java worker does: a new object for each invocation, made by the app's
 * injector, with a logger of its own.
 */
final class Invoker {

  private final Injector injector;
  private final Logger logger;

  Invoker(Injector injector, Logger logger) {
    this.injector = injector;
    this.logger = logger;
  }

  /**
   * Calls a function.
   *
   * @param trigger what its trigger parameter gets
   * @param bindings what its named bindings get
   * @throws Exception what the function threw
   */
  Object call(Function function, Object trigger, Map<String, String> bindings) throws Exception {
    Parameter[] parameters = function.method().getParameters();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      BindingName named = parameters[i].getAnnotation(BindingName.class);
      if (parameters[i].getType() == ExecutionContext.class) {
        arguments[i] = context(function);
      } else if (named != null) {
        arguments[i] = bindings.get(named.value());
      } else {
        arguments[i] = trigger;
      }
    }
    Object instance = injector.getInstance(function.method().getDeclaringClass());
    try {
      return function.method().invoke(instance, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  private ExecutionContext context(Function function) {
    String id = UUID.randomUUID().toString();
    return new ExecutionContext() {
      @Override
      public Logger getLogger() {
        return logger;
      }

      @Override
      public String getInvocationId() {
        return id;
      }

      @Override
      public String getFunctionName() {
        return function.name();
      }
    };
  }
}
