package dev.rollcall.localtenant.ews;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.w3c.dom.Element;

/**
 * Which part of a list is answered.
 *
 * @param most at most 1000: what a throttling policy lets a search hold in memory
 */
record Page(int offset, int most) {

  /** {@code EWSFindCountLimit} of the throttling policy. */
  private static final int FIND_COUNT_LIMIT = 1000;

  static Page of(Optional<Element> view) {
    if (view.isEmpty()) {
      return new Page(0, FIND_COUNT_LIMIT);
    }
    Element asked = view.get();
    if (!asked.getAttribute("BasePoint").equals("Beginning")) {
      throw SoapFault.notImplemented("lists from their end");
    }
    int offset = Integer.parseInt(asked.getAttribute("Offset"));
    int most =
        Xml.attribute(asked, "MaxEntriesReturned").map(Integer::parseInt).orElse(FIND_COUNT_LIMIT);
    if (offset < 0) {
      throw new EwsFailure(
          "ErrorInvalidIndexedPagingParameters", "IndexedPageView.Offset must be >= 0.");
    }
    if (most <= 0) {
      throw new EwsFailure(
          "ErrorInvalidPagingMaxRows", "IndexedPageView.MaxRows must be greater than zero.");
    }
    return new Page(offset, Math.min(most, FIND_COUNT_LIMIT));
  }

  <T> void write(Out out, String element, List<T> all, Consumer<T> entry) {
    int end = Math.min(all.size(), offset + most);
    out.start(
        "m:RootFolder",
        "IndexedPagingOffset",
        Integer.toString(end),
        "TotalItemsInView",
        Integer.toString(all.size()),
        "IncludesLastItemInRange",
        Boolean.toString(end >= all.size()));
    out.start(element);
    all.subList(Math.min(offset, end), end).forEach(entry);
    out.end(element).end("m:RootFolder");
  }
}
