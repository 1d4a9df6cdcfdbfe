package dev.rollcall.source.folder;

import dev.rollcall.model.Content;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Mapping;
import dev.rollcall.policy.OnPremises;
import dev.rollcall.policy.Policy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contacts, and policies that read folders of them. */
final class Contacts {

  static final Mapping PLAIN =
      new Mapping(
          Optional.empty(), Mapping.Phones.AS_IS, Optional.empty(), List.of(), true, Map.of());

  private Contacts() {}

  /** A contact with a value in every field. */
  static Content everything() {
    Content.Builder contact = Content.empty().toBuilder();
    for (RecordField field : RecordField.OF_CONTACTS) {
      String name = field.document();
      switch (field.kind()) {
        case TEXT -> contact.text(field, "the " + name);
        case DATE -> contact.text(field, "1990-05-17");
        case TEXTS ->
            contact.texts(
                field,
                field == RecordField.IM_ADDRESSES
                    ? List.of("ada@im.example", "a@im.example")
                    : List.of("1 " + name, "2 " + name));
        case EMAILS ->
            contact.put(
                field,
                new FieldValue.Emails(
                    List.of(
                        new FieldValue.Email("the displayName", "ada@contoso.example"),
                        new FieldValue.Email("the displayName", "ada@home.example"))));
        case ADDRESS ->
            contact.put(
                field,
                new FieldValue.Address(name + " 1", "city", "state", name, "country of " + name));
        case MEMBERS -> throw new IllegalStateException("contacts have no members");
      }
    }
    return contact.build();
  }

  /** A hybrid environment. */
  static Environment environment(boolean publicFoldersOnline) {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Environment.Kind.HYBRID,
        Cloud.CUSTOM,
        "contoso.example",
        List.of(new Environment.App("Rollcall", "client", "certificate", 4)),
        Optional.empty(),
        List.of(),
        false,
        Optional.of(
            new OnPremises(
                List.of(new OnPremises.Account("reader", "CORP\\svc-rollcall", "corp-reader")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                    new OnPremises.Ews(
                        Optional.of(URI.create("https://mail.contoso.example/EWS/Exchange.asmx")),
                        Optional.empty(),
                        OnPremises.Authentication.BASIC,
                        "reader",
                        4,
                        false)))),
        publicFoldersOnline);
  }

  static Policy policy(Policy.SourceKind kind, Policy.Folder folder) {
    return new Policy(
        new PolicyId("offices"),
        Policy.Type.CONTACTS,
        "Offices",
        "",
        new EnvironmentId("contoso"),
        List.of(),
        new Policy.Reading(kind, Optional.empty(), Optional.of(folder), false, false),
        Policy.Filters.none(),
        new Policy.Target(
            List.of(), List.of("Offices"), 4, Policy.WhenMailboxLeaves.LEAVE, Duration.ZERO),
        PLAIN,
        new Policy.Changes(true, true, Policy.UserEdits.OVERWRITE, Policy.UserDeletes.RESTORE),
        new Policy.Limits(50, 10),
        Optional.empty(),
        Optional.empty(),
        Policy.Accounts.none());
  }
}
