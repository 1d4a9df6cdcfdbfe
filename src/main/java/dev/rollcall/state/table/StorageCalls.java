package dev.rollcall.state.table;

import com.azure.core.exception.HttpResponseException;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import dev.rollcall.state.StateUnavailable;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What a table's failures mean. The one place that knows the client's exceptions. */
final class StorageCalls {

  private static final String AGAIN =
      " Whether its last write arrived is not known; the step is repeated by itself. ";

  private final String table;

  StorageCalls(String table) {
    this.table = table;
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
          "Table Storage refused a request to the table '"
              + table
              + "' ("
              + code(e)
              + ")."
              + AGAIN
              + "If this goes on, check that the function app's identity has the role Storage Table"
              + " Data Contributor on the storage account.",
          e);
    } catch (LinkageError e) {
      // Storage refuses a login in XML, which the client reads only with a library that is left
      // out.
      throw new StateUnavailable(
          "Table Storage refused the app's login for the table '"
              + table
              + "'."
              + AGAIN
              + "If this goes on, check the storage account's name, and the identity assigned to the"
              + " function app.",
          e);
    } catch (RuntimeException e) {
      if (!isTransport(e)) {
        throw e;
      }
      throw new StateUnavailable(
          "Table Storage could not be reached for the table '"
              + table
              + "'."
              + AGAIN
              + "If this goes on, check the storage account's address and network rules.",
          e);
    }
  }

  /** Whether the service gave this reason. */
  static boolean is(HttpResponseException failure, TableErrorCode code) {
    return failure instanceof TableServiceException service
        && service.getValue() != null
        && code.equals(service.getValue().getErrorCode());
  }

  /** Whether the row, or its whole table, is not there. */
  static boolean isAbsent(HttpResponseException failure) {
    boolean notFound =
        failure.getResponse() != null && failure.getResponse().getStatusCode() == 404;
    return notFound
        || is(failure, TableErrorCode.RESOURCE_NOT_FOUND)
        || is(failure, TableErrorCode.ENTITY_NOT_FOUND)
        || is(failure, TableErrorCode.TABLE_NOT_FOUND);
  }

  /** Never the message: it may quote what was sent. */
  private static String code(HttpResponseException failure) {
    if (failure instanceof TableServiceException service && service.getValue() != null) {
      return String.valueOf(service.getValue().getErrorCode());
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
