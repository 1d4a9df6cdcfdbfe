package dev.rollcall.source.activedirectory;

import dev.rollcall.client.ldap.Controller;
import dev.rollcall.client.ldap.Guids;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapFilter;
import dev.rollcall.client.ldap.LdapResult;
import dev.rollcall.client.ldap.LdapSearch;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.RecordKey;
import dev.rollcall.source.Source.DownloadedPhoto;
import dev.rollcall.source.Source.PhotoReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The photos of people, which the directory keeps as a thumbnail of at most 100 KB. First it is
 * asked who has one and when the person was last changed; then only for the photos of people who
 * changed since.
 *
 * <p>A tag is the number of the person's last change on one controller. Another controller has
 * other numbers, and all photos are read once more.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/adschema/a-thumbnailphoto">thumbnailPhoto</a>
 *     (read 2026-11-21)
 */
final class Photos {

  private static final String PHOTO = "thumbnailPhoto";
  private static final String USERS = "user:";
  private static final int TAGS_A_SEARCH = 100;

  /** Beyond so many people it is cheaper to ask for everybody who has a photo. */
  private static final int FEW = 500;

  /** Ten photos of 100 KB are an answer of a megabyte. */
  private static final int PHOTOS_A_SEARCH = 10;

  private final LdapSession session;
  private final CallMeter meter;

  Photos(LdapSession session, CallMeter meter) {
    this.session = session;
    this.meter = meter;
  }

  /**
   * @throws dev.rollcall.client.http.ClientException if photos cannot be read at all
   */
  PhotoReading read(List<RecordKey> keys, Map<RecordKey, DesiredRecord.Photo> known) {
    Optional<Controller> controller = session.controller();
    String prefix = controller.map(Controller::invocation).orElse("") + ":";
    Map<RecordKey, DesiredRecord.Photo> photos = new HashMap<>();
    Map<String, String> changed = new LinkedHashMap<>();
    for (LdapEntry person : withPhoto(keys)) {
      String id = person.bytes("objectGUID").map(Guids::text).orElse("");
      RecordKey key = new RecordKey(USERS + id);
      String tag = prefix + person.first("uSNChanged");
      DesiredRecord.Photo before = known.get(key);
      if (before != null && before.tag().equals(tag)) {
        photos.put(key, before);
      } else {
        changed.put(id, tag);
      }
    }
    Map<Fingerprint, DownloadedPhoto> downloaded = new LinkedHashMap<>();
    for (List<String> some : Tree.parts(List.copyOf(changed.keySet()), PHOTOS_A_SEARCH)) {
      for (LdapEntry person : ask(some, List.of("objectGUID", PHOTO))) {
        String id = person.bytes("objectGUID").map(Guids::text).orElse("");
        byte[] bytes = person.bytes(PHOTO).orElse(new byte[0]);
        if (bytes.length > 0 && changed.containsKey(id)) {
          Fingerprint content = Fingerprint.of(bytes);
          photos.put(new RecordKey(USERS + id), new DesiredRecord.Photo(changed.get(id), content));
          downloaded.putIfAbsent(content, new DownloadedPhoto(content, bytes));
        }
      }
    }
    return new PhotoReading(
        photos, List.copyOf(downloaded.values()), Math.toIntExact(meter.calls()));
  }

  private List<LdapEntry> withPhoto(List<RecordKey> keys) {
    List<String> ids = new ArrayList<>();
    for (RecordKey key : keys) {
      if (key.value().startsWith(USERS)) {
        ids.add(key.value().substring(USERS.length()));
      }
    }
    List<String> attributes = List.of("objectGUID", "uSNChanged");
    List<LdapEntry> found = new ArrayList<>();
    if (ids.size() <= FEW) {
      for (List<String> some : Tree.parts(ids, TAGS_A_SEARCH)) {
        found.addAll(ask(some, attributes));
      }
      return found;
    }
    Set<String> wanted = new HashSet<>(ids);
    for (LdapEntry person : search(LdapFilter.has(PHOTO), attributes)) {
      if (wanted.contains(person.bytes("objectGUID").map(Guids::text).orElse(""))) {
        found.add(person);
      }
    }
    return found;
  }

  private List<LdapEntry> ask(List<String> ids, List<String> attributes) {
    List<LdapFilter> named = new ArrayList<>();
    ids.forEach(
        id -> Guids.bytes(id).ifPresent(guid -> named.add(LdapFilter.is("objectGUID", guid))));
    return named.isEmpty()
        ? List.of()
        : search(LdapFilter.and(LdapFilter.has(PHOTO), LdapFilter.or(named)), attributes);
  }

  /** A list that broke off would take photos from people who have one. */
  private List<LdapEntry> search(LdapFilter filter, List<String> attributes) {
    LdapResult result =
        session.search(
            new LdapSearch(session.base(), LdapSearch.Depth.SUBTREE, filter, attributes));
    if (result.cut().isPresent()) {
      throw result.cut().get();
    }
    return result.entries();
  }
}
