package dev.rollcall.source.folder;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Location;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.source.Completeness;
import dev.rollcall.source.Recollections;
import dev.rollcall.source.Recollections.Recollection;
import dev.rollcall.source.Source.DownloadedPhoto;
import dev.rollcall.source.Source.PhotoReading;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One reading of the folder that a policy names: what changed since the last one, if that is
 * remembered and the service still knows it, and else everything.
 *
 * <p>What is remembered is never needed for the result. It is kept after complete readings alone.
 */
final class FolderReading {

  private final Recollections recollections;
  private final PolicyId policy;
  private final FolderAccess access;
  private final String form;
  private final CallMeter meter;

  /**
   * @param selection what the policy names and who is asked for it, so that another folder is read
   *     in full
   * @param meter counts the requests of {@code access}
   */
  FolderReading(
      Recollections recollections,
      PolicyId policy,
      FolderAccess access,
      String selection,
      CallMeter meter) {
    this.recollections = recollections;
    this.policy = policy;
    this.access = access;
    this.form = "folder " + access.form() + " " + Fingerprint.of(selection).hex();
    this.meter = meter;
  }

  /**
   * Whom an environment has asked at a location, as part of a selection: ids and tokens of one
   * organisation or server mean nothing to another.
   */
  static String asked(Environment environment, Location location) {
    String id = environment.id().value();
    if (location == Location.ONLINE) {
      return String.join("/", id, environment.cloud().document(), environment.tenant());
    }
    Optional<OnPremises.Ews> ews = environment.onPremises().flatMap(OnPremises::ews);
    return String.join(
        "/",
        id,
        ews.flatMap(OnPremises.Ews::url).map(URI::toString).orElse(""),
        ews.flatMap(OnPremises.Ews::autodiscover).orElse(""),
        ews.map(OnPremises.Ews::account).orElse(""));
  }

  /** A folder as it is now, and where. */
  private record Now(String place, FolderContents contents, Map<String, String> withoutPhoto) {}

  /**
   * Reads the folder.
   *
   * @param hints what else an administrator should know
   * @throws SourceUnavailable if it cannot be read
   */
  SourceReading read(List<String> hints) {
    try {
      Now now = now();
      FolderContents contents = now.contents;
      FolderRecords records = FolderRecords.of(contents.items().values());
      return new SourceReading(
          records.records(),
          records.dropped(),
          new Completeness(
              contents.pages(),
              contents.items().size(),
              Math.toIntExact(meter.calls()),
              contents.shortfalls()),
          hints);
    } catch (ClientException e) {
      throw FolderProblems.of(e);
    }
  }

  /**
   * Reads photos. A photo's tag is the change key of its contact: while that is the same, nothing
   * is asked.
   *
   * @throws SourceUnavailable if they cannot be read
   */
  PhotoReading photos(List<RecordKey> keys, Map<RecordKey, DesiredRecord.Photo> known) {
    try {
      Now now = remembered().map(FolderReading::now).orElseGet(this::now);
      Map<RecordKey, FolderItem> items = FolderRecords.of(now.contents.items().values()).items();
      Map<RecordKey, DesiredRecord.Photo> photos = new HashMap<>();
      Map<RecordKey, FolderItem> asked = new LinkedHashMap<>();
      for (RecordKey key : keys) {
        FolderItem item = items.get(key);
        DesiredRecord.Photo before = known.get(key);
        if (item != null && before != null && before.tag().equals(item.changeKey())) {
          photos.put(key, before);
        } else if (item != null && !item.changeKey().equals(now.withoutPhoto.get(item.id()))) {
          asked.put(key, item);
        }
      }
      Map<Fingerprint, DownloadedPhoto> downloaded = new LinkedHashMap<>();
      Map<String, String> withoutPhoto = new HashMap<>(now.withoutPhoto);
      List<PhotoAnswer> answers = access.at(now.place).photos(List.copyOf(asked.values()));
      int i = 0;
      for (Map.Entry<RecordKey, FolderItem> one : asked.entrySet()) {
        PhotoAnswer answer = answers.get(i++);
        FolderItem item = one.getValue();
        DesiredRecord.Photo before = known.get(one.getKey());
        if (answer.bytes().isPresent()) {
          byte[] bytes = answer.bytes().get();
          Fingerprint content = Fingerprint.of(bytes);
          photos.put(one.getKey(), new DesiredRecord.Photo(item.changeKey(), content));
          downloaded.putIfAbsent(content, new DownloadedPhoto(content, bytes));
        } else if (answer.known()) {
          withoutPhoto.put(item.id(), item.changeKey());
        } else if (before != null) {
          photos.put(one.getKey(), before);
        }
      }
      if (!withoutPhoto.equals(now.withoutPhoto)) {
        keep(new Now(now.place, now.contents, withoutPhoto));
      }
      return new PhotoReading(
          photos, List.copyOf(downloaded.values()), Math.toIntExact(meter.calls()));
    } catch (ClientException e) {
      throw FolderProblems.of(e);
    }
  }

  private Now now() {
    Optional<Remembered> before = remembered();
    Optional<FolderContents> changes = before.flatMap(this::changes);
    String place = changes.isPresent() ? before.orElseThrow().place() : access.find();
    FolderContents contents = changes.orElseGet(() -> access.at(place).readAll());
    Map<String, String> withoutPhoto =
        new HashMap<>(before.map(Remembered::withoutPhoto).orElse(Map.of()));
    withoutPhoto.keySet().retainAll(contents.items().keySet());
    Now now = new Now(place, contents, withoutPhoto);
    if (!before.equals(toRemember(now))) {
      keep(now);
    }
    return now;
  }

  /**
   * What is there now, going by what is remembered; empty if everything has to be read. What is
   * remembered may be why the service refuses: a mailbox made anew under its old address, contents
   * that moved. Looking for the folder again finds it, or says what is really wrong.
   */
  private Optional<FolderContents> changes(Remembered known) {
    try {
      return access.at(known.place()).readChanges(known.items(), known.token());
    } catch (ClientException e) {
      if (e.isOfApp() || e.disposition().isPassing()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Now now(Remembered known) {
    return new Now(
        known.place(),
        new FolderContents(known.items(), Optional.of(known.token()), 0, new ArrayList<>()),
        known.withoutPhoto());
  }

  private Optional<Remembered> remembered() {
    return recollections
        .of(policy)
        .filter(kept -> kept.form().equals(form))
        .flatMap(kept -> Remembered.of(kept.bytes()));
  }

  private void keep(Now now) {
    toRemember(now)
        .ifPresent(known -> recollections.keep(policy, new Recollection(form, known.bytes())));
  }

  private static Optional<Remembered> toRemember(Now now) {
    FolderContents contents = now.contents;
    return contents.shortfalls().isEmpty()
        ? contents
            .token()
            .map(token -> new Remembered(now.place, token, contents.items(), now.withoutPhoto))
        : Optional.empty();
  }
}
