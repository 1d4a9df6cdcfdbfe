package dev.rollcall.run;

import dev.rollcall.source.MailboxSelection;
import dev.rollcall.source.Source;
import dev.rollcall.state.Checkpoints;
import dev.rollcall.state.Documents;
import dev.rollcall.state.Leases;
import dev.rollcall.state.Notices;
import dev.rollcall.state.Runs;
import dev.rollcall.state.Snapshots;
import dev.rollcall.target.Target;
import dev.rollcall.work.WorkQueue;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Everything the use cases reach the world through. */
public record RunPorts(
    Documents documents,
    Checkpoints checkpoints,
    Snapshots snapshots,
    Leases leases,
    Runs runs,
    Notices notices,
    WorkQueue queue,
    Source source,
    MailboxSelection mailboxes,
    Target target,
    Announcer announcer,
    Clock clock,
    RandomGenerator random,
    RunLimits limits) {}
