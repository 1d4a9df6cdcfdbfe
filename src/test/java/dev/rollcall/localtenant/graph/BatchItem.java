package dev.rollcall.localtenant.graph;

import dev.rollcall.localtenant.hostility.Sighting;
import java.util.Set;

/**
 * One request of a batch.
 *
 * @param dependsOn ids of requests that must have succeeded before
 */
record BatchItem(String id, GraphRequest request, Sighting sighting, Set<String> dependsOn) {

  BatchItem {
    dependsOn = Set.copyOf(dependsOn);
  }
}
