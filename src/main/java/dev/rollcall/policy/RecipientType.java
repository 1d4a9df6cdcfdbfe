package dev.rollcall.policy;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Kinds of recipients, by the names that policies use. */
public enum RecipientType {
  USER("user"),
  SHARED_MAILBOX("sharedMailbox"),
  ROOM("room"),
  EQUIPMENT("equipment"),
  /** A mailbox that Bookings keeps a calendar in; only Exchange tells it from a user's. */
  SCHEDULING("scheduling"),
  MAIL_USER("mailUser"),
  MAIL_CONTACT("mailContact"),
  DISTRIBUTION_GROUP("distributionGroup"),
  MAIL_ENABLED_SECURITY_GROUP("mailEnabledSecurityGroup"),
  MICROSOFT_365_GROUP("microsoft365Group"),
  /** A group whose members a filter finds; only Exchange has it. */
  DYNAMIC_DISTRIBUTION_GROUP("dynamicDistributionGroup");

  /** Kinds that only Exchange knows. */
  public static final Set<RecipientType> OF_EXCHANGE =
      Collections.unmodifiableSet(EnumSet.of(SCHEDULING, DYNAMIC_DISTRIBUTION_GROUP));

  /** Kinds that are users in the directory, as far as it can tell. */
  public static final Set<RecipientType> USERS =
      Collections.unmodifiableSet(EnumSet.of(USER, SHARED_MAILBOX, ROOM, EQUIPMENT, MAIL_USER));

  /** Kinds that are groups in the directory. */
  public static final Set<RecipientType> GROUPS =
      Collections.unmodifiableSet(
          EnumSet.of(DISTRIBUTION_GROUP, MAIL_ENABLED_SECURITY_GROUP, MICROSOFT_365_GROUP));

  private final String document;

  RecipientType(String document) {
    this.document = document;
  }

  /** The name in documents. */
  public String document() {
    return document;
  }

  /** The type with this name. */
  public static Optional<RecipientType> named(String document) {
    return Arrays.stream(values()).filter(type -> type.document.equals(document)).findFirst();
  }
}
