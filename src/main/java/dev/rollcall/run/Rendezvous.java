package dev.rollcall.run;

import dev.rollcall.model.TargetId;
import java.util.List;
import java.util.Locale;

/**
 * Which of several apps serves a mailbox (rendezvous hashing): each app's id and the mailbox's give
 * a number, and the app with the highest wins.
 *
 * <p>So the same mailbox meets the same app in every run and in every process, whatever the order
 * of the apps. If an app goes, its own mailboxes move, each to its second choice, and no other; if
 * one comes, it takes its share, about the same from each.
 *
 * @param apps client ids of the apps to choose from, at least one; case does not matter
 */
record Rendezvous(List<String> apps) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  Rendezvous {
    apps = List.copyOf(apps);
    if (apps.isEmpty()) {
      throw new IllegalArgumentException("a mailbox cannot be given to none of no apps");
    }
  }

  /** The app that serves this mailbox. */
  String appOf(TargetId mailbox) {
    String best = apps.get(0);
    long most = apps.size() == 1 ? 0 : weight(best, mailbox);
    for (String app : apps.subList(1, apps.size())) {
      long weight = weight(app, mailbox);
      int order = Long.compareUnsigned(weight, most);
      if (order > 0 || (order == 0 && app.compareToIgnoreCase(best) < 0)) {
        best = app;
        most = weight;
      }
    }
    return best;
  }

  /** FNV-1a, whose last step does not reach all bits, and then the last step of MurmurHash3. */
  private static long weight(String app, TargetId mailbox) {
    String pair = app.toLowerCase(Locale.ROOT) + '|' + mailbox.value();
    long hash = FNV_OFFSET;
    for (int i = 0; i < pair.length(); i++) {
      hash = (hash ^ pair.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
