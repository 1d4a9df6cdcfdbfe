package dev.rollcall.model;

import java.util.List;
import java.util.function.Function;

/** The value of one field; always something: a field without a value is absent from its contact. */
public sealed interface FieldValue {

  /** One text, or a day in ISO form. */
  record Text(String value) implements FieldValue {
    public Text {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("an empty text is an absent field");
      }
    }

    @Override
    public <T> T match(
        Function<Text, T> text,
        Function<Texts, T> texts,
        Function<Emails, T> emails,
        Function<Address, T> address,
        Function<Members, T> members) {
      return text.apply(this);
    }
  }

  /** Several texts in order, such as phone numbers. */
  record Texts(List<String> values) implements FieldValue {
    public Texts {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("an empty list is an absent field");
      }
    }

    @Override
    public <T> T match(
        Function<Text, T> text,
        Function<Texts, T> texts,
        Function<Emails, T> emails,
        Function<Address, T> address,
        Function<Members, T> members) {
      return texts.apply(this);
    }
  }

  /** Mail addresses in order. */
  record Emails(List<Email> values) implements FieldValue {
    public Emails {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("an empty list is an absent field");
      }
    }

    @Override
    public <T> T match(
        Function<Text, T> text,
        Function<Texts, T> texts,
        Function<Emails, T> emails,
        Function<Address, T> address,
        Function<Members, T> members) {
      return emails.apply(this);
    }
  }

  /** A postal address; parts that are not known are empty, at least one is not. */
  record Address(String street, String city, String state, String postalCode, String country)
      implements FieldValue {
    public Address {
      if (street.isEmpty()
          && city.isEmpty()
          && state.isEmpty()
          && postalCode.isEmpty()
          && country.isEmpty()) {
        throw new IllegalArgumentException("an address without any part is an absent field");
      }
    }

    @Override
    public <T> T match(
        Function<Text, T> text,
        Function<Texts, T> texts,
        Function<Emails, T> emails,
        Function<Address, T> address,
        Function<Members, T> members) {
      return address.apply(this);
    }
  }

  /** People of a functional account or a team, in order. */
  record Members(List<Member> values) implements FieldValue {
    public Members {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("an empty list is an absent field");
      }
    }

    @Override
    public <T> T match(
        Function<Text, T> text,
        Function<Texts, T> texts,
        Function<Emails, T> emails,
        Function<Address, T> address,
        Function<Members, T> members) {
      return members.apply(this);
    }
  }

  /**
   * Somebody behind a functional account or in a team. Parts that its service does not want are
   * empty.
   *
   * @param id the object id in the directory
   * @param name the display name
   * @param address the address the service knows the person by; never empty
   */
  record Member(String id, String name, String address) {
    public Member {
      if (address.isEmpty()) {
        throw new IllegalArgumentException("a member without an address is an absent member");
      }
    }
  }

  /** One mail address and the name shown for it; the name may be empty. */
  record Email(String name, String address) {
    public Email {
      if (address.isEmpty()) {
        throw new IllegalArgumentException("a mail entry without an address is an absent entry");
      }
    }
  }

  /** One behaviour per case; a new case breaks the build wherever one is missing. */
  <T> T match(
      Function<Text, T> text,
      Function<Texts, T> texts,
      Function<Emails, T> emails,
      Function<Address, T> address,
      Function<Members, T> members);

  /** The value as an administrator reads it in a preview; lists joined with {@code "; "}. */
  default String shown() {
    return match(
        Text::value,
        texts -> String.join("; ", texts.values()),
        emails -> String.join("; ", emails.values().stream().map(Email::address).toList()),
        address ->
            String.join(
                ", ",
                List.of(
                        address.street(),
                        address.postalCode(),
                        address.city(),
                        address.state(),
                        address.country())
                    .stream()
                    .filter(part -> !part.isEmpty())
                    .toList()),
        members -> String.join("; ", members.values().stream().map(Member::address).toList()));
  }
}
