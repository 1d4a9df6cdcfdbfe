package dev.rollcall.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Kinds of accounts at a downstream service: the values of {@link RecordField#ACCOUNT_TYPE}. */
public enum AccountType {
  /** A person who signs in. */
  USER,
  /** A room, an equipment or a shared mailbox: an address nobody signs in with. */
  RESOURCE,
  /** A mail-enabled person without a licence. */
  UNLICENSED,
  /** A distribution list, of fixed or of worked-out members. */
  LIST,
  /** A shared mailbox as an account of its own, with delegates. */
  FUNCTIONAL,
  /** A shared mailbox as a team, with people in it. */
  TEAM;

  /** Whether several people are behind it, so that it can never be one person's account. */
  public boolean isShared() {
    return this == FUNCTIONAL || this == TEAM;
  }

  /** The value of the field. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type with this value. */
  public static Optional<AccountType> of(String value) {
    return Arrays.stream(values()).filter(type -> type.value().equals(value)).findFirst();
  }
}
