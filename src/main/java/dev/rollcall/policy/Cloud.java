package dev.rollcall.policy;

/** Which Microsoft cloud an environment lives in; each has hosts of its own. */
public enum Cloud {
  GLOBAL("global"),
  US_GOV("usGov"),
  US_GOV_DOD("usGovDoD"),
  CHINA("china"),
  /**
   * A cloud whose hosts the app's settings name; a document can not, so that nobody can send the
   * app's credentials elsewhere.
   */
  CUSTOM("custom");

  private final String document;

  Cloud(String document) {
    this.document = document;
  }

  /** The name in documents. */
  public String document() {
    return document;
  }
}
