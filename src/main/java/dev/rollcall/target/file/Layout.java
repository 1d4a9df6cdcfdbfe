package dev.rollcall.target.file;

import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;
import java.util.List;

/** How lines are written into a file, and read from it. */
interface Layout {

  /** The fields of a line, in the order of their columns. */
  List<RecordField> FIELDS =
      List.of(
          RecordField.MAIL,
          RecordField.DISPLAY_NAME,
          RecordField.GIVEN_NAME,
          RecordField.SURNAME,
          RecordField.ACCOUNT_TYPE,
          RecordField.ACTIVE,
          RecordField.ALIASES,
          RecordField.MEMBERS,
          RecordField.USER_PRINCIPAL_NAME,
          RecordField.DIRECTORY_ID,
          RecordField.EMPLOYEE_ID,
          RecordField.JOB_TITLE,
          RecordField.DEPARTMENT,
          RecordField.COMPANY_NAME,
          RecordField.BUSINESS_PHONES,
          RecordField.MOBILE_PHONE,
          RecordField.DIVISION,
          RecordField.DESTINATION);

  /** The column, or name, of the policy that wrote a line. */
  String POLICY = "policy";

  /** The column, or name, of the record that a line was made of. */
  String KEY = "recordKey";

  /** The whole file. */
  byte[] write(List<Line> lines);

  /**
   * The lines of a file that this layout wrote.
   *
   * @throws UnreadableFile if it is another file
   */
  List<Line> read(byte[] file);

  /** What is read of this content after it was written. */
  Content normal(Content content);

  /** Whether the content has a place in a line. */
  boolean fits(Content content);

  static UnreadableFile foreign() {
    return UnreadableFile.because(
        "There is a file of this name that no policy wrote, or that was changed since.",
        "Delete it to have it written anew, or give the policy's target another name.");
  }
}
