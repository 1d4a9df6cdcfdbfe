package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.sdk.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What one controller was told over LDAP reaches the others: at once, or, while replication lags,
 * when it catches up.
 */
final class Replication {

  private final List<DomainController> controllers;
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private final List<Runnable> late = new ArrayList<>();
  private boolean lagging;

  /**
   * @param controllers those there are; more may come
   */
  Replication(List<DomainController> controllers) {
    this.controllers = controllers;
  }

  synchronized void lag() {
    lagging = true;
  }

  synchronized void catchUp() {
    lagging = false;
    late.forEach(Runnable::run);
    late.clear();
  }

  /** An entry is there now, or another than before. */
  synchronized void wrote(DomainController at, Entry entry) {
    later(at, other -> other.take(entry));
  }

  /** An entry is gone. */
  synchronized void removed(DomainController at, byte[] guid) {
    removed.add(Arrays.toString(guid));
    later(at, other -> other.drop(guid));
  }

  /** Whether somebody removed this one over LDAP. */
  boolean isRemoved(Entry entry) {
    return removed.contains(Arrays.toString(entry.getAttributeValueBytes("objectGUID")));
  }

  private void later(DomainController at, Consumer<DomainController> what) {
    for (DomainController other : controllers) {
      if (other != at && lagging) {
        late.add(() -> what.accept(other));
      } else if (other != at) {
        what.accept(other);
      }
    }
  }
}
