package dev.rollcall.target.mailcontact;

import dev.rollcall.client.exchange.ContactRemoval;
import dev.rollcall.client.exchange.ObjectId;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.Maker;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.ApplyResult;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Progress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out the changes to one organisation's contacts: first what goes, since its address may be
 * that of somebody who comes, then what changes, then what comes. What an address stands in the way
 * of is tried once more in the end, when others may have given it free; of those who get each
 * other's, one steps aside first.
 */
final class Keeping {

  /** A domain that there will never be (RFC 2606). */
  private static final String NOWHERE = "@moving.invalid";

  private final Directory directory;
  private final Stamp stamp;
  private final ApplyRequest request;
  private final Progress results = new Progress();
  private final Setting setting;
  private final Making making;
  private final List<Job> addressTaken = new ArrayList<>();
  private final List<Change.Create> creationTaken = new ArrayList<>();

  Keeping(AddressList list, ApplyRequest request, CallMeter meter) {
    this.stamp = list.stamp(Maker.ofPlace(request.place()).orElseThrow());
    this.directory = new Directory(list, stamp, request.budget()::allowsPause, meter);
    this.request = request;
    this.setting = new Setting(directory, request.ledger(), results);
    this.making = new Making(directory, this::wanted, results);
  }

  ApplyResult run() {
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
    for (int from = 0; goesOn(from, deletes); from += MailContactTarget.AT_ONCE) {
      remove(part(deletes, from));
    }
    for (int from = 0; goesOn(from, updates); from += MailContactTarget.AT_ONCE) {
      addressTaken.addAll(setting.set(part(updates, from).stream().map(this::job).toList()));
    }
    for (int from = 0; goesOn(from, creates); from += MailContactTarget.AT_ONCE) {
      make(part(creates, from));
    }
    tryOnceMore();
    return results.result();
  }

  private boolean goesOn(int from, List<? extends Change> changes) {
    return from < changes.size() && !results.stopped() && request.budget().allowsAnother();
  }

  private static <T> List<T> part(List<T> all, int from) {
    return all.subList(from, Math.min(from + MailContactTarget.AT_ONCE, all.size()));
  }

  private void remove(List<Change.Delete> deletes) {
    List<ContactRemoval.Result> removed =
        directory.remove(
            deletes.stream()
                .map(
                    delete ->
                        new ContactRemoval(
                            new ObjectId(delete.itemId()), row -> stamp.isOf(delete.key(), row)))
                .toList());
    for (int i = 0; i < deletes.size(); i++) {
      Change.Delete delete = deletes.get(i);
      Optional<Problem> remark =
          removed.get(i).spared() ? Optional.of(Remarks.notOurs()) : Optional.empty();
      removed
          .get(i)
          .failure()
          .ifPresentOrElse(
              failure -> results.failed(delete, failure),
              () ->
                  results.settled(
                      new Outcome.Done(
                          delete, delete.itemId(), FieldPrints.EMPTY, Optional.empty(), remark)));
    }
  }

  private void make(List<Change.Create> creates) {
    Making.Begun begun = making.make(creates);
    creationTaken.addAll(begun.taken());
    for (int from = 0; from < begun.begun().size(); from += MailContactTarget.AT_ONCE) {
      addressTaken.addAll(setting.set(part(begun.begun(), from)));
    }
  }

  private void tryOnceMore() {
    List<Job> late = addressTaken.stream().map(Job::anew).toList();
    List<Change.Create> lateCreations = List.copyOf(creationTaken);
    addressTaken.clear();
    creationTaken.clear();
    List<Job> stuck = new ArrayList<>();
    for (int from = 0; goesOnWithJobs(from, late); from += MailContactTarget.AT_ONCE) {
      stuck.addAll(setting.set(part(late, from)));
    }
    turnCircles(stuck);
    for (int from = 0; goesOn(from, lateCreations); from += MailContactTarget.AT_ONCE) {
      make(part(lateCreations, from));
    }
    creationTaken.forEach(create -> results.rejected(create, Remarks.addressTaken()));
    addressTaken.forEach(job -> results.rejected(job.change(), Remarks.addressStays(service(job))));
  }

  /**
   * A crash in between leaves an address that nobody has, and the next run sets it: an address is
   * nobody's edit to keep.
   */
  private void turnCircles(List<Job> stuck) {
    Set<Job> open = new LinkedHashSet<>(stuck);
    List<Optional<Content>> now =
        stuck.size() < 2 ? List.of() : directory.contents(stuck.stream().map(Job::id).toList());
    for (List<Job> circle : now.isEmpty() ? List.<List<Job>>of() : Circles.among(stuck, now)) {
      Job last = circle.get(circle.size() - 1);
      if (results.stopped()
          || !request.budget().allowsAnother()
          || !setting.stepAside(last, stamp.name(last.key()) + NOWHERE)) {
        continue;
      }
      for (Job job : circle) {
        if (setting.set(List.of(job.anew())).isEmpty()) {
          open.remove(job);
        }
      }
    }
    open.forEach(job -> results.rejected(job.change(), Remarks.addressStays(service(job))));
  }

  private boolean goesOnWithJobs(int from, List<Job> jobs) {
    return from < jobs.size() && !results.stopped() && request.budget().allowsAnother();
  }

  private static String service(Job job) {
    return job.failure().map(failure -> failure.problem().service()).orElse("");
  }

  private Job job(Change.Update update) {
    return new Job(
        update,
        wanted(update.key()),
        new ObjectId(update.itemId()),
        update.fields(),
        false,
        Optional.empty());
  }

  private Content wanted(RecordKey key) {
    return request.desired().apply(key).map(DesiredRecord::content).orElseThrow();
  }
}
