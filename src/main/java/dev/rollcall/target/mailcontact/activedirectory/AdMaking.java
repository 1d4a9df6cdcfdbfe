package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapWriter;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Progress;
import dev.rollcall.target.mailcontact.Remarks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes contacts, each by one request and whole. One whose making was not answered, or whose name
 * is there already, is found by its name, which nothing else in the unit has.
 */
final class AdMaking {

  private final ContactUnit unit;
  private final AdShaping shaping;
  private final UnitContacts contacts;
  private final LdapWriter writer;
  private final AdSetting setting;
  private final Progress results;

  AdMaking(
      ContactUnit unit,
      AdShaping shaping,
      UnitContacts contacts,
      LdapWriter writer,
      AdSetting setting,
      Progress results) {
    this.unit = unit;
    this.shaping = shaping;
    this.contacts = contacts;
    this.writer = writer;
    this.setting = setting;
    this.results = results;
  }

  /**
   * What some additions came to, as far as it was told.
   *
   * @param asked those that were made, or may have been
   * @param left those that were not asked for, since another's answer was lost
   * @param made by name: those that were made just now
   * @param refused by name: those whose name was there already
   */
  private record Added(
      List<Change.Create> asked,
      List<Change.Create> left,
      Set<RecordKey> made,
      Set<RecordKey> refused) {}

  /**
   * What is still to be done.
   *
   * @param lost of whom nobody knows whether they will still come about, and who are not there
   * @param left who were not asked for
   */
  private record Rest(List<Change.Create> lost, List<Change.Create> left) {}

  /** Makes some contacts. */
  void make(List<Change.Create> creates, Function<RecordKey, Content> wanted) {
    Set<String> taken =
        contacts.addressesOfOthers(
            creates.stream().map(create -> address(wanted.apply(create.key()))).toList());
    List<Change.Create> free = new ArrayList<>();
    for (Change.Create create : creates) {
      if (taken.contains(address(wanted.apply(create.key())))) {
        results.rejected(create, Remarks.addressTaken());
      } else {
        free.add(create);
      }
    }
    Set<RecordKey> lost = new HashSet<>();
    List<Change.Create> todo = free;
    while (!todo.isEmpty() && !results.stopped()) {
      Rest rest = attempt(todo, wanted);
      todo = new ArrayList<>(rest.left);
      for (Change.Create create : rest.lost) {
        results.madeAgain();
        if (lost.add(create.key())) {
          todo.add(create);
        } else {
          results.rejected(create, Remarks.notMade());
        }
      }
    }
  }

  private Rest attempt(List<Change.Create> creates, Function<RecordKey, Content> wanted) {
    Added added = add(creates, wanted);
    Map<String, LdapEntry> there = contacts.byName(added.asked.stream().map(this::name).toList());
    List<Change.Create> lost = new ArrayList<>();
    List<AdJob> found = new ArrayList<>();
    for (Change.Create create : added.asked) {
      LdapEntry entry = there.get(name(create).toLowerCase(Locale.ROOT));
      if (entry == null && added.refused.contains(create.key())) {
        results.rejected(create, AdRemarks.nameTaken());
      } else if (entry == null) {
        lost.add(create);
      } else if (added.made.contains(create.key())) {
        results.settled(
            new Outcome.Done(
                create,
                UnitLook.id(entry),
                shaping.form().content(entry).prints(),
                Optional.empty()));
      } else if (UnitLook.isPolicys(unit, shaping.form().stamp(), entry)) {
        // Of an earlier making perhaps, when the record had other values.
        Content content = wanted.apply(create.key());
        found.add(new AdJob(create, content, UnitLook.id(entry), content.prints().fields()));
      } else {
        results.rejected(create, AdRemarks.nameTaken());
      }
    }
    if (!found.isEmpty()) {
      setting.set(found);
    }
    return new Rest(lost, added.left);
  }

  private Added add(List<Change.Create> creates, Function<RecordKey, Content> wanted) {
    Set<String> names =
        shaping.namesOfOthers(creates.stream().map(c -> wanted.apply(c.key())).toList());
    Added added = new Added(new ArrayList<>(), new ArrayList<>(), new HashSet<>(), new HashSet<>());
    boolean lost = false;
    for (Change.Create create : creates) {
      if (results.stopped()) {
        break;
      }
      if (lost) {
        added.left.add(create);
        continue;
      }
      try {
        writer.add(
            LdapWriter.nameIn(unit.name().toString(), name(create)),
            shaping.made(create.key(), wanted.apply(create.key()), names));
        added.asked.add(create);
        added.made.add(create.key());
      } catch (ClientException e) {
        lost = e.disposition() == Disposition.UNKNOWN_EFFECT;
        failed(create, e, added);
      }
    }
    return added;
  }

  private void failed(Change.Create create, ClientException failure, Added added) {
    if (failure.disposition() == Disposition.CONFLICT) {
      added.asked.add(create);
      added.refused.add(create.key());
    } else if (failure.disposition() == Disposition.UNKNOWN_EFFECT) {
      added.asked.add(create);
    } else if (failure.disposition() == Disposition.GONE) {
      results.rejected(create, AdRemarks.unitMissing());
    } else {
      results.failed(create, failure);
    }
  }

  private String name(Change.Create create) {
    return shaping.form().stamp().name(create.key());
  }

  private static String address(Content content) {
    return UnitContacts.wanted(content.text(RecordField.MAIL));
  }
}
