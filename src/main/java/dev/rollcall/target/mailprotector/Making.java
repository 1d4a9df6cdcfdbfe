package dev.rollcall.target.mailprotector;

import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.mailprotector.MailGroup;
import dev.rollcall.client.mailprotector.MailUser;
import dev.rollcall.client.mailprotector.NewMailUser;
import dev.rollcall.model.Content;
import dev.rollcall.plan.Change;
import dev.rollcall.target.Outcome;
import dev.rollcall.target.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes accounts, many at once. What became of an account whose making was not answered, or was
 * answered for others only, is found out by its address before it is made again.
 */
final class Making {

  /** Their clock and ours may differ by this much. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

  private final Console console;
  private final Accounts accounts;
  private final Progress results;
  private final Clock clock;

  Making(Console console, Accounts accounts, Progress results, Clock clock) {
    this.console = console;
    this.accounts = accounts;
    this.results = results;
    this.clock = clock;
  }

  /** An account to make. */
  record Wanted(Change change, Content content, NewMailUser user) {}

  /**
   * Makes the accounts of one group.
   *
   * @return those whose address is taken, which may become free by a deletion
   */
  List<Wanted> make(MailGroup group, List<Wanted> wanted) {
    Instant begun = clock.instant();
    try {
      Map<String, MailUser> made = new HashMap<>();
      for (MailUser user : console.create(group, wanted.stream().map(Wanted::user).toList())) {
        if (!user.isAlias()) {
          made.put(user.name(), user);
        }
      }
      List<Wanted> unanswered = new ArrayList<>();
      for (Wanted one : wanted) {
        MailUser user = made.get(one.user().name());
        if (user == null) {
          unanswered.add(one);
        } else {
          done(one, user);
        }
      }
      return oneByOne(group, unanswered, begun, false);
    } catch (ClientException e) {
      boolean unknown = e.disposition() == Disposition.UNKNOWN_EFFECT;
      if (!unknown && results.stopsAll(e)) {
        return List.of();
      }
      if (!unknown && wanted.size() == 1) {
        return refused(wanted.get(0), e);
      }
      // Of a refused bulk nobody says whether part of it was done.
      return oneByOne(group, wanted, begun, unknown);
    }
  }

  private List<Wanted> oneByOne(
      MailGroup group, List<Wanted> wanted, Instant begun, boolean unknown) {
    List<Wanted> taken = new ArrayList<>();
    for (Wanted one : wanted) {
      if (results.stopped() && !unknown) {
        break;
      }
      try {
        Optional<MailUser> there = console.find(address(one));
        if (there.isPresent()) {
          taken.addAll(found(one, there.get(), begun));
        } else if (!results.stopped()) {
          if (unknown) {
            results.madeAgain();
          }
          taken.addAll(again(group, one, begun));
        }
      } catch (ClientException e) {
        if (unknown) {
          results.effectUnknown(e);
        } else {
          results.failed(one.change(), e);
        }
      }
    }
    return taken;
  }

  /** Makes one that is certainly not there. */
  private List<Wanted> again(MailGroup group, Wanted one, Instant begun) {
    try {
      Optional<MailUser> made =
          console.create(group, List.of(one.user())).stream()
              .filter(user -> !user.isAlias() && user.name().equals(one.user().name()))
              .findFirst();
      made.ifPresentOrElse(
          user -> done(one, user), () -> results.rejected(one.change(), Remarks.notMade()));
      return List.of();
    } catch (ClientException e) {
      if (e.disposition() != Disposition.UNKNOWN_EFFECT) {
        return results.stopsAll(e) ? List.of() : refused(one, e);
      }
      return lookAfter(one, e, begun);
    }
  }

  /** The second answer was lost as well: it is there now, or it may come late. */
  private List<Wanted> lookAfter(Wanted one, ClientException lost, Instant begun) {
    try {
      Optional<MailUser> there = console.find(address(one));
      if (there.isPresent()) {
        return found(one, there.get(), begun);
      }
      results.madeAgain();
      results.failed(one.change(), lost);
    } catch (ClientException e) {
      results.effectUnknown(e);
    }
    return List.of();
  }

  /** Somebody has the address: we, just now, or somebody else. */
  private List<Wanted> found(Wanted one, MailUser there, Instant begun) {
    if (!there.name().equals(one.user().name())) {
      return List.of(one);
    }
    if (there.createdAt().isBefore(begun.minus(CLOCKS_DIFFER))) {
      // Made by somebody else since the list was read; the next run takes it over if it may.
      results.rejected(one.change(), Remarks.madeMeanwhile());
    } else {
      done(one, there);
    }
    return List.of();
  }

  private List<Wanted> refused(Wanted one, ClientException failure) {
    boolean mayBeTaken =
        failure.disposition() == Disposition.CONFLICT
            || failure.disposition() == Disposition.PERMANENT;
    if (mayBeTaken && isTaken(one)) {
      return List.of(one);
    }
    results.failed(one.change(), failure);
    return List.of();
  }

  /** Whether one of the record's addresses is somebody's. */
  private boolean isTaken(Wanted one) {
    try {
      if (console.find(address(one)).isPresent()) {
        return true;
      }
      for (String alias : one.user().aliases()) {
        if (console.find(accounts.domain().address(alias)).isPresent()) {
          return true;
        }
      }
    } catch (ClientException e) {
      // The refusal says enough.
      return false;
    }
    return false;
  }

  private void done(Wanted one, MailUser user) {
    int spilled = accounts.spilled(one.content());
    results.settled(
        new Outcome.Done(
            one.change(),
            Long.toString(user.id()),
            accounts.prints(user, one.user().aliases()),
            Optional.empty(),
            spilled == 0 ? Optional.empty() : Optional.of(Remarks.aliasesSpilled(spilled))));
  }

  private String address(Wanted one) {
    return accounts.domain().address(one.user().name());
  }
}
