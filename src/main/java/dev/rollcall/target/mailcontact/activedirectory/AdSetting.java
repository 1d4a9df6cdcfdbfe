package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.ldap.LdapEdit;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapWriter;
import dev.rollcall.model.Mark;
import dev.rollcall.model.RecordField;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Progress;
import dev.rollcall.target.mailcontact.ContactForm;
import dev.rollcall.target.mailcontact.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings contacts that are there to what they shall be. Each is read first, so that only what
 * differs is written, and read again afterwards.
 */
final class AdSetting {

  /** What changed between the look and the write is looked at again, so often. */
  private static final int ATTEMPTS = 3;

  private static final long ADDRESS = 1L << RecordField.MAIL.code();

  private final AdShaping shaping;
  private final UnitContacts contacts;
  private final LdapWriter writer;
  private final Progress results;

  AdSetting(AdShaping shaping, UnitContacts contacts, LdapWriter writer, Progress results) {
    this.shaping = shaping;
    this.contacts = contacts;
    this.writer = writer;
    this.results = results;
  }

  /** Sets some contacts together. */
  void set(List<AdJob> jobs) {
    Set<String> taken =
        contacts.addressesOfOthers(
            jobs.stream()
                .filter(job -> ContactForm.has(job.fields(), RecordField.MAIL))
                .map(AdSetting::address)
                .toList());
    Set<String> names = shaping.namesOfOthers(jobs.stream().map(AdJob::wanted).toList());
    Map<String, LdapEntry> there = contacts.byId(jobs.stream().map(AdJob::id).toList());
    List<AdJob> written = new ArrayList<>();
    for (AdJob job : jobs) {
      LdapEntry entry = there.get(job.id());
      if (results.stopped()) {
        break;
      }
      boolean others =
          ContactForm.has(job.fields(), RecordField.MAIL)
              && taken.contains(address(job))
              && entry != null
              && !AdForm.address(entry).equals(address(job));
      if (others) {
        if (write(job.without(ADDRESS), entry, names)) {
          results.rejected(job.change(), Remarks.addressStays(""));
        }
      } else if (write(job, entry, names)) {
        written.add(job);
      }
    }
    settle(written);
  }

  /** Whether it is written; if not, what became of it is noted. */
  private boolean write(AdJob job, @Nullable LdapEntry first, Set<String> names) {
    Optional<LdapEntry> entry = Optional.ofNullable(first);
    for (int attempt = 1; ; attempt++) {
      if (entry.isEmpty()) {
        results.settled(new Outcome.Gone(job.change()));
        return false;
      }
      if (!isFree(entry.get())) {
        results.rejected(job.change(), AdRemarks.notOurs());
        return false;
      }
      List<LdapEdit> edits = shaping.edits(entry.get(), job, names);
      if (edits.isEmpty()) {
        return true;
      }
      try {
        writer.modify(job.id(), edits);
        return true;
      } catch (ClientException e) {
        boolean again =
            e.disposition() == Disposition.CONFLICT
                || e.disposition() == Disposition.GONE
                || e.disposition() == Disposition.UNKNOWN_EFFECT;
        if (!again || attempt == ATTEMPTS) {
          results.failed(job.change(), e);
          return false;
        }
        entry = Optional.ofNullable(contacts.byId(List.of(job.id())).get(job.id()));
      }
    }
  }

  /** Whether it carries no mark of another policy's. */
  private boolean isFree(LdapEntry entry) {
    String mark = entry.first(shaping.form().stampAttribute());
    return !Mark.isStamp(mark) || shaping.form().stamp().in(mark).isPresent();
  }

  private void settle(List<AdJob> jobs) {
    Map<String, LdapEntry> there = contacts.byId(jobs.stream().map(AdJob::id).toList());
    for (AdJob job : jobs) {
      LdapEntry entry = there.get(job.id());
      results.settled(
          entry == null
              ? new Outcome.Gone(job.change())
              : new Outcome.Done(
                  job.change(),
                  job.id(),
                  shaping.form().content(entry).prints(),
                  Optional.empty()));
    }
  }

  private static String address(AdJob job) {
    return UnitContacts.wanted(job.wanted().text(RecordField.MAIL));
  }
}
