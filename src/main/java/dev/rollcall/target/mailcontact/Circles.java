package dev.rollcall.target.mailcontact;

import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Contacts that shall get each other's addresses: none can be the first, since an address is
 * somebody's once in an organisation. If the last of a circle steps aside, the others follow in
 * order.
 */
final class Circles {

  private Circles() {}

  /**
   * The circles among contacts whose new address somebody has.
   *
   * @param now what each holds, in their order
   * @return each in the order in which they can be set once the last one has stepped aside
   */
  static List<List<Job>> among(List<Job> jobs, List<Optional<Content>> now) {
    Map<String, Job> byWanted = new HashMap<>();
    Map<Job, String> addresses = new HashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      byWanted.put(address(jobs.get(i).wanted()), jobs.get(i));
      addresses.put(jobs.get(i), now.get(i).map(Circles::address).orElse(""));
    }
    Set<Job> known = new HashSet<>();
    List<List<Job>> circles = new ArrayList<>();
    for (Job last : jobs) {
      List<Job> circle = new ArrayList<>();
      Job next = last;
      while (next != null && known.add(next)) {
        next = byWanted.get(addresses.get(next));
        if (next != null) {
          circle.add(next);
        }
      }
      if (next == last && circle.size() > 1) {
        circles.add(circle);
      }
    }
    return circles;
  }

  private static String address(Content content) {
    return content.text(RecordField.MAIL).toLowerCase(Locale.ROOT);
  }
}
