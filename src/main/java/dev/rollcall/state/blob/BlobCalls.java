package dev.rollcall.state.blob;

import com.azure.core.exception.HttpResponseException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import dev.rollcall.state.StateUnavailable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What a container's failures mean. The one place that knows the blob client's exceptions. */
final class BlobCalls {

  private static final String AGAIN =
      " Whether a file was changed is not known; asking again does no harm. ";

  private final String container;

  BlobCalls(String container) {
    this.container = container;
  }

  /**
   * The request's answer.
   *
   * @throws StateUnavailable if the service could not be reached, or refused in a way the caller
   *     did not expect
   */
  <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (HttpResponseException e) {
      throw new StateUnavailable(
          "Blob Storage refused a request to the container '"
              + container
              + "' ("
              + code(e)
              + ")."
              + AGAIN
              + "If this goes on, check that the function app's identity has the role Storage Blob"
              + " Data Owner on the storage account.",
          e);
    } catch (RuntimeException e) {
      if (!isTransport(e)) {
        throw e;
      }
      throw new StateUnavailable(
          "Blob Storage could not be reached for the container '"
              + container
              + "'."
              + AGAIN
              + "If this goes on, check the storage account's address and network rules.",
          e);
    }
  }

  /** Whether the file, or the container, is not there. */
  static boolean isAbsent(BlobStorageException failure) {
    return failure.getStatusCode() == 404;
  }

  /** Whether the container is not there. */
  static boolean lacksContainer(BlobStorageException failure) {
    return BlobErrorCode.CONTAINER_NOT_FOUND.equals(failure.getErrorCode());
  }

  /** Whether a condition of ours does not hold. */
  static boolean isOtherVersion(BlobStorageException failure) {
    return failure.getStatusCode() == 412
        || Set.of(BlobErrorCode.BLOB_ALREADY_EXISTS, BlobErrorCode.CONDITION_NOT_MET)
            .contains(failure.getErrorCode());
  }

  /** Never the message: it may quote what was sent. */
  private static String code(HttpResponseException failure) {
    if (failure instanceof BlobStorageException blob && blob.getErrorCode() != null) {
      return String.valueOf(blob.getErrorCode());
    }
    return failure.getResponse() == null
        ? failure.getClass().getSimpleName()
        : "status " + failure.getResponse().getStatusCode();
  }

  private static boolean isTransport(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }
}
