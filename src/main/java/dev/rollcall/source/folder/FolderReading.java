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
import dev.rollcall.source.folder.Remembered.Found;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One reading of the folder that a policy names: what changed since the last one, if that is
 * remembered and the service still knows it, and else everything.
 *
 * <p>What is remembered is kept after complete readings alone, and never needed for what contacts
 * say. It also keeps the keys of copies within the folder the same ({@link FolderRecords}).
 */
final class FolderReading {

  /**
   * How long a folder that was found is not looked for again. One that was deleted lies in Deleted
   * Items and can be read there on and on, as can one that was renamed: only looking tells.
   */
  private static final Duration TRUSTED = Duration.ofDays(1);

  private final Recollections recollections;
  private final PolicyId policy;
  private final FolderAccess access;
  private final String form;
  private final Clock clock;
  private final CallMeter meter;

  /**
   * @param selection what the policy names and who is asked for it, so that another folder is read
   *     in full
   * @param clock tells how long ago the folder was found
   * @param meter counts the requests of {@code access}
   */
  FolderReading(
      Recollections recollections,
      PolicyId policy,
      FolderAccess access,
      String selection,
      Clock clock,
      CallMeter meter) {
    this.recollections = recollections;
    this.policy = policy;
    this.access = access;
    this.clock = clock;
    this.form = "folder2 " + access.form() + " " + Fingerprint.of(selection).hex();
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
  private record Now(
      Found found,
      FolderContents contents,
      FolderRecords records,
      Map<String, String> withoutPhoto) {}

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
      FolderRecords records = now.records;
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
      Map<RecordKey, FolderItem> items = now.records.items();
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
      List<PhotoAnswer> answers = access.at(now.found.place()).photos(List.copyOf(asked.values()));
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
        keep(new Now(now.found, now.contents, now.records, withoutPhoto));
      }
      return new PhotoReading(
          photos, List.copyOf(downloaded.values()), Math.toIntExact(meter.calls()));
    } catch (ClientException e) {
      throw FolderProblems.of(e);
    }
  }

  private Now now() {
    Optional<Remembered> before = remembered();
    Optional<Found> recent = before.map(Remembered::found).filter(this::isRecent);
    Found found = recent.orElseGet(this::find);
    Optional<FolderContents> changes =
        before.filter(known -> known.found().place().equals(found.place())).flatMap(this::changes);
    if (changes.isPresent()) {
      return kept(before, found, changes.get());
    }
    Found again = recent.isPresent() ? find() : found;
    return kept(before, again, access.at(again.place()).readAll());
  }

  private Found find() {
    return new Found(access.find(), clock.instant());
  }

  private boolean isRecent(Found found) {
    Instant now = clock.instant();
    return !found.at().isAfter(now) && now.isBefore(found.at().plus(TRUSTED));
  }

  /** What was read, kept if it is not what is remembered anyway. */
  private Now kept(Optional<Remembered> before, Found found, FolderContents contents) {
    Map<String, String> withoutPhoto =
        new HashMap<>(before.map(Remembered::withoutPhoto).orElse(Map.of()));
    withoutPhoto.keySet().retainAll(contents.items().keySet());
    FolderRecords records =
        FolderRecords.of(contents.items().values(), before.map(Remembered::keys).orElse(Map.of()));
    Now now = new Now(found, contents, records, withoutPhoto);
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
      return access.at(known.found().place()).readChanges(known.items(), known.token());
    } catch (ClientException e) {
      if (e.isOfApp() || e.disposition().isPassing()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Now now(Remembered known) {
    return new Now(
        known.found(),
        new FolderContents(known.items(), Optional.of(known.token()), 0, List.of()),
        FolderRecords.of(known.items().values(), known.keys()),
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
            .map(
                token ->
                    new Remembered(
                        now.found, token, contents.items(), now.records.keys(), now.withoutPhoto))
        : Optional.empty();
  }
}
