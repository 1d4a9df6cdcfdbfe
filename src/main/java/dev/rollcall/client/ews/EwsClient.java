package dev.rollcall.client.ews;

import dev.rollcall.client.http.Backoff;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.http.Failures;
import dev.rollcall.client.http.Pause;
import dev.rollcall.client.http.Service;
import dev.rollcall.client.http.Symptom;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.RecordField;
import dev.rollcall.telemetry.CallObserver;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Conversations with one Exchange server as one account, which acts for the mailboxes it is asked
 * about. Safe for several threads; meant to be kept.
 *
 * <p>What reads is repeated when it fails for a passing reason, within {@link #ATTEMPTS} and {@link
 * #PATIENCE}; a longer wait that the server asks for is handed back with the failure. What writes
 * is sent once: whoever writes knows how to look whether it had its effect.
 *
 * <p>Requests for several items answer for each of them; a failure of the whole request is thrown.
 *
 * @see <a
 *     href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange">EWS
 *     throttling</a> (read 2026-11-21)
 */
public final class EwsClient {

  /** How often one reading request is sent at most. */
  public static final int ATTEMPTS = 5;

  /** How long one reading request waits in all for a server that asks for pauses. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How many ids a page of a listing has; a server's policy allows a thousand at most. */
  public static final int LISTED = 500;

  /** How many items one request reads or writes. */
  public static final int BATCH = 100;

  /** How many changes one request asks for; the server's limit. */
  public static final int SYNCED = 512;

  private static final int FOLDERS = 100;

  private final EwsRequests requests;

  /**
   * @param server which server is asked
   * @param login who asks
   * @param random the jitter of waits
   * @param pause how waits are spent
   */
  public EwsClient(
      EwsServer server,
      EwsLogin login,
      EwsTransport transport,
      Clock clock,
      RandomGenerator random,
      Pause pause) {
    this(
        new EwsRequests(
            new Autodiscover(server, login, transport, clock, ServiceRecords::hosts),
            login,
            transport,
            clock,
            new Backoff(random),
            pause,
            CallObserver.none(),
            true));
  }

  private EwsClient(EwsRequests requests) {
    this.requests = requests;
  }

  /** The same client, with its connections, whose requests this observer is told of. */
  public EwsClient observedBy(CallObserver observer) {
    return new EwsClient(requests.observedBy(observer));
  }

  /** The same client, which sends reads once too: for whoever decides on every wait. */
  public EwsClient once() {
    return new EwsClient(requests.once());
  }

  // ---- Autodiscover ----

  /**
   * Where the service is that answers for a mailbox.
   *
   * @throws ClientException if Autodiscover does not tell
   */
  public URI url(EwsCaller caller, CallMeter meter) {
    return requests.autodiscover().url(caller, meter);
  }

  /**
   * What the server tells of a mailbox; kept once it is known.
   *
   * @throws ClientException if it tells nothing
   */
  public EwsUserSettings userSettings(String smtp, CallMeter meter) {
    return requests.autodiscover().settings(smtp, meter);
  }

  /**
   * The address that Autodiscover has for a mailbox that is named by its id and a domain, such as a
   * public folder's content mailbox; kept once it is known.
   *
   * @throws ClientException if it knows none
   */
  public String autodiscoverAddress(String smtp, CallMeter meter) {
    return requests.autodiscover().address(smtp, meter);
  }

  // ---- folders ----

  /**
   * The folders in a folder, not those below them.
   *
   * @throws ClientException if it failed
   */
  public List<EwsFolder> findFolders(EwsCaller caller, EwsFolderId parent, CallMeter meter) {
    List<EwsFolder> folders = new ArrayList<>();
    requests.paged(
        caller,
        "FindFolder",
        (xml, offset) ->
            xml.begin("m:FindFolder")
                .attribute("Traversal", "Shallow")
                .with(FolderXml::shape)
                .begin("m:IndexedPageFolderView")
                .with(view -> EwsRequests.page(view, FOLDERS, offset))
                .end()
                .begin("m:ParentFolderIds")
                .with(ids -> FolderXml.id(ids, parent))
                .end()
                .end(),
        root -> {
          List<XmlElement> found = root.child("Folders").children();
          found.forEach(folder -> folders.add(FolderXml.read(folder)));
          return found.size();
        },
        meter);
    return folders;
  }

  /**
   * One folder; empty if it is not there.
   *
   * @throws ClientException if it failed
   */
  public Optional<EwsFolder> getFolder(EwsCaller caller, EwsFolderId folder, CallMeter meter) {
    try {
      XmlElement message =
          requests.readOne(
              caller,
              "GetFolder",
              xml ->
                  xml.begin("m:GetFolder")
                      .with(FolderXml::shape)
                      .begin("m:FolderIds")
                      .with(ids -> FolderXml.id(ids, folder))
                      .end()
                      .end(),
              meter);
      return message.child("Folders").children().stream().findFirst().map(FolderXml::read);
    } catch (ClientException e) {
      if (e.disposition() == Disposition.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Creates a folder for contacts. Sent once.
   *
   * @return its id
   * @throws ClientException if it failed; {@link Disposition#CONFLICT} if there is one of that name
   */
  public String createFolder(EwsCaller caller, EwsFolderId parent, String name, CallMeter meter) {
    XmlElement message =
        requests
            .write(
                caller,
                "CreateFolder",
                xml ->
                    xml.begin("m:CreateFolder")
                        .begin("m:ParentFolderId")
                        .with(id -> FolderXml.id(id, parent))
                        .end()
                        .begin("m:Folders")
                        .begin("t:ContactsFolder")
                        .text("t:FolderClass", EwsFolder.contactClass())
                        .text("t:DisplayName", name)
                        .end()
                        .end()
                        .end(),
                1,
                meter)
            .get(0);
    SoapAnswer.throwFailure(message);
    return message.find("FolderId").attribute("Id");
  }

  // ---- reading contacts ----

  /**
   * Every contact of a folder, {@value #LISTED} to a request.
   *
   * @throws ClientException if any page failed: a part is never answered
   */
  public List<EwsItemId> findItems(EwsCaller caller, EwsFolderId folder, CallMeter meter) {
    List<EwsItemId> items = new ArrayList<>();
    find(
        caller,
        folder,
        xml -> {},
        xml -> {},
        item -> items.add(ContactReading.id(item.child("ItemId"))),
        meter);
    return items;
  }

  /**
   * The contacts of a folder that have one of these values, compared without regard to case; at
   * most {@value #BATCH} values to a request.
   *
   * @return the contacts by value, in lower case
   * @throws ClientException if any request failed
   */
  public Map<String, EwsItemId> findItems(
      EwsCaller caller,
      EwsFolderId folder,
      EwsProperty property,
      List<String> values,
      CallMeter meter) {
    Map<String, EwsItemId> found = new HashMap<>();
    for (List<String> some : batches(values, BATCH)) {
      find(
          caller,
          folder,
          xml -> xml.begin("t:AdditionalProperties").with(property::write).end(),
          xml -> FolderXml.restriction(xml, property, some),
          item ->
              property
                  .on(item)
                  .ifPresent(
                      value ->
                          found.putIfAbsent(
                              value.toLowerCase(Locale.ROOT),
                              ContactReading.id(item.child("ItemId")))),
          meter);
    }
    return found;
  }

  /**
   * What the folder's list says of this property, {@value #LISTED} contacts to a request. The list
   * shows contacts too that the server cannot read.
   *
   * @return the values by the contact's id, of those that have one
   * @throws ClientException if any page failed: a part is never answered
   */
  public Map<String, String> listValues(
      EwsCaller caller, EwsFolderId folder, EwsProperty property, CallMeter meter) {
    Map<String, String> values = new HashMap<>();
    find(
        caller,
        folder,
        xml -> xml.begin("t:AdditionalProperties").with(property::write).end(),
        xml -> {},
        item ->
            property
                .on(item)
                .ifPresent(
                    value -> values.put(ContactReading.id(item.child("ItemId")).id(), value)),
        meter);
    return values;
  }

  private void find(
      EwsCaller caller,
      EwsFolderId folder,
      Consumer<SoapWriter> shape,
      Consumer<SoapWriter> restriction,
      Consumer<XmlElement> found,
      CallMeter meter) {
    requests.paged(
        caller,
        "FindItem",
        (xml, offset) ->
            xml.begin("m:FindItem")
                .attribute("Traversal", "Shallow")
                .begin("m:ItemShape")
                .text("t:BaseShape", "IdOnly")
                .with(shape)
                .end()
                .begin("m:IndexedPageItemView")
                .with(view -> EwsRequests.page(view, LISTED, offset))
                .end()
                .with(restriction)
                .begin("m:ParentFolderIds")
                .with(ids -> FolderXml.id(ids, folder))
                .end()
                .end(),
        root -> {
          List<XmlElement> items = root.child("Items").children();
          items.stream().filter(item -> item.name().equals("Contact")).forEach(found);
          return items.size();
        },
        meter);
  }

  /**
   * Contacts with all their fields, {@value #BATCH} to a request.
   *
   * @param properties further properties to read
   * @return a result for each, in their order; one that is no longer there is {@link
   *     Disposition#GONE}, and one that the server cannot show, however often it is asked, has
   *     another failure
   * @throws ClientException if any request failed as a whole
   */
  public List<EwsResult<EwsContact>> getContacts(
      EwsCaller caller, List<EwsItemId> ids, Collection<EwsProperty> properties, CallMeter meter) {
    return getContacts(caller, ids, properties, BATCH, meter);
  }

  /**
   * The same with as many to a request as {@code atOnce}; for what was just written, which the
   * server has at hand.
   */
  public List<EwsResult<EwsContact>> getContacts(
      EwsCaller caller,
      List<EwsItemId> ids,
      Collection<EwsProperty> properties,
      int atOnce,
      CallMeter meter) {
    List<EwsResult<EwsContact>> contacts = new ArrayList<>(ids.size());
    for (List<EwsItemId> some : batches(ids, atOnce)) {
      List<XmlElement> messages =
          requests.read(
              caller,
              "GetItem",
              xml -> {
                xml.begin("m:GetItem");
                ContactReading.shape(xml, properties);
                itemIds(xml, some.stream().map(EwsItemId::id).toList());
                xml.end();
              },
              some.size(),
              meter);
      for (XmlElement message : messages) {
        contacts.add(result(message, made -> ContactReading.read(item(made), properties)));
      }
    }
    return contacts;
  }

  /**
   * What changed in a folder, {@value #SYNCED} to a request. Not for public folders.
   *
   * @param state what an earlier reading answered; empty for everything there is
   * @throws ClientException if any request failed; {@link Disposition#GONE} if the server no longer
   *     knows the state
   */
  public EwsChanges syncFolderItems(
      EwsCaller caller, EwsFolderId folder, Optional<String> state, CallMeter meter) {
    Map<String, EwsItemId> changed = new LinkedHashMap<>();
    Set<String> removed = new HashSet<>();
    String at = state.orElse("");
    while (true) {
      String from = at;
      XmlElement message =
          requests.readOne(
              caller,
              "SyncFolderItems",
              xml -> {
                xml.begin("m:SyncFolderItems");
                xml.begin("m:ItemShape").text("t:BaseShape", "IdOnly").end();
                xml.begin("m:SyncFolderId").with(id -> FolderXml.id(id, folder)).end();
                if (!from.isEmpty()) {
                  xml.text("m:SyncState", from);
                }
                xml.text("m:MaxChangesReturned", Integer.toString(SYNCED)).end();
              },
              meter);
      for (XmlElement change : message.child("Changes").children()) {
        synced(change, changed, removed);
      }
      String next = message.text("SyncState");
      boolean last = message.text("IncludesLastItemInRange").equals("true");
      if (!last && (next.isEmpty() || next.equals(from))) {
        throw Failures.of(Symptom.answer(Service.EWS, 200, "answerNotWhole", ""));
      }
      at = next;
      if (last) {
        return new EwsChanges(at, List.copyOf(changed.values()), removed);
      }
    }
  }

  /** The same item may come more than once; the last word counts. */
  private static void synced(
      XmlElement change, Map<String, EwsItemId> changed, Set<String> removed) {
    if (change.name().equals("Delete")) {
      String id = change.child("ItemId").attribute("Id");
      changed.remove(id);
      removed.add(id);
    } else if (change.child("Contact").exists()) {
      EwsItemId id = ContactReading.id(change.child("Contact").child("ItemId"));
      removed.remove(id.id());
      changed.put(id.id(), id);
    }
  }

  /**
   * The bytes of a contact's photo.
   *
   * @param attachment what {@link EwsContact#photo} says
   * @throws ClientException if it failed
   */
  public byte[] getPhoto(EwsCaller caller, String attachment, CallMeter meter) {
    XmlElement message =
        requests.readOne(
            caller,
            "GetAttachment",
            xml ->
                xml.begin("m:GetAttachment")
                    .begin("m:AttachmentIds")
                    .begin("t:AttachmentId")
                    .attribute("Id", attachment)
                    .end()
                    .end()
                    .end(),
            meter);
    try {
      return Base64.getMimeDecoder().decode(message.find("Content").text());
    } catch (IllegalArgumentException e) {
      throw Failures.of(Symptom.answer(Service.EWS, 200, "answerNotWhole", ""));
    }
  }

  // ---- writing contacts ----

  /**
   * Creates contacts in a folder, at most {@value #BATCH}. Sent once.
   *
   * @return a result for each, in their order
   * @throws ClientException if the request failed as a whole; {@link Disposition#UNKNOWN_EFFECT}:
   *     look before creating again
   */
  public List<EwsResult<EwsItemId>> createContacts(
      EwsCaller caller, EwsFolderId folder, List<EwsNewContact> contacts, CallMeter meter) {
    atMost(contacts.size());
    return requests
        .write(
            caller,
            "CreateItem",
            xml -> {
              xml.begin("m:CreateItem");
              xml.begin("m:SavedItemFolderId").with(id -> FolderXml.id(id, folder)).end();
              xml.begin("m:Items");
              contacts.forEach(contact -> ContactWriting.create(xml, contact));
              xml.end().end();
            },
            contacts.size(),
            meter)
        .stream()
        .map(message -> result(message, made -> ContactReading.id(item(made).child("ItemId"))))
        .toList();
  }

  /**
   * Writes some fields of contacts, at most {@value #BATCH}, whatever their state. Sent once; doing
   * it twice does no harm.
   *
   * @return a result for each, in their order; {@link Disposition#GONE} for one that is not there
   * @throws ClientException if the request failed as a whole
   */
  public List<EwsResult<EwsItemId>> updateContacts(
      EwsCaller caller, List<EwsUpdate> updates, CallMeter meter) {
    atMost(updates.size());
    return requests
        .write(
            caller,
            "UpdateItem",
            xml -> {
              xml.begin("m:UpdateItem").attribute("ConflictResolution", "AlwaysOverwrite");
              xml.begin("m:ItemChanges");
              updates.forEach(update -> update(xml, update));
              xml.end().end();
            },
            updates.size(),
            meter)
        .stream()
        .map(message -> result(message, made -> ContactReading.id(item(made).child("ItemId"))))
        .toList();
  }

  private static void update(SoapWriter xml, EwsUpdate update) {
    xml.begin("t:ItemChange");
    xml.begin("t:ItemId").attribute("Id", update.itemId()).end();
    xml.begin("t:Updates");
    for (RecordField field : RecordField.OF_CONTACTS) {
      if ((update.fields() & 1L << field.code()) != 0) {
        ContactWriting.update(xml, field, update.content());
      }
    }
    xml.end().end();
  }

  /**
   * Deletes contacts, at most {@value #BATCH}; their user can recover them for as long as the
   * server keeps what was deleted. Sent once; doing it twice does no harm.
   *
   * @return a result for each, in their order; {@link Disposition#GONE} for one that is not there
   * @throws ClientException if the request failed as a whole
   */
  public List<EwsResult<String>> deleteContacts(
      EwsCaller caller, List<String> ids, CallMeter meter) {
    atMost(ids.size());
    List<XmlElement> messages =
        requests.write(
            caller,
            "DeleteItem",
            xml -> {
              xml.begin("m:DeleteItem").attribute("DeleteType", "SoftDelete");
              itemIds(xml, ids);
              xml.end();
            },
            ids.size(),
            meter);
    List<EwsResult<String>> results = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      results.add(result(messages.get(i), made -> id));
    }
    return results;
  }

  /**
   * Sets a contact's photo. Sent once.
   *
   * @param replaced the attachment to take away before, as {@link EwsContact#photo} says; empty if
   *     it has none
   * @throws ClientException if it failed; the photo of before may be gone then
   */
  public void setPhoto(
      EwsCaller caller, String itemId, Optional<String> replaced, byte[] photo, CallMeter meter) {
    if (replaced.isPresent()) {
      XmlElement message =
          requests
              .write(
                  caller,
                  "DeleteAttachment",
                  xml ->
                      xml.begin("m:DeleteAttachment")
                          .begin("m:AttachmentIds")
                          .begin("t:AttachmentId")
                          .attribute("Id", replaced.get())
                          .end()
                          .end()
                          .end(),
                  1,
                  meter)
              .get(0);
      SoapAnswer.failure(message)
          .filter(e -> e.disposition() != Disposition.GONE)
          .ifPresent(
              e -> {
                throw e;
              });
    }
    boolean png = photo.length > 0 && photo[0] == (byte) 0x89;
    SoapAnswer.throwFailure(
        requests
            .write(
                caller,
                "CreateAttachment",
                xml ->
                    xml.begin("m:CreateAttachment")
                        .begin("m:ParentItemId")
                        .attribute("Id", itemId)
                        .end()
                        .begin("m:Attachments")
                        .begin("t:FileAttachment")
                        .text("t:Name", png ? "ContactPicture.png" : "ContactPicture.jpg")
                        .text("t:ContentType", png ? "image/png" : "image/jpeg")
                        .text("t:IsInline", "false")
                        .text("t:IsContactPhoto", "true")
                        .text("t:Content", Base64.getEncoder().encodeToString(photo))
                        .end()
                        .end()
                        .end(),
                1,
                meter)
            .get(0));
  }

  // ---- mail ----

  /**
   * Sends a mail from the caller's mailbox; no copy is kept. Sent once.
   *
   * @param mime the whole mail
   * @throws ClientException if it failed; {@link Disposition#UNKNOWN_EFFECT}: it may have been sent
   */
  public void sendMime(EwsCaller caller, byte[] mime, CallMeter meter) {
    SoapAnswer.throwFailure(
        requests
            .write(
                caller,
                "CreateItem",
                xml ->
                    xml.begin("m:CreateItem")
                        .attribute("MessageDisposition", "SendOnly")
                        .begin("m:Items")
                        .begin("t:Message")
                        .begin("t:MimeContent")
                        .attribute("CharacterSet", "UTF-8")
                        .characters(Base64.getEncoder().encodeToString(mime))
                        .end()
                        .end()
                        .end()
                        .end(),
                1,
                meter)
            .get(0));
  }

  // ---- parts of documents ----

  private static void itemIds(SoapWriter xml, List<String> ids) {
    xml.begin("m:ItemIds");
    ids.forEach(id -> xml.begin("t:ItemId").attribute("Id", id).end());
    xml.end();
  }

  private static XmlElement item(XmlElement message) {
    return message.child("Items").children().stream().findFirst().orElse(message.child(""));
  }

  private static <T> EwsResult<T> result(XmlElement message, Function<XmlElement, T> made) {
    return SoapAnswer.failure(message)
        .map(EwsResult::<T>failed)
        .orElseGet(() -> EwsResult.of(made.apply(message)));
  }

  private static void atMost(int items) {
    if (items > BATCH) {
      throw new IllegalArgumentException("at most " + BATCH + " items at once, not " + items);
    }
  }

  private static <T> List<List<T>> batches(List<T> all, int size) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      batches.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return batches;
  }
}
