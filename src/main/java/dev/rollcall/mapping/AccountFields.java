package dev.rollcall.mapping;

import dev.rollcall.model.RecordField;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Service;
import java.util.EnumSet;
import java.util.Set;

/**
 * What each service can hold of an account. Only that is wanted of it: what a service cannot hold
 * would differ for ever.
 */
final class AccountFields {

  private AccountFields() {}

  /** The fields that a service holds of accounts. */
  static Set<RecordField> heldBy(Service service) {
    return service.match(
        AccountFields::scim,
        mailprotector ->
            EnumSet.of(
                RecordField.MAIL,
                RecordField.ALIASES,
                RecordField.ACCOUNT_TYPE,
                RecordField.GIVEN_NAME,
                RecordField.SURNAME,
                RecordField.DESTINATION),
        emailgistics ->
            EnumSet.of(
                RecordField.MAIL,
                RecordField.DISPLAY_NAME,
                RecordField.USER_PRINCIPAL_NAME,
                RecordField.DIRECTORY_ID,
                RecordField.ACCOUNT_TYPE,
                RecordField.MEMBERS),
        webhook -> all(),
        file -> all(),
        // What an address list holds is the mapping of mail contacts'.
        list -> Policy.Type.GAL_FIELDS,
        offer -> Policy.Type.GAL_FIELDS);
  }

  private static Set<RecordField> scim(Service.Scim scim) {
    Set<RecordField> fields =
        EnumSet.of(
            RecordField.MAIL,
            RecordField.ALIASES,
            RecordField.ACCOUNT_TYPE,
            RecordField.ACTIVE,
            RecordField.DISPLAY_NAME,
            RecordField.DIVISION,
            RecordField.DIRECTORY_ID,
            RecordField.MEMBERS);
    if (scim.dialect() != Service.Dialect.ZIVVER) {
      fields.addAll(
          EnumSet.of(
              RecordField.GIVEN_NAME,
              RecordField.SURNAME,
              RecordField.JOB_TITLE,
              RecordField.DEPARTMENT,
              RecordField.COMPANY_NAME,
              RecordField.BUSINESS_PHONES,
              RecordField.MOBILE_PHONE,
              RecordField.EMPLOYEE_ID));
      // The directory's id stands in the standard's own attribute for it, with the kind before it.
      fields.remove(RecordField.DIRECTORY_ID);
    }
    return fields;
  }

  private static Set<RecordField> all() {
    Set<RecordField> fields = EnumSet.range(RecordField.MAIL, RecordField.EMPLOYEE_ID);
    fields.addAll(
        EnumSet.of(
            RecordField.DISPLAY_NAME,
            RecordField.GIVEN_NAME,
            RecordField.SURNAME,
            RecordField.JOB_TITLE,
            RecordField.DEPARTMENT,
            RecordField.COMPANY_NAME,
            RecordField.BUSINESS_PHONES,
            RecordField.MOBILE_PHONE));
    return fields;
  }
}
