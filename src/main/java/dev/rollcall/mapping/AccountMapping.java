package dev.rollcall.mapping;

import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import dev.rollcall.model.SkipReason;
import dev.rollcall.policy.Attribute;
import dev.rollcall.policy.Filter;
import dev.rollcall.policy.FilterAttributes;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.RecipientType;
import dev.rollcall.policy.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes the account that a source record shall be at a downstream service, with what that service
 * can hold.
 *
 * <p>Addresses are lower-case; of the aliases only those of the policy's domains are taken. Names
 * and numbers come about as they do for contacts. For several threads.
 */
public final class AccountMapping implements RecordMapping {

  /** What the recipient's own class is, by its type. */
  private static final Set<RecipientType> RESOURCES =
      EnumSet.of(
          RecipientType.SHARED_MAILBOX,
          RecipientType.ROOM,
          RecipientType.EQUIPMENT,
          RecipientType.SCHEDULING);

  /** Mailboxes of organisations by their usual names, some of them by RFC 2142. */
  private static final Set<String> SHARED_NAMES =
      Set.of(
          "abuse",
          "accounting",
          "admin",
          "administration",
          "billing",
          "booking",
          "contact",
          "finance",
          "hello",
          "helpdesk",
          "hr",
          "info",
          "invoice",
          "invoices",
          "it",
          "jobs",
          "kontakt",
          "mail",
          "marketing",
          "office",
          "orders",
          "postmaster",
          "press",
          "reception",
          "sales",
          "security",
          "service",
          "support",
          "team",
          "webmaster");

  /** The group that Mailprotector has for users of no other. */
  private static final String MAIN = "Main";

  /** A destination rule that can be asked. */
  private record Destination(Filter where, String group) {}

  private final Policy policy;
  private final Service service;
  private final Domains domains;
  private final Set<RecordField> held;
  private final ContactMapping names;
  private final List<Destination> destinations;

  /**
   * The mapping of a policy that writes to a service.
   *
   * @throws IllegalArgumentException if it writes to mailboxes, or a rule of it cannot be read;
   *     documents with such are refused before they get here
   */
  public AccountMapping(Policy policy) {
    this.policy = policy;
    this.service =
        policy
            .target()
            .service()
            .orElseThrow(() -> new IllegalArgumentException("the policy writes to mailboxes"));
    this.domains = new Domains(policy.accounts().domains());
    this.held = AccountFields.heldBy(service);
    this.names = new ContactMapping(policy.mapping(), held);
    this.destinations =
        policy.accounts().destinations().rules().stream()
            .map(rule -> new Destination(Filter.parse(rule.where()), rule.group()))
            .toList();
  }

  @Override
  public boolean sharesAddresses() {
    return false;
  }

  @Override
  public Mapped map(SourceRecord record) {
    Optional<AccountType> type = typeOf(record);
    if (type.isEmpty()) {
      return none(record, SkipReason.CLASS_NOT_INCLUDED, "/source/include");
    }
    String mail = new Values(record).mail().toLowerCase(Locale.ROOT);
    if (mail.isEmpty()) {
      return none(record, SkipReason.NO_ADDRESS, "");
    }
    if (!domains.take(mail)) {
      return none(record, SkipReason.OUTSIDE_DOMAINS, "/source/domains");
    }
    Mapped named = names.map(record);
    List<Dropped> warnings = new ArrayList<>(named.warnings());
    warnings.removeIf(warning -> warning.reason() == SkipReason.NOTHING_TO_SHOW);
    Content.Builder account = new Content.Builder();
    boolean isPerson = type.get() == AccountType.USER || type.get() == AccountType.UNLICENSED;
    named
        .content()
        .ifPresent(
            content ->
                content.forEach(
                    (field, value) -> {
                      if (isPerson || field == RecordField.DISPLAY_NAME) {
                        put(account, field, value);
                      }
                    }));
    if (!held.contains(RecordField.DISPLAY_NAME) && !(isPerson && hasNames(named))) {
      // A list or a mailbox has one name only, and the service no other place for it.
      text(account, RecordField.SURNAME, text(named, RecordField.DISPLAY_NAME));
    }
    text(account, RecordField.MAIL, mail);
    texts(account, aliases(record, mail));
    text(account, RecordField.ACCOUNT_TYPE, type.get().value());
    if (!type.get().isShared()) {
      boolean off = record.first(FilterAttributes.ACCOUNT_ENABLED).equals("false") && isPerson;
      text(account, RecordField.ACTIVE, off ? "false" : "true");
    }
    text(account, RecordField.DIVISION, division(mail));
    text(account, RecordField.DESTINATION, destination(record));
    text(account, RecordField.DIRECTORY_ID, record.first(Attribute.ID.document()));
    text(
        account,
        RecordField.USER_PRINCIPAL_NAME,
        record.first(Attribute.USER_PRINCIPAL_NAME.document()));
    if (isPerson) {
      text(account, RecordField.EMPLOYEE_ID, record.first(Attribute.EMPLOYEE_ID.document()));
    }
    if (service instanceof Service.Scim && looksShared(type.get(), mail)) {
      warnings.add(
          new Dropped(record.key().value(), record.selection(), SkipReason.LOOKS_SHARED, ""));
    }
    Optional<SkipReason> doubt = Optional.empty();
    if (type.get().isShared()) {
      // A source that says nothing of them, such as a table without the column, empties nothing.
      Trustees trustees = record.trustees().orElseGet(() -> new Trustees(List.of(), false));
      members(account, record, trustees, warnings);
      doubt = trustees.complete() ? Optional.empty() : Optional.of(SkipReason.TRUSTEES_UNREAD);
    }
    return new Mapped(Optional.of(account.build()), warnings, doubt);
  }

  private static boolean hasNames(Mapped named) {
    return !text(named, RecordField.GIVEN_NAME).isEmpty()
        || !text(named, RecordField.SURNAME).isEmpty();
  }

  private static String text(Mapped named, RecordField field) {
    return named.content().map(content -> content.text(field)).orElse("");
  }

  private static boolean looksShared(AccountType type, String mail) {
    String name = mail.substring(0, mail.lastIndexOf('@'));
    return type == AccountType.RESOURCE
        || (type == AccountType.USER && SHARED_NAMES.contains(name));
  }

  /** The kind of account it becomes; empty if the policy makes none of it. */
  private Optional<AccountType> typeOf(SourceRecord record) {
    if (policy.type() == Policy.Type.FUNCTIONAL_ACCOUNTS) {
      return Optional.of(AccountType.FUNCTIONAL);
    }
    if (policy.type() == Policy.Type.MAILBOX_TEAMS) {
      return Optional.of(AccountType.TEAM);
    }
    Set<Policy.Include> wanted = policy.accounts().include();
    Optional<RecipientType> kind = RecipientType.named(record.recipientType());
    if (kind.filter(RecipientType.MAIL_CONTACT::equals).isPresent()) {
      return Optional.empty();
    }
    if (kind.filter(RESOURCES::contains).isPresent()) {
      return included(wanted, Policy.Include.RESOURCES, AccountType.RESOURCE);
    }
    boolean isList =
        kind.filter(RecipientType.GROUPS::contains).isPresent()
            || kind.filter(RecipientType.DYNAMIC_DISTRIBUTION_GROUP::equals).isPresent();
    if (isList) {
      return included(wanted, Policy.Include.LISTS, AccountType.LIST);
    }
    // Active Directory knows no licences; who has a mailbox there is a user all the same.
    boolean hasMailbox =
        policy.reading().kind() == Policy.SourceKind.ACTIVE_DIRECTORY
            && kind.filter(RecipientType.USER::equals).isPresent();
    boolean isLicensed =
        policy.reading().sheet().isPresent()
            || hasMailbox
            || record.attributes().containsKey(FilterAttributes.ASSIGNED_LICENSES);
    return isLicensed
        ? included(wanted, Policy.Include.USERS, AccountType.USER)
        : included(wanted, Policy.Include.UNLICENSED, AccountType.UNLICENSED);
  }

  private static Optional<AccountType> included(
      Set<Policy.Include> wanted, Policy.Include kind, AccountType type) {
    return wanted.contains(kind) ? Optional.of(type) : Optional.empty();
  }

  private List<String> aliases(SourceRecord record, String mail) {
    Values values = new Values(record);
    Set<String> aliases = new TreeSet<>();
    Stream.concat(values.addresses("smtp:").stream(), values.addresses("SMTP:").stream())
        .map(address -> address.toLowerCase(Locale.ROOT))
        .filter(address -> !address.equals(mail) && domains.take(address))
        .forEach(aliases::add);
    return List.copyOf(aliases);
  }

  private String division(String mail) {
    Policy.Division division = policy.accounts().division();
    return switch (division.by()) {
      case OFF -> "";
      case DOMAIN -> Domains.of(mail);
      case IDENTIFIER -> division.value();
    };
  }

  private String destination(SourceRecord record) {
    return destinations.stream()
        .filter(rule -> rule.where().fits(name -> RecordFilter.values(record, name)))
        .findFirst()
        .map(Destination::group)
        .or(() -> policy.accounts().destinations().otherwise())
        .orElse(service instanceof Service.Mailprotector ? MAIN : "");
  }

  private void members(
      Content.Builder account, SourceRecord record, Trustees trustees, List<Dropped> warnings) {
    Map<String, FieldValue.Member> members = new TreeMap<>();
    int without = 0;
    for (Trustee person : trustees.people()) {
      Optional<FieldValue.Member> member = member(person);
      member.ifPresent(known -> members.putIfAbsent(known.address(), known));
      without += member.isEmpty() ? 1 : 0;
    }
    if (without > 0) {
      warnings.add(
          new Dropped(
              record.key().value(),
              record.selection(),
              SkipReason.TRUSTEE_WITHOUT_ADDRESS,
              without + " of " + trustees.people().size()));
    }
    if (!members.isEmpty()) {
      put(
          account,
          RecordField.MEMBERS,
          new FieldValue.Members(
              members.values().stream()
                  .sorted(Comparator.comparing(FieldValue.Member::address))
                  .toList()));
    }
  }

  /** What the service knows a person by; empty if it could not know the person. */
  private Optional<FieldValue.Member> member(Trustee person) {
    String mail = person.mail().toLowerCase(Locale.ROOT);
    String signIn = person.userPrincipalName().toLowerCase(Locale.ROOT);
    return service.match(
        scim -> member("", "", mail),
        mailprotector -> Optional.empty(),
        emailgistics -> member(person.id(), person.displayName(), signIn.isEmpty() ? mail : signIn),
        webhook -> member(person.id(), person.displayName(), mail),
        file -> member(person.id(), person.displayName(), mail),
        list -> Optional.empty(),
        offer -> Optional.empty());
  }

  private static Optional<FieldValue.Member> member(String id, String name, String address) {
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(new FieldValue.Member(id, name, address));
  }

  private void texts(Content.Builder account, List<String> aliases) {
    if (held.contains(RecordField.ALIASES)) {
      account.texts(RecordField.ALIASES, aliases);
    }
  }

  private void text(Content.Builder account, RecordField field, String value) {
    if (held.contains(field)) {
      account.text(field, PlainText.cut(PlainText.line(value), field.maxLength()));
    }
  }

  private void put(Content.Builder account, RecordField field, FieldValue value) {
    if (held.contains(field)) {
      account.put(field, value);
    }
  }

  private static Mapped none(SourceRecord record, SkipReason reason, String detail) {
    return new Mapped(
        Optional.empty(),
        List.of(new Dropped(record.key().value(), record.selection(), reason, detail)));
  }
}
