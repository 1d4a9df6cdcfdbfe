package dev.rollcall.target.scim;

import dev.rollcall.model.Content;
import dev.rollcall.model.RecordField;

/**
 * What a policy keeps at a service.
 *
 * @param functional functional accounts, rather than users
 * @param deletesFunctional whether functional accounts may be deleted, with their messages
 * @param fields bits by field code: the fields it writes. What others a service shows is nobody's
 *     business here, so that taking an account over never clears them
 * @param keepsEdits whether what somebody changed at the service stays
 */
record Scope(boolean functional, boolean deletesFunctional, long fields, boolean keepsEdits) {

  private static final long ALWAYS =
      bit(RecordField.MAIL)
          | bit(RecordField.ACCOUNT_TYPE)
          | bit(RecordField.ACTIVE)
          | bit(RecordField.MEMBERS);

  /** The part of the content that is looked at. */
  Content limited(Content content) {
    Content.Builder limited = new Content.Builder();
    content.forEach(
        (field, value) -> {
          if (((fields | ALWAYS) & bit(field)) != 0) {
            limited.put(field, value);
          }
        });
    return limited.build();
  }

  static long bit(RecordField field) {
    return 1L << field.code();
  }

  static boolean has(long fields, RecordField field) {
    return (fields & bit(field)) != 0;
  }
}
