package dev.rollcall.functions;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import dev.rollcall.app.Rollcall;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Builds function objects for the host: each has one constructor that takes the app, which is made
 * once and kept.
 */
public final class Injector implements FunctionInstanceInjector {

  private final Supplier<Rollcall> app;

  /** Called by the host, once. */
  public Injector() {
    this(new Once(Rollcall::fromEnvironment));
  }

  /** For a host that puts the app together itself. */
  public Injector(Supplier<Rollcall> app) {
    this.app = app;
  }

  @Override
  public <T> T getInstance(Class<T> functionClass) throws Exception {
    Constructor<T> constructor = functionClass.getDeclaredConstructor(Supplier.class);
    return constructor.newInstance(app);
  }

  /**
   * Makes the app when it is first needed; a failure is told to every invocation until it is
   * mended.
   */
  private static final class Once implements Supplier<Rollcall> {

    private final Supplier<Rollcall> maker;
    private volatile Optional<Rollcall> made = Optional.empty();

    Once(Supplier<Rollcall> maker) {
      this.maker = maker;
    }

    @Override
    public Rollcall get() {
      if (made.isEmpty()) {
        synchronized (this) {
          if (made.isEmpty()) {
            made = Optional.of(maker.get());
          }
        }
      }
      return made.orElseThrow();
    }
  }
}
