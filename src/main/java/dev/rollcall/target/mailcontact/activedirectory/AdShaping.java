package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.ldap.LdapEdit;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapSession;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.target.mailcontact.ContactForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What contacts shall hold, with what depends on who else is there. */
final class AdShaping {

  private static final long LISTED =
      1L << RecordField.HIDDEN.code() | 1L << RecordField.DIRECTORY_ID.code();

  private final AdForm form;
  private final UnitContacts contacts;
  private final LdapSession session;
  private Optional<ExchangeOrganisation> exchange = Optional.empty();

  AdShaping(AdForm form, UnitContacts contacts, LdapSession session) {
    this.form = form;
    this.contacts = contacts;
    this.session = session;
  }

  AdForm form() {
    return form;
  }

  /** Which of these names others have; nobody is asked where names need not be distinct. */
  Set<String> namesOfOthers(Collection<Content> wanted) {
    return form.distinctNames()
        ? contacts.namesOfOthers(
            wanted.stream()
                .map(content -> content.text(RecordField.DISPLAY_NAME))
                .filter(name -> !name.isEmpty())
                .toList())
        : Set.of();
  }

  /** All of a new contact. */
  Map<String, List<String>> made(RecordKey key, Content wanted, Set<String> namesOfOthers) {
    Map<String, List<String>> made = form.made(key, wanted, shown(wanted, namesOfOthers));
    Map<String, List<String>> all = new HashMap<>(made);
    all.putAll(given(key, wanted, made));
    all.values().removeIf(List::isEmpty);
    return all;
  }

  /** What is missing from a contact that is there. */
  List<LdapEdit> edits(LdapEntry entry, AdJob job, Set<String> namesOfOthers) {
    String shown = shown(job.wanted(), namesOfOthers);
    List<LdapEdit> edits =
        new ArrayList<>(form.edits(entry, job.key(), job.wanted(), shown, job.fields()));
    if ((job.fields() & LISTED) != 0) {
      Map<String, List<String>> given =
          new HashMap<>(given(job.key(), job.wanted(), form.made(job.key(), job.wanted(), shown)));
      if (entry.has(ExchangeOrganisation.LEGACY_NAME)) {
        // Whoever answers an old mail of a contact that is taken over answers to this.
        given.remove(ExchangeOrganisation.LEGACY_NAME);
      }
      given.forEach((name, values) -> LdapEdit.of(entry, name, values).ifPresent(edits::add));
    }
    return edits;
  }

  private Map<String, List<String>> given(
      RecordKey key, Content wanted, Map<String, List<String>> made) {
    ExchangeOrganisation known = exchange.orElseGet(() -> ExchangeOrganisation.of(session));
    exchange = Optional.of(known);
    return known.given(
        made, form.stamp().name(key), wanted.text(RecordField.HIDDEN).equals("true"));
  }

  private static String shown(Content wanted, Set<String> namesOfOthers) {
    return ContactForm.shown(wanted, namesOfOthers.contains(wanted.text(RecordField.DISPLAY_NAME)));
  }
}
