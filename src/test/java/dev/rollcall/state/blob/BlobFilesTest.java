package dev.rollcall.state.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.rollcall.contract.FilesContract;
import dev.rollcall.localhost.Azurite;
import dev.rollcall.model.FileName;
import dev.rollcall.state.Files;
import dev.rollcall.state.StateUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P17")
final class BlobFilesTest extends FilesContract {

  private final String container = Azurite.shared().uniquePrefix().toLowerCase(Locale.ROOT);
  private final BlobServiceClient account = builder().buildClient();
  private final Files files = new BlobFiles(account, container);

  @Override
  protected Files files() {
    return files;
  }

  @Test
  void filesPutThereByOtherMeansAreSeenUnlessTheirNameIsNone() {
    account.createBlobContainer(container);
    for (String name : List.of("people.csv", "People.csv", "folder/people.csv", "people.xls")) {
      account
          .getBlobContainerClient(container)
          .getBlobClient(name)
          .upload(BinaryData.fromString("mail"));
    }

    assertEquals(List.of("people.csv"), files.list().stream().map(e -> e.name().value()).toList());
    String version = files.look(new FileName("people.csv")).orElseThrow().version();
    assertTrue(
        files.put(new FileName("people.csv"), new byte[1], Optional.of(version)).isPresent());
  }

  @Test
  void aFileTooLargeToBeHeldIsNotRead() {
    account.createBlobContainer(container);
    account
        .getBlobContainerClient(container)
        .getBlobClient("people.csv")
        .upload(BinaryData.fromBytes(new byte[Files.MAX_BYTES + 1]));

    Files.TooLarge failure =
        assertThrows(Files.TooLarge.class, () -> files.read(new FileName("people.csv")));

    assertTrue(String.valueOf(failure.getMessage()).contains("16777217"));
    assertEquals(1, files.list().size());
  }

  @Test
  @Tag("R10")
  void whatCannotBeReachedIsUnavailableAndNeverAbsent() {
    Files unreachable = new BlobFiles(through(new Broken(1, 0)), container);

    for (org.junit.jupiter.api.function.Executable request :
        List.<org.junit.jupiter.api.function.Executable>of(
            unreachable::list,
            () -> unreachable.look(new FileName("people.csv")),
            () -> unreachable.read(new FileName("people.csv")),
            () -> unreachable.put(new FileName("people.csv"), new byte[1], Optional.empty()),
            () -> unreachable.delete(new FileName("people.csv"), "0x1"))) {
      StateUnavailable failure = assertThrows(StateUnavailable.class, request);
      assertTrue(String.valueOf(failure.getMessage()).contains("network rules"));
      assertFalse(String.valueOf(failure.getMessage()).contains("people"));
    }
  }

  @Test
  @Tag("R10")
  void aRefusedLoginNamesTheRole() {
    Files closed =
        new BlobFiles(
            new BlobServiceClientBuilder()
                .connectionString(
                    Azurite.shared()
                        .freshAccount()
                        .replaceFirst("AccountKey=[^;]+", "AccountKey=d3Jvbmc="))
                .httpClient(new JdkHttpClientProvider().createInstance())
                .buildClient());

    StateUnavailable failure =
        assertThrows(StateUnavailable.class, () -> closed.look(new FileName("people.csv")));

    assertTrue(String.valueOf(failure.getMessage()).contains("Storage Blob Data Owner"));
  }

  /** The same promises when a third of the answers to writes are lost. */
  @Nested
  final class Lossy extends FilesContract {

    private final Files lossy =
        new BlobFiles(
            through(new Broken(0, 3)), Azurite.shared().uniquePrefix().toLowerCase(Locale.ROOT));

    @Override
    protected Files files() {
      return lossy;
    }
  }

  private static BlobServiceClient through(HttpPipelineSyncPolicy policy) {
    return builder()
        .addPolicy(policy)
        .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 12, 30, 1L, 1L, null))
        .buildClient();
  }

  private static BlobServiceClientBuilder builder() {
    return new BlobServiceClientBuilder()
        .connectionString(Azurite.shared().connectionString())
        .httpClient(new JdkHttpClientProvider().createInstance());
  }

  /** Breaks every request, or loses the answer to one write of so many. */
  private static final class Broken extends HttpPipelineSyncPolicy {

    private final boolean always;
    private final int oneOf;
    private final Random random = new Random(7);

    Broken(int always, int oneOf) {
      this.always = always > 0;
      this.oneOf = oneOf;
    }

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
      if (always) {
        throw broken();
      }
    }

    @Override
    protected HttpResponse afterReceivedResponse(
        HttpPipelineCallContext context, HttpResponse response) {
      HttpMethod method = context.getHttpRequest().getHttpMethod();
      if (oneOf > 0
          && method != HttpMethod.GET
          && method != HttpMethod.HEAD
          && random.nextInt(oneOf) == 0) {
        response.close();
        throw broken();
      }
      return response;
    }

    private static UncheckedIOException broken() {
      return new UncheckedIOException(new IOException("the connection broke"));
    }
  }
}
