package dev.rollcall.source.folder;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of a folder.
 *
 * @param items by id
 * @param token the point from which its changes can be read; empty if there is none
 * @param pages how many pages it took
 * @param shortfalls what speaks against it being all, in plain words
 */
record FolderContents(
    Map<String, FolderItem> items, Optional<String> token, int pages, List<String> shortfalls) {

  FolderContents {
    items = Map.copyOf(items);
    shortfalls = List.copyOf(shortfalls);
  }
}
