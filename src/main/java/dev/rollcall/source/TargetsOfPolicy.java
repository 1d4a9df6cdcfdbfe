package dev.rollcall.source;

import dev.rollcall.model.Mailbox;
import dev.rollcall.model.TargetId;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import java.util.List;

/**
 * The targets of every kind of policy: the mailboxes it selects, or the one service it names, which
 * nobody has to be asked for.
 *
 * @param mailboxes resolves selections
 */
public record TargetsOfPolicy(MailboxSelection mailboxes) implements MailboxSelection {

  @Override
  public MailboxReading read(Environment environment, Policy policy) {
    return policy
        .target()
        .service()
        .map(
            service ->
                new MailboxReading(
                    List.of(new Mailbox(new TargetId(service.kind()), service.place())),
                    List.of(),
                    new Completeness(0, 0, 0, List.of())))
        .orElseGet(() -> mailboxes.read(environment, policy));
  }
}
