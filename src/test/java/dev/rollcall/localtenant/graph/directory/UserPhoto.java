package dev.rollcall.localtenant.graph.directory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localtenant.graph.GraphAnswer;
import dev.rollcall.localtenant.graph.GraphFailure;
import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.DirectoryObject.Photo;
import dev.rollcall.localtenant.organisation.Photos;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A user's photo, in the sizes Exchange keeps.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/profilephoto-get">Get profilePhoto</a> (read
 *     2026-11-21): a size larger than the photo is not there, but a smaller one may be answered in
 *     its place; which, is a {@link DirectoryQuirks#largerPhotosMissing() quirk}
 */
final class UserPhoto {

  private static final List<Integer> SIDES = List.of(48, 64, 96, 120, 240, 360, 432, 504, 648);

  private final Links links;
  private final DirectoryQuirks quirks;

  UserPhoto(Links links, DirectoryQuirks quirks) {
    this.links = links;
    this.quirks = quirks;
  }

  /**
   * @param path from {@code photo} or {@code photos} on
   */
  Optional<GraphAnswer> answer(DirectoryObject user, List<String> path) {
    boolean sized = path.get(0).equals("photos");
    int parts = sized ? 2 : 1;
    boolean bytes = path.size() == parts + 1 && path.get(parts).equals("$value");
    if (path.size() < parts || (path.size() > parts && !bytes)) {
      return Optional.empty();
    }
    Photo photo = user.photo().orElseThrow(UserPhoto::notFound);
    byte[] jpeg = sized ? inSize(photo, path.get(1)) : photo.jpeg();
    return Optional.of(
        bytes
            ? GraphAnswer.binary("image/jpeg", jpeg)
            : GraphAnswer.json(200, metadata(user, photo, jpeg)));
  }

  private byte[] inSize(Photo photo, String size) {
    int side =
        SIDES.stream()
            .filter(known -> (known + "x" + known).equals(size.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(UserPhoto::notFound);
    int original = Photos.side(photo.jpeg());
    if (side > original && quirks.largerPhotosMissing()) {
      throw notFound();
    }
    return side < original ? Photos.scaled(photo.jpeg(), side) : photo.jpeg();
  }

  private ObjectNode metadata(DirectoryObject user, Photo photo, byte[] jpeg) {
    int side = Photos.side(jpeg);
    return JsonNodeFactory.instance
        .objectNode()
        .put("@odata.context", links.context("users('" + user.id() + "')/photo/$entity"))
        .put("@odata.mediaContentType", "image/jpeg")
        .put("@odata.mediaEtag", "\"" + user.id() + "-" + photo.version() + "\"")
        .put("id", side + "x" + side)
        .put("height", side)
        .put("width", side);
  }

  private static GraphFailure notFound() {
    return new GraphFailure(
        404,
        "ImageNotFound",
        "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was"
            + " thrown.");
  }
}
