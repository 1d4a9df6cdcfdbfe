package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.ldap.Controller;
import dev.rollcall.client.ldap.LdapEntry;
import dev.rollcall.client.ldap.LdapWriter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Fault;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Progress;
import dev.rollcall.target.mailcontact.Remarks;
import dev.rollcall.target.mailcontact.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out the changes to the contacts of one unit: first what goes, since its address may be
 * that of somebody who comes, then what changes, then what comes.
 */
final class AdKeeping {

  private final ContactUnit unit;
  private final Stamp stamp;
  private final ApplyRequest request;
  private final LdapWriter writer;
  private final UnitContacts contacts;
  private final Progress results = new Progress();
  private final AdSetting setting;
  private final AdMaking making;

  AdKeeping(ContactUnit unit, AdForm form, ApplyRequest request, LdapWriter writer) {
    this.unit = unit;
    this.stamp = form.stamp();
    this.request = request;
    this.writer = writer;
    this.contacts = new UnitContacts(unit, stamp, writer.session());
    AdShaping shaping = new AdShaping(form, contacts, writer.session());
    this.setting = new AdSetting(shaping, contacts, writer, results);
    this.making = new AdMaking(unit, shaping, contacts, writer, setting, results);
  }

  /**
   * @param now when it begins
   */
  ApplyResult run(Instant now) {
    Optional<Problem> behind = behind(now);
    if (behind.isPresent()) {
      return new ApplyResult(List.of(), behind, Fault.TARGET, Optional.empty(), false);
    }
    List<Change.Delete> deletes = new ArrayList<>();
    List<Change.Update> updates = new ArrayList<>();
    List<Change.Create> creates = new ArrayList<>();
    for (Change change : request.changes()) {
      change.match(
          creates::add,
          updates::add,
          disable -> {
            results.rejected(disable, Remarks.disableNotOffered());
            return true;
          },
          deletes::add,
          skip -> {
            throw new IllegalArgumentException("a skip is not carried out");
          });
    }
    try {
      for (int from = 0; goesOn(from, deletes); from += AdContactTarget.AT_ONCE) {
        remove(part(deletes, from));
      }
      for (int from = 0; goesOn(from, updates); from += AdContactTarget.AT_ONCE) {
        setting.set(part(updates, from).stream().map(this::job).toList());
      }
      for (int from = 0; goesOn(from, creates); from += AdContactTarget.AT_ONCE) {
        making.make(part(creates, from), this::wanted);
      }
    } catch (ClientException e) {
      // A look that failed; what was written before it is not settled, and looked at again.
      results.effectUnknown(e);
    }
    return results.result();
  }

  /** The look that the plan was made from may have been at another controller. */
  private Optional<Problem> behind(Instant now) {
    Place here =
        new Place(
            stamp.maker(),
            writer.session().controller().map(Controller::invocation).orElse(""),
            now);
    return Place.of(request.place())
        .flatMap(looked -> looked.doubtedUntil(here))
        .map(AdRemarks::controllerBehind);
  }

  private boolean goesOn(int from, List<? extends Change> changes) {
    return from < changes.size() && !results.stopped() && request.budget().allowsAnother();
  }

  private static <T> List<T> part(List<T> all, int from) {
    return all.subList(from, Math.min(from + AdContactTarget.AT_ONCE, all.size()));
  }

  private void remove(List<Change.Delete> deletes) {
    Map<String, LdapEntry> there =
        contacts.byId(deletes.stream().map(Change.Delete::itemId).toList());
    for (Change.Delete delete : deletes) {
      LdapEntry entry = there.get(delete.itemId());
      if (results.stopped()) {
        return;
      }
      if (entry != null && !isOf(delete.key(), entry)) {
        results.settled(done(delete, Optional.of(AdRemarks.notOurs())));
      } else if (entry == null || removed(delete)) {
        results.settled(done(delete, Optional.empty()));
      }
    }
  }

  private static Outcome done(Change.Delete delete, Optional<Problem> remark) {
    return new Outcome.Done(delete, delete.itemId(), FieldPrints.EMPTY, Optional.empty(), remark);
  }

  /** By the stamp; by the name where somebody emptied the attribute. */
  private boolean isOf(RecordKey key, LdapEntry entry) {
    return stamp.isOf(key, entry.first(unit.stampAttribute()), entry.first("cn"));
  }

  /** Whether it is gone; if not, its failure is noted. */
  private boolean removed(Change.Delete delete) {
    try {
      writer.delete(delete.itemId());
      return true;
    } catch (ClientException e) {
      boolean lost = e.disposition() == Disposition.UNKNOWN_EFFECT;
      if (lost && contacts.byId(List.of(delete.itemId())).isEmpty()) {
        return true;
      }
      results.failed(delete, e);
      return false;
    }
  }

  private AdJob job(Change.Update update) {
    return new AdJob(update, wanted(update.key()), update.itemId(), update.fields());
  }

  private Content wanted(RecordKey key) {
    return request.desired().apply(key).map(DesiredRecord::content).orElseThrow();
  }
}
