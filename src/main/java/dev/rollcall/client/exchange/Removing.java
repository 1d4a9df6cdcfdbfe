package dev.rollcall.client.exchange;

import dev.rollcall.client.exchange.ContactRemoval.Result;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Removes mail contacts: looks, removes what was found and meant, and looks again where an answer
 * was lost. Nothing is removed twice without a look between.
 */
final class Removing {

  private final Function<List<Cmdlet>, List<CmdletAnswer>> reading;
  private final Function<List<ContactCommand>, List<CmdletAnswer>> writing;

  Removing(
      Function<List<Cmdlet>, List<CmdletAnswer>> reading,
      Function<List<ContactCommand>, List<CmdletAnswer>> writing) {
    this.reading = reading;
    this.writing = writing;
  }

  /** What became of each, in their order. */
  List<Result> run(List<ContactRemoval> removals) {
    Result[] results = new Result[removals.size()];
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < removals.size(); i++) {
      open.add(i);
    }
    for (int attempt = 1; attempt <= ExchangeClient.ATTEMPTS && !open.isEmpty(); attempt++) {
      open = round(removals, open, results);
    }
    return List.of(results);
  }

  /** Answers those whose removal has an unknown effect. */
  private List<Integer> round(List<ContactRemoval> removals, List<Integer> open, Result[] results) {
    List<CmdletAnswer> looks =
        reading.apply(
            open.stream()
                .map(i -> Cmdlet.listOf("Get-MailContact", removals.get(i).id().value()))
                .toList());
    List<Integer> there = new ArrayList<>();
    for (int n = 0; n < open.size(); n++) {
      int i = open.get(n);
      results[i] = looked(removals.get(i), looks.get(n));
      if (results[i] == null) {
        there.add(i);
      }
    }
    List<CmdletAnswer> answers =
        writing.apply(
            there.stream().map(i -> ContactCommand.remove(removals.get(i).id())).toList());
    List<Integer> unknown = new ArrayList<>();
    for (int n = 0; n < there.size(); n++) {
      Optional<ClientException> failure = answers.get(n).failure();
      boolean gone = failure.isEmpty() || failure.get().disposition() == Disposition.GONE;
      results[there.get(n)] = gone ? Result.GONE : Result.failed(failure.get());
      if (!gone && failure.get().disposition() == Disposition.UNKNOWN_EFFECT) {
        unknown.add(there.get(n));
      }
    }
    return unknown;
  }

  /** Gone, spared or not to be removed; null if it is there and the one meant. */
  private static @Nullable Result looked(ContactRemoval removal, CmdletAnswer look) {
    if (look.failure().isPresent()) {
      ClientException failure = look.failure().get();
      return failure.disposition() == Disposition.GONE ? Result.GONE : Result.failed(failure);
    }
    List<ExchangeRow> rows = look.rows();
    // The service answers others where it does not find the one asked for.
    if (rows.stream().noneMatch(removal.id()::isOf)) {
      return Result.GONE;
    }
    if (rows.size() > 1) {
      return Result.failed(AdminApi.failure("notTheOneMeant"));
    }
    return removal.meant().test(rows.get(0)) ? null : Result.SPARED;
  }
}
