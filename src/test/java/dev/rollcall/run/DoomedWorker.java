package dev.rollcall.run;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.localtenant.hostility.Hostility;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import reactor.core.publisher.Mono;

/**
 * The network of a worker that dies: at one of its writes, to a table, the queue or Graph, before
 * it is sent or after it took effect. From then on nothing it does reaches anybody.
 */
final class DoomedWorker {

  /** How a worker ends, or is hurt. */
  enum Fate {
    /** Killed before the write is sent. */
    KILLED_BEFORE,
    /** Killed when the write has taken effect, before its answer is seen. */
    KILLED_AFTER,
    /** Not killed, but the write's answer is lost. */
    ANSWER_LOST,
    /** Killed when a connection breaks, whichever write was on it. */
    KILLED_WHEN_CUT
  }

  /** What a killed worker's threads get; nothing catches it. */
  static final class Killed extends VirtualMachineError {
    private static final long serialVersionUID = 1L;
  }

  private final Fate fate;
  private final int at;
  private final AtomicInteger writes = new AtomicInteger();
  private volatile boolean dead;
  private volatile boolean met;

  /**
   * @param at the write that is its last, from 0; the largest number for a worker that lives on
   */
  DoomedWorker(Fate fate, int at) {
    this.fate = fate;
    this.at = at;
  }

  /** A worker nothing happens to. */
  static DoomedWorker spared() {
    return new DoomedWorker(Fate.KILLED_BEFORE, Integer.MAX_VALUE);
  }

  /** Something killed it at another place. */
  void die() {
    met = true;
    dead = true;
  }

  /**
   * Has this worker meet a fate at one write to a server that its own network does not reach, and
   * nothing arrive there that it sends once it is dead.
   *
   * @param hostility the server's
   * @param operations how the names of the server's operations begin
   * @param fate what happens
   * @param at the write that it happens at, from 0
   */
  Hostility.Rule meets(Hostility hostility, String operations, Fate fate, int at) {
    AtomicInteger seenWrites = new AtomicInteger();
    return hostility.onRequest(
        seen -> seen.operation().startsWith(operations) && (seen.isWrite() || met()),
        fate == Fate.KILLED_BEFORE ? Moment.BEFORE : Moment.AFTER,
        seen -> {
          if (met()) {
            return Incident.reset();
          }
          if (seenWrites.getAndIncrement() != at) {
            return Incident.NONE;
          }
          if (fate != Fate.ANSWER_LOST) {
            die();
          }
          return Incident.reset();
        });
  }

  /** Whether it came to the write that was to be its last. */
  boolean met() {
    return met;
  }

  int writes() {
    return writes.get();
  }

  private interface Call<T> {
    T make() throws IOException;
  }

  private <T> T pass(boolean writes, Call<T> call) throws IOException {
    if (dead) {
      throw new Killed();
    }
    if (fate == Fate.KILLED_WHEN_CUT) {
      try {
        return call.make();
      } catch (IOException e) {
        met = true;
        dead = true;
        throw new Killed();
      }
    }
    boolean fatal = writes && this.writes.getAndIncrement() == at;
    if (!fatal) {
      return call.make();
    }
    met = true;
    if (fate == Fate.KILLED_BEFORE) {
      dead = true;
      throw new Killed();
    }
    T answer = call.make();
    if (answer instanceof Response response) {
      response.close();
    }
    if (fate == Fate.KILLED_AFTER) {
      dead = true;
      throw new Killed();
    }
    throw new IOException("the answer was lost");
  }

  HttpClient azure(HttpClient real) {
    return new HttpClient() {
      @Override
      public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
      }

      @Override
      public HttpResponse sendSync(HttpRequest request, Context context) {
        try {
          return pass(
              request.getHttpMethod() != HttpMethod.GET, () -> real.sendSync(request, context));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  OkHttpClient.Builder graph() {
    Interceptor interceptor =
        chain ->
            pass(!chain.request().method().equals("GET"), () -> chain.proceed(chain.request()));
    return GraphClient.transport().addInterceptor(interceptor);
  }
}
