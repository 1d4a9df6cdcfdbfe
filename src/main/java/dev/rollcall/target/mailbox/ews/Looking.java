package dev.rollcall.target.mailbox.ews;

import dev.rollcall.client.ews.EwsChanges;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsContact;
import dev.rollcall.client.ews.EwsItemId;
import dev.rollcall.client.ews.EwsResult;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.model.CallMeter;
import dev.rollcall.plan.Observed;
import dev.rollcall.plan.ObservedItem;
import dev.rollcall.target.Observation;
import dev.rollcall.target.ObserveRequest.Depth;
import dev.rollcall.target.mailbox.Faults;
import dev.rollcall.target.mailbox.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at one mailbox's folder, as far as asked: one request where nothing changed, one for each
 * 512 contacts to list them, and one for each hundred to read them.
 *
 * <p>The list and the point from which changes can be read come from the same request, before the
 * contacts are read: what changes meanwhile is seen by the next drift check too, rather than by
 * none. A contact that the server cannot show is looked at again the next time, as long as that
 * costs one request.
 */
record Looking(EwsClient client, Stamp stamp, List<String> path, CallMeter meter) {

  Observation look(EwsPlace known, Depth depth, Optional<String> token) {
    try {
      if (known.folder().isPresent()) {
        Optional<Observation> seen = seen(known, depth == Depth.DRIFT ? token : Optional.empty());
        if (seen.isPresent()) {
          return seen.get();
        }
        // The folder was deleted, and perhaps made anew.
      }
      Optional<String> folder = new FolderPath(client, known.caller(), path, meter).find();
      if (folder.isPresent()) {
        Optional<Observation> seen = seen(known.at(folder.get()), Optional.empty());
        if (seen.isPresent()) {
          return seen.get();
        }
      }
      return new Observation.Seen(
          Optional.of(known.withoutFolder().text()),
          new Observed.Whole(List.of()),
          Optional.empty());
    } catch (ClientException e) {
      return Faults.failed(e);
    }
  }

  /** What the folder holds; empty if it is not there. */
  private Optional<Observation> seen(EwsPlace place, Optional<String> token) {
    Optional<EwsChanges> changes = token.flatMap(from -> changes(place, Optional.of(from)));
    if (changes.isPresent()) {
      Map<String, ObservedItem> changed = new LinkedHashMap<>();
      read(place, changes.get().changed()).forEach(item -> changed.put(item.itemId(), item));
      boolean again =
          changed.size() <= EwsClient.BATCH
              && changed.values().stream().anyMatch(ObservedItem::unread);
      return Optional.of(
          new Observation.Seen(
              Optional.of(place.text()),
              new Observed.Drift(changed, changes.get().removed()),
              again ? token : Optional.of(changes.get().state())));
    }
    return changes(place, Optional.empty())
        .map(
            all ->
                new Observation.Seen(
                    Optional.of(place.text()),
                    new Observed.Whole(read(place, all.changed())),
                    Optional.of(all.state())));
  }

  /** What changed; empty if the point, or the folder, is not known any more. */
  private Optional<EwsChanges> changes(EwsPlace place, Optional<String> token) {
    try {
      return Optional.of(client.syncFolderItems(place.caller(), place.folderId(), token, meter));
    } catch (ClientException e) {
      boolean unknown =
          e.disposition() == Disposition.GONE
              || (token.isPresent()
                  && e.disposition() == Disposition.PERMANENT
                  && !e.concernsWholeTarget());
      if (unknown) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Contacts that went meanwhile are left out; the next drift check tells of them. One that the
   * server cannot show is known by what a list says of it: were it left out, it would count as
   * gone.
   */
  private List<ObservedItem> read(EwsPlace place, List<EwsItemId> ids) {
    List<ObservedItem> items = new ArrayList<>(ids.size());
    List<String> unread = new ArrayList<>();
    List<EwsResult<EwsContact>> results =
        client.getContacts(place.caller(), ids, List.of(EwsItems.STAMP), meter);
    for (int i = 0; i < results.size(); i++) {
      EwsResult<EwsContact> result = results.get(i);
      if (result.succeeded()) {
        items.add(EwsItems.observed(result.orThrow(), stamp));
      } else if (result.failure().filter(e -> e.disposition() == Disposition.GONE).isEmpty()) {
        unread.add(ids.get(i).id());
      }
    }
    if (!unread.isEmpty()) {
      Map<String, String> stamps =
          client.listValues(place.caller(), place.folderId(), EwsItems.STAMP, meter);
      unread.forEach(
          id ->
              items.add(
                  ObservedItem.unread(id, Optional.ofNullable(stamps.get(id)).flatMap(stamp::in))));
    }
    return items;
  }
}
