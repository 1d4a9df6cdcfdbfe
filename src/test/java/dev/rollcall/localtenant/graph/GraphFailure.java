package dev.rollcall.localtenant.graph;

/** An error that Graph answers. */
public final class GraphFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  public GraphFailure(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  public static GraphFailure badRequest(String code, String message) {
    return new GraphFailure(400, code, message);
  }

  /** The local tenant does not know how Graph would answer; the test that asked shall fail. */
  public static GraphFailure notImplemented(String what) {
    return new GraphFailure(501, "NotImplemented", "The local tenant does not know " + what + ".");
  }

  public String code() {
    return code;
  }

  public GraphAnswer answer() {
    return GraphAnswer.error(status, code, getMessage());
  }
}
