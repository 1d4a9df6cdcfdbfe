package dev.rollcall.run;

import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where it is known when credentials end: one for each kind of them, such as what apps log in with,
 * or the API keys of downstream services.
 */
public interface CredentialSource {

  /**
   * What is seen of an environment's credentials. Asks for each of them once. One that cannot be
   * seen does not hide the others.
   */
  List<Sight> look(Environment environment);

  /** What is seen of one credential. */
  sealed interface Sight {

    /**
     * It was seen.
     *
     * @param kind what it is
     * @param app the app registration or service it belongs to, as its document names it
     * @param name what an administrator knows it by; nothing secret
     * @param version which of all credentials that ever had this name; any text
     * @param end when it ends; empty if it does not, or nobody wrote down when
     */
    record Lifetime(
        Expiry.Kind kind, String app, String name, String version, Optional<Instant> end)
        implements Sight {
      @Override
      public <T> T match(Function<Lifetime, T> lifetime, Function<Unseen, T> unseen) {
        return lifetime.apply(this);
      }
    }

    /**
     * It could not be seen.
     *
     * @param kind what it is
     * @param app as in {@link Lifetime}
     * @param name as in {@link Lifetime}
     * @param problem why
     * @param stops whether the next run will fail for it
     */
    record Unseen(Expiry.Kind kind, String app, String name, Problem problem, boolean stops)
        implements Sight {
      @Override
      public <T> T match(Function<Lifetime, T> lifetime, Function<Unseen, T> unseen) {
        return unseen.apply(this);
      }
    }

    /** One behaviour per case. */
    <T> T match(Function<Lifetime, T> lifetime, Function<Unseen, T> unseen);
  }
}
