package dev.rollcall.target.mailprotector;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.mailprotector.MailUser;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.Change;
import dev.rollcall.target.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Changes one account: its names and its type by one request, its aliases one by one. What cannot
 * be changed is reported after everything else was.
 */
final class Altering {

  private static final long NAMED =
      bit(RecordField.DISPLAY_NAME)
          | bit(RecordField.GIVEN_NAME)
          | bit(RecordField.SURNAME)
          | bit(RecordField.ACCOUNT_TYPE);

  private static final long ADDRESSES = bit(RecordField.MAIL) | bit(RecordField.ALIASES);

  private final Console console;
  private final Accounts accounts;
  private final Change.Update change;
  private final Content wanted;
  private final FieldPrints before;
  private final long id;

  /**
   * @param wanted what the account shall hold
   * @param before what the service answered last
   */
  Altering(
      Console console,
      Accounts accounts,
      Change.Update change,
      Content wanted,
      FieldPrints before) {
    this.console = console;
    this.accounts = accounts;
    this.change = change;
    this.wanted = wanted;
    this.before = before;
    this.id = Long.parseLong(change.itemId());
  }

  /**
   * @throws ClientException if the service failed; doing it again does no harm
   */
  Outcome outcome() {
    MailUser user;
    try {
      user =
          (change.fields() & NAMED) == 0
              ? console.user(id)
              : console.update(id, Accounts.names(wanted), Accounts.type(wanted));
    } catch (ClientException e) {
      if (e.disposition() == Disposition.GONE) {
        return new Outcome.Gone(change);
      }
      throw e;
    }
    boolean addresses = (change.fields() & ADDRESSES) != 0;
    Optional<List<String>> aliases = addresses ? Optional.of(aliases(user)) : Optional.empty();
    Optional<Problem> fixed = whatStays(user);
    if (fixed.isPresent()) {
      return new Outcome.Rejected(change, fixed.get());
    }
    int spilled = addresses ? accounts.spilled(wanted) : 0;
    return new Outcome.Done(
        change,
        change.itemId(),
        aliases
            .map(names -> accounts.prints(user, names))
            .orElseGet(() -> accounts.printsKeepingAliases(user, before)),
        Optional.empty(),
        spilled == 0 ? Optional.empty() : Optional.of(Remarks.aliasesSpilled(spilled)));
  }

  /** What the service cannot change, unless somebody changed it in the console meanwhile. */
  private Optional<Problem> whatStays(MailUser user) {
    Optional<String> name = accounts.name(wanted);
    if (has(RecordField.MAIL) && name.isEmpty()) {
      return Optional.of(Remarks.addressOutsideDomain());
    }
    if (has(RecordField.MAIL) && !name.get().equals(user.name())) {
      return Optional.of(Remarks.primaryStays());
    }
    boolean groupDiffers =
        has(RecordField.DESTINATION) && !wanted.text(RecordField.DESTINATION).equals(user.group());
    return groupDiffers ? Optional.of(Remarks.groupStays()) : Optional.empty();
  }

  /**
   * Makes the account's aliases what they shall be: first what is new, so that mail to an address
   * that only changes hands inside the account is never refused.
   *
   * @return the names it has then
   */
  private List<String> aliases(MailUser user) {
    Map<String, Long> there = new HashMap<>();
    for (MailUser alias : console.aliases(id)) {
      there.put(alias.name(), alias.id());
    }
    TreeSet<String> names = new TreeSet<>(accounts.aliases(wanted));
    accounts.name(wanted).ifPresent(names::add);
    names.remove(user.name());
    for (String name : names) {
      if (!there.containsKey(name)) {
        add(name);
      }
    }
    for (Map.Entry<String, Long> alias : there.entrySet()) {
      if (!names.contains(alias.getKey())) {
        console.delete(alias.getValue());
      }
    }
    return new ArrayList<>(names);
  }

  private void add(String name) {
    try {
      console.createAlias(id, name);
    } catch (ClientException e) {
      boolean lost = e.disposition() == Disposition.UNKNOWN_EFFECT;
      if (!lost || console.aliases(id).stream().noneMatch(a -> a.name().equals(name))) {
        throw e;
      }
    }
  }

  private boolean has(RecordField field) {
    return (change.fields() & bit(field)) != 0;
  }

  private static long bit(RecordField field) {
    return 1L << field.code();
  }
}
