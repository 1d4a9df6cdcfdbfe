package dev.rollcall.client.ews;

import java.util.List;
import java.util.Set;

/**
 * What changed in a folder since a point in time.
 *
 * @param state the point from which the next changes can be read
 * @param changed contacts that are new or were changed
 * @param removed ids of items that are no longer there
 */
public record EwsChanges(String state, List<EwsItemId> changed, Set<String> removed) {

  public EwsChanges {
    changed = List.copyOf(changed);
    removed = Set.copyOf(removed);
  }
}
