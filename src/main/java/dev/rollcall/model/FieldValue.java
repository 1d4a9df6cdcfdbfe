package dev.rollcall.model;

import java.util.List;
import java.util.function.Function;

/**
 * The value of one contact field; always something: a field without a value is absent from its
 * contact.
 */
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
        Function<Address, T> address) {
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
        Function<Address, T> address) {
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
        Function<Address, T> address) {
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
        Function<Address, T> address) {
      return address.apply(this);
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
      Function<Address, T> address);

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
                    .toList()));
  }
}
