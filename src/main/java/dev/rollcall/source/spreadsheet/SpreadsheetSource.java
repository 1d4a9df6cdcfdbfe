package dev.rollcall.source.spreadsheet;

import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.Problem;
import dev.rollcall.model.RecordKey;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.source.FileStore;
import dev.rollcall.source.Source;
import dev.rollcall.source.SourceReading;
import dev.rollcall.source.SourceUnavailable;
import java.util.List;
import java.util.Map;

/**
 * The rows of the spreadsheet that a policy names. One request to the place where files are; none
 * to the organisation.
 *
 * <p>A record's key is what the column {@code id} says, or else the mail address: a row whose
 * address changes is then another record. Rows have no photos.
 */
public final class SpreadsheetSource implements Source {

  private final FileStore files;

  /**
   * @param files where administrators stored the spreadsheets
   */
  public SpreadsheetSource(FileStore files) {
    this.files = files;
  }

  /**
   * @throws IllegalArgumentException if the policy reads no spreadsheet
   */
  @Override
  public SourceReading read(Environment environment, Policy policy) {
    Policy.Sheet sheet =
        policy
            .reading()
            .sheet()
            .orElseThrow(() -> new IllegalArgumentException("the policy reads no spreadsheet"));
    FileStore.StoredFile file = files.read(sheet.file()).orElseThrow(() -> missing(sheet.file()));
    try {
      return Spreadsheet.read(sheet.file(), file.bytes(), wanted(policy.type(), sheet));
    } catch (UnreadableFile e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }

  @Override
  public PhotoReading readPhotos(
      Environment environment,
      Policy policy,
      List<RecordKey> keys,
      Map<RecordKey, DesiredRecord.Photo> known) {
    return PhotoReading.none();
  }

  private static Wanted wanted(Policy.Type type, Policy.Sheet sheet) {
    RecipientType usual =
        switch (type) {
          case CONTACTS, GAL -> RecipientType.MAIL_CONTACT;
          case ACCOUNTS -> RecipientType.USER;
          case FUNCTIONAL_ACCOUNTS, MAILBOX_TEAMS -> RecipientType.SHARED_MAILBOX;
        };
    return new Wanted(
        sheet.sheet(),
        sheet.columns(),
        usual.document(),
        type != Policy.Type.CONTACTS,
        type.hasMembers());
  }

  private static SourceUnavailable missing(String name) {
    return new SourceUnavailable(
        Problem.lasting(
            "fileMissing",
            "The file " + name + ", which the policy reads, is not stored.",
            "Nothing was changed. Store it with PUT /api/files/"
                + name
                + ", or correct source.file.",
            ""),
        new IllegalStateException("no such file"));
  }
}
