package dev.rollcall.notify;

import dev.rollcall.model.Fingerprint;
import dev.rollcall.state.RunRecord;
import java.util.List;

/** What a run has to do, for letters that tell of it. */
final class SampleWork {

  private SampleWork() {}

  static RunRecord.Work of(int targets) {
    return new RunRecord.Work(
        Fingerprint.of("snapshot"),
        Fingerprint.of("policy"),
        Fingerprint.of("print"),
        Fingerprint.of("targets"),
        targets,
        0,
        new RunRecord.Round(
            0, Fingerprint.of("targets"), List.of(new RunRecord.Share("client", 5))),
        true,
        100,
        List.of());
  }
}
