package dev.rollcall.app;

import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.util.List;
import java.util.Map;

/** Stands where a source is going to be. */
record Unready() implements Source {

  static SourceUnavailable yet() {
    Problem problem =
        Problem.lasting(
            "storageUnavailable",
            "This version cannot read this source yet.",
            "Nothing was changed. Take a later version.",
            "");
    return new SourceUnavailable(problem, new UnsupportedOperationException());
  }

  @Override
  public SourceReading read(Environment environment, Policy policy) {
    throw yet();
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    throw yet();
  }
}
