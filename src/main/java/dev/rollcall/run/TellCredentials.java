package dev.rollcall.run;

import dev.rollcall.credential.CredentialNotice;
import dev.rollcall.telemetry.Event;
import dev.rollcall.telemetry.Field;
import dev.rollcall.telemetry.Journal;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells of logins that were not made with the newest version of a credential: nothing failed yet,
 * but it will when the version in use ends.
 */
public final class TellCredentials {

  private final Supplier<List<CredentialNotice>> notices;

  /**
   * @param notices gives each notice once
   */
  public TellCredentials(Supplier<List<CredentialNotice>> notices) {
    this.notices = notices;
  }

  /** Writes what there is to tell since it was last asked, of whichever run it is. */
  public void execute(Journal journal) {
    for (CredentialNotice notice : notices.get()) {
      journal.write(
          Event.warn("CredentialFellBack")
              .with(Field.CREDENTIAL, notice.credential())
              .with(Field.VERSION, notice.version())
              .with(Field.REASON, notice.problem().code())
              .with(Field.SERVICE, notice.problem().service())
              .with(Field.REMEDY, notice.problem().remedy()));
    }
  }
}
