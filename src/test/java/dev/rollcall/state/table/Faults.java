package dev.rollcall.state.table;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong on the way to storage. */
final class Faults {

  private Faults() {}

  /** Loses about a third of the answers to writes: they took effect, and nobody hears of it. */
  static HttpPipelineSyncPolicy losingAnswers(long seed) {
    Random random = new Random(seed);
    return new HttpPipelineSyncPolicy() {
      @Override
      protected HttpResponse afterReceivedResponse(
          HttpPipelineCallContext context, HttpResponse response) {
        if (isWrite(context) && random.nextInt(3) == 0) {
          response.close();
          throw broken();
        }
        return response;
      }
    };
  }

  /** The process dies: from some write on, nothing reaches storage. */
  static final class Death extends HttpPipelineSyncPolicy {

    private final int survivors;
    private final boolean lastAnswerIsLost;
    private final AtomicInteger writes = new AtomicInteger();

    /**
     * @param survivors how many writes take effect
     * @param lastAnswerIsLost whether the last of them takes effect unheard
     */
    Death(int survivors, boolean lastAnswerIsLost) {
      this.survivors = survivors;
      this.lastAnswerIsLost = lastAnswerIsLost;
    }

    /** Whether there was a write that death prevented. */
    boolean came() {
      return writes.get() > survivors || (lastAnswerIsLost && writes.get() == survivors);
    }

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
      boolean dead =
          isWrite(context)
              ? writes.incrementAndGet() > survivors
              : writes.get() > survivors || (lastAnswerIsLost && writes.get() == survivors);
      if (dead) {
        throw broken();
      }
    }

    @Override
    protected HttpResponse afterReceivedResponse(
        HttpPipelineCallContext context, HttpResponse response) {
      if (lastAnswerIsLost && isWrite(context) && writes.get() == survivors) {
        response.close();
        throw broken();
      }
      return response;
    }
  }

  private static boolean isWrite(HttpPipelineCallContext context) {
    return context.getHttpRequest().getHttpMethod() != HttpMethod.GET;
  }

  private static UncheckedIOException broken() {
    return new UncheckedIOException(new IOException("the connection broke"));
  }
}
