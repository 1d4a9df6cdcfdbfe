package dev.rollcall.localtenant.graph.directory;

import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a list goes on.
 *
 * @param rows how many rows have been answered
 * @param lastId the last of them: should rows before it be gone meanwhile, none is left out
 */
record SkipToken(int rows, String lastId) {

  static final SkipToken START = new SkipToken(0, "");

  private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(.+)");

  /** Opaque to clients. */
  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((rows + ":" + lastId).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws GraphFailure if it is none of ours
   */
  static SkipToken parse(String text) {
    try {
      Matcher matcher =
          FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
      if (matcher.matches()) {
        return new SkipToken(Integer.parseInt(matcher.group(1)), matcher.group(2));
      }
      throw invalid();
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  /** The index of the next row. */
  int indexIn(List<DirectoryObject> all) {
    if (rows == 0 || (rows <= all.size() && all.get(rows - 1).id().equals(lastId))) {
      return rows;
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(lastId)) {
        return i + 1;
      }
    }
    return Math.min(rows, all.size());
  }

  private static GraphFailure invalid() {
    return GraphFailure.badRequest(
        "Directory_ExpiredPageToken",
        "The specified page token value "
            + "has expired and can no longer be included in your request.");
  }
}
