package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.graph.GraphFailure;
import java.util.Map;

/** What EWS answers for one item of a request that could not be done. */
final class EwsFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;
  private final transient Map<String, String> values;

  EwsFailure(String code, String message) {
    this(code, message, Map.of());
  }

  /**
   * @param values what {@code MessageXml} tells
   */
  EwsFailure(String code, String message, Map<String, String> values) {
    super(message, null, false, false);
    this.code = code;
    this.values = Map.copyOf(values);
  }

  /** What the store refuses, in the words of EWS. */
  static EwsFailure of(GraphFailure failure) {
    return switch (failure.code()) {
      case "ErrorFolderExists" ->
          new EwsFailure("ErrorFolderExists", "A folder with the specified name already exists.");
      case "ErrorDeleteDistinguishedFolder" ->
          new EwsFailure(
              "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
      case "ErrorItemNotFound" -> itemNotFound();
      default -> new EwsFailure(failure.code(), failure.getMessage());
    };
  }

  static EwsFailure itemNotFound() {
    return new EwsFailure("ErrorItemNotFound", "The specified object was not found in the store.");
  }

  static EwsFailure folderNotFound() {
    return new EwsFailure(
        "ErrorFolderNotFound", "The specified folder could not be found in the store.");
  }

  static EwsFailure malformed() {
    return new EwsFailure("ErrorInvalidIdMalformed", "Id is malformed.");
  }

  static EwsFailure accessDenied() {
    return new EwsFailure(
        "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
  }

  String code() {
    return code;
  }

  Map<String, String> values() {
    return values;
  }
}
