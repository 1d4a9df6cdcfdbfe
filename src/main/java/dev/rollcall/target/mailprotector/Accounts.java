package dev.rollcall.target.mailprotector;

import dev.rollcall.client.mailprotector.MailDomain;
import dev.rollcall.client.mailprotector.MailUser;
import dev.rollcall.client.mailprotector.NewMailUser;
import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.FieldValue;
import dev.rollcall.model.RecordField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Accounts in our form and in Mailprotector's.
 *
 * @param domain whose accounts they are
 * @param listed whether the service's list of users has aliases such as these, so that a full look
 *     shows them; where not, aliases are no part of what an account is seen to hold
 */
record Accounts(MailDomain domain, Predicate<Collection<String>> listed) {

  private static final long ALIASES = 1L << RecordField.ALIASES.code();

  /**
   * What the service says of a user. Its type for unlicensed users stands for resources as well, so
   * it tells no type of ours.
   */
  Content content(MailUser user, Collection<String> aliasNames) {
    Content.Builder content = new Content.Builder();
    content.text(RecordField.MAIL, user.primaryAddress());
    content.text(RecordField.GIVEN_NAME, user.firstName());
    content.text(RecordField.SURNAME, user.lastName());
    content.text(RecordField.DESTINATION, user.group());
    if (user.type() == MailUser.USER) {
      content.text(RecordField.ACCOUNT_TYPE, AccountType.USER.value());
    } else if (user.type() == MailUser.MAILING_LIST) {
      content.text(RecordField.ACCOUNT_TYPE, AccountType.LIST.value());
    }
    if (!aliasNames.isEmpty() && listed.test(aliasNames)) {
      content.texts(
          RecordField.ALIASES,
          List.copyOf(new TreeSet<>(aliasNames.stream().map(domain::address).toList())));
    }
    return content.build();
  }

  /** The same as prints. */
  FieldPrints prints(MailUser user, Collection<String> aliasNames) {
    return content(user, aliasNames).prints();
  }

  /** The prints of a user whose aliases were not touched, and are as they were last answered. */
  FieldPrints printsKeepingAliases(MailUser user, FieldPrints before) {
    return prints(user, List.of()).replaced(ALIASES, before);
  }

  /** The user that is to be made of a record; only of one whose address is in the domain. */
  NewMailUser newUser(Content wanted) {
    Names names = names(wanted);
    return new NewMailUser(
        name(wanted).orElseThrow(), names.first(), names.last(), type(wanted), aliases(wanted));
  }

  /** The local part of the record's address; empty if nobody in the domain can have it. */
  Optional<String> name(Content wanted) {
    return domain.localPart(wanted.text(RecordField.MAIL));
  }

  /** The local parts of the record's further addresses, without its own; ascending. */
  List<String> aliases(Content wanted) {
    TreeSet<String> names = new TreeSet<>();
    for (String address : addresses(wanted)) {
      domain.localPart(address).ifPresent(names::add);
    }
    name(wanted).ifPresent(names::remove);
    return List.copyOf(names);
  }

  /** How many of the record's further addresses nobody in the domain can have. */
  int spilled(Content wanted) {
    int spilled = 0;
    for (String address : addresses(wanted)) {
      spilled += domain.localPart(address).isEmpty() ? 1 : 0;
    }
    return spilled;
  }

  /** First and last name as the service keeps them. */
  record Names(String first, String last) {}

  /** Lists and shared mailboxes have a display name only. */
  static Names names(Content wanted) {
    String first = wanted.text(RecordField.GIVEN_NAME);
    String last = wanted.text(RecordField.SURNAME);
    return first.isEmpty() && last.isEmpty()
        ? new Names("", wanted.text(RecordField.DISPLAY_NAME))
        : new Names(first, last);
  }

  /** The service's type of user. */
  static int type(Content wanted) {
    AccountType type =
        AccountType.of(wanted.text(RecordField.ACCOUNT_TYPE)).orElse(AccountType.USER);
    return switch (type) {
      case USER -> MailUser.USER;
      case LIST -> MailUser.MAILING_LIST;
      case RESOURCE, UNLICENSED, FUNCTIONAL, TEAM -> MailUser.UNLICENSED;
    };
  }

  private static List<String> addresses(Content wanted) {
    List<String> addresses = new ArrayList<>();
    wanted
        .get(RecordField.ALIASES)
        .ifPresent(
            value -> {
              if (value instanceof FieldValue.Texts texts) {
                texts.values().forEach(a -> addresses.add(a.toLowerCase(Locale.ROOT)));
              }
            });
    return addresses;
  }
}
