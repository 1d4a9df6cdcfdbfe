package dev.rollcall.bench;

import dev.rollcall.localtenant.organisation.DirectoryObject;
import dev.rollcall.localtenant.organisation.Organisation;
import dev.rollcall.model.Content;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.RecordKey;
import dev.rollcall.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** People of a company with everything a directory usually knows of them. */
final class Company {

  static final String POLICY = "staff";

  private Company() {}

  /**
   * A directory.
   *
   * @param staff how many people become contacts
   * @param mailboxes how many people get them
   */
  static Organisation directory(int staff, int mailboxes) {
    Organisation organisation = new Organisation("Contoso", "contoso.example");
    List<String> everybody = new ArrayList<>();
    for (int i = 0; i < Math.max(staff, mailboxes); i++) {
      DirectoryObject person = organisation.join("p" + i, "Given" + i + " Sur" + i, "p" + i);
      person
          .properties()
          .put("givenName", "Given" + i)
          .put("surname", "Sur" + i)
          .put("jobTitle", "Engineer")
          .put("department", "Department " + i % 50)
          .put("companyName", "Contoso")
          .put("officeLocation", "Berlin / " + i % 40)
          .put("streetAddress", i % 90 + " Main Street")
          .put("city", "Berlin")
          .put("postalCode", "10115")
          .put("country", "DE")
          .put("mobilePhone", "+49 171 " + (1_000_000 + i));
      person.properties().putArray("businessPhones").add("+49 30 " + (555_000 + i));
      everybody.add(person.id());
    }
    organisation.addMembers(
        organisation.addGroup("staff", "Staff", "staff", "distribution").id(),
        everybody.subList(0, staff));
    organisation.addMembers(
        organisation.addGroup("field", "Field", "field", "distribution").id(),
        everybody.subList(0, mailboxes));
    return organisation;
  }

  /** All staff into the mailboxes of the field, without photos. */
  static String policy() {
    return """
        { "id": "staff", "name": "Staff", "type": "contacts", "environment": "contoso",
          "source": { "kind": "directory", "select": [ { "group": "staff@contoso.example" } ] },
          "target": { "kind": "mailboxes", "select": [ { "group": "field@contoso.example" } ],
                      "folder": "Staff", "concurrency": 20 },
          "mapping": { "photo": false } }
        """;
  }

  /**
   * The same people as desired records.
   *
   * @param promotedOneIn one of so many has another title; 0 for none
   */
  static Snapshot snapshot(int records, int promotedOneIn) {
    List<DesiredRecord> desired = new ArrayList<>(records);
    for (int i = 0; i < records; i++) {
      boolean promoted = promotedOneIn > 0 && i % promotedOneIn == 0;
      desired.add(new DesiredRecord(key(i), contact(i, promoted), Optional.empty()));
    }
    return Snapshot.of(desired);
  }

  static RecordKey key(int i) {
    return new RecordKey("user:" + new UUID(0x9E3779B97F4A7C15L * (i + 1), i));
  }

  static Content contact(int i, boolean promoted) {
    return new Content.Builder()
        .text(RecordField.DISPLAY_NAME, "Given" + i + " Sur" + i)
        .text(RecordField.GIVEN_NAME, "Given" + i)
        .text(RecordField.SURNAME, "Sur" + i)
        .text(RecordField.JOB_TITLE, promoted ? "Lead" : "Engineer")
        .text(RecordField.DEPARTMENT, "Department " + i % 50)
        .text(RecordField.COMPANY_NAME, "Contoso")
        .text(RecordField.OFFICE_LOCATION, "Berlin / " + i % 40)
        .text(RecordField.MOBILE_PHONE, "+49171" + (1_000_000 + i))
        .texts(RecordField.BUSINESS_PHONES, List.of("+4930" + (555_000 + i)))
        .build();
  }
}
