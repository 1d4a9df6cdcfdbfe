package dev.rollcall.target.snapshot;

import dev.rollcall.client.emailgistics.EmailgisticsClient;
import dev.rollcall.client.emailgistics.MailboxTeam;
import dev.rollcall.client.emailgistics.TeamAnswer;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.plan.Change;
import dev.rollcall.plan.Plan;
import dev.rollcall.target.ApplyRequest;
import dev.rollcall.target.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Emailgistics: the whole team of a mailbox. An empty team is never sent, since the service would
 * remove everybody and take their rules apart; and a team that is no longer wanted stays, since the
 * service offers no way to remove one.
 */
final class TeamRecipient implements Recipient {

  private final EmailgisticsClient client;

  TeamRecipient(EmailgisticsClient client) {
    this.client = client;
  }

  @Override
  public void check(ApplyRequest request, CallMeter meter) {
    for (Change change : request.changes()) {
      Optional<RecordKey> sent =
          change.match(
              create -> Optional.of(create.key()),
              update -> Optional.of(update.key()),
              disable -> Optional.<RecordKey>empty(),
              delete -> Optional.empty(),
              skip -> Optional.empty());
      if (sent.isPresent()) {
        client.tryToken(mail(wanted(request, sent.get())), meter);
        return;
      }
    }
  }

  @Override
  public Outcome send(Change change, ApplyRequest request, Waits waits, CallMeter meter) {
    return change.match(
        create -> replace(create, request, waits, meter),
        update -> replace(update, request, waits, meter),
        disable -> new Outcome.Rejected(disable, TeamRemarks.teamStays()),
        delete -> new Outcome.Rejected(delete, TeamRemarks.teamStays()),
        skip -> {
          throw new IllegalArgumentException("a skip is not carried out");
        });
  }

  @Override
  public long predictCalls(Plan.Counts counts) {
    int teams = counts.creates() + counts.updates();
    return teams == 0 ? 0 : 1L + teams;
  }

  private Outcome replace(Change change, ApplyRequest request, Waits waits, CallMeter meter) {
    Content wanted = wanted(request, change.key());
    String id = wanted.text(RecordField.DIRECTORY_ID);
    List<FieldValue.Member> members = members(wanted);
    if (members.isEmpty()) {
      return new Outcome.Rejected(change, TeamRemarks.teamEmpty());
    }
    if (id.isEmpty() || members.stream().anyMatch(member -> member.id().isEmpty())) {
      return new Outcome.Rejected(change, TeamRemarks.idMissing());
    }
    MailboxTeam team =
        new MailboxTeam(
            new MailboxTeam.Person(id, wanted.text(RecordField.DISPLAY_NAME), mail(wanted)),
            members.stream()
                .map(one -> new MailboxTeam.Person(one.id(), one.name(), one.address()))
                .toList());
    TeamAnswer answer = client.replace(team, waits, meter);
    if (!answer.isDone()) {
      return new Outcome.Rejected(change, TeamRemarks.teamRefused());
    }
    return new Outcome.Done(
        change, id, wanted.prints(), Optional.empty(), remark(change, request, members, answer));
  }

  /** What the service says it did, held against what it was to do. */
  private static Optional<Problem> remark(
      Change change, ApplyRequest request, List<FieldValue.Member> members, TeamAnswer answer) {
    TeamChange told = new TeamChange(answer.added(), answer.removed());
    // After a crash the team may be as wanted already, and nothing was to be added or removed.
    boolean believed =
        request.ledger().apply(change.key()).filter(e -> e.sent().size() > 0).isPresent();
    Optional<List<FieldValue.Member>> before =
        believed
            ? request.before().apply(change.key()).map(TeamRecipient::members)
            : Optional.empty();
    boolean asForeseen =
        !answer.namesPeople()
            || before
                .map(then -> told.isAsForeseen(then, members))
                .orElseGet(() -> told.isPossible(members));
    if (!asForeseen) {
      return Optional.of(TeamRemarks.teamDiffers(answer));
    }
    return answer.rulesChanged() > 0
        ? Optional.of(TeamRemarks.rulesChanged(answer.rulesChanged()))
        : Optional.empty();
  }

  private static Content wanted(ApplyRequest request, RecordKey key) {
    return request
        .desired()
        .apply(key)
        .orElseThrow(() -> new IllegalArgumentException("no record is desired for " + key))
        .content();
  }

  /** The sign-in name, which is what the service calls mail. */
  private static String mail(Content wanted) {
    String signIn = wanted.text(RecordField.USER_PRINCIPAL_NAME);
    return signIn.isEmpty() ? wanted.text(RecordField.MAIL) : signIn;
  }

  private static List<FieldValue.Member> members(Content content) {
    List<FieldValue.Member> members = new ArrayList<>();
    content
        .get(RecordField.MEMBERS)
        .ifPresent(
            value -> {
              if (value instanceof FieldValue.Members list) {
                members.addAll(list.values());
              }
            });
    return members;
  }
}
