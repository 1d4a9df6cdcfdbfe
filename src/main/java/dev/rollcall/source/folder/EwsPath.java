package dev.rollcall.source.folder;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsFolder;
import dev.rollcall.client.ews.EwsFolderId;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.source.SourceUnavailable;
import java.util.Comparator;
import java.util.List;

/**
 * Follows a path level by level, as the server demands for public folders. Names are compared
 * without regard to case; of two folders with one name the one with the lower id is taken.
 */
record EwsPath(EwsClient client, EwsCaller caller, CallMeter meter) {

  /** What is said if a folder is not there. */
  interface Missing {
    SourceUnavailable of(List<String> path, int level, String where, List<String> there);
  }

  /**
   * The folder at the end of the path.
   *
   * @param root where the path begins
   * @param where what people call that
   * @param path at least one name
   * @throws ClientException if the server could not be asked
   * @throws SourceUnavailable if there is none, or it is not made for contacts
   */
  EwsFolder find(EwsFolderId root, String where, List<String> path, Missing missing) {
    EwsFolderId parent = root;
    EwsFolder found = null;
    for (int level = 0; level < path.size(); level++) {
      List<EwsFolder> folders = client.findFolders(caller, parent, meter);
      String name = path.get(level);
      boolean isLast = level == path.size() - 1;
      int here = level;
      found =
          folders.stream()
              .filter(folder -> folder.name().equalsIgnoreCase(name))
              .min(
                  Comparator.comparing(EwsFolder::isForContacts)
                      .reversed()
                      .thenComparing(EwsFolder::id))
              .orElseThrow(() -> missing.of(path, here, where, names(folders, isLast)));
      if (isLast && !found.isForContacts()) {
        throw FolderProblems.notForContacts(found.name(), names(folders, true));
      }
      parent = EwsFolderId.of(found.id());
    }
    if (found == null) {
      throw new IllegalArgumentException("a path has at least one name");
    }
    return found;
  }

  private static List<String> names(List<EwsFolder> folders, boolean forContacts) {
    return folders.stream()
        .filter(folder -> !forContacts || folder.isForContacts())
        .map(EwsFolder::name)
        .toList();
  }
}
