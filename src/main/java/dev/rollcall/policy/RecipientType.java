package dev.rollcall.policy;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of recipients, by the names that policies use. */
public enum RecipientType {
  USER("user"),
  SHARED_MAILBOX("sharedMailbox"),
  ROOM("room"),
  EQUIPMENT("equipment"),
  MAIL_USER("mailUser"),
  MAIL_CONTACT("mailContact"),
  DISTRIBUTION_GROUP("distributionGroup"),
  MAIL_ENABLED_SECURITY_GROUP("mailEnabledSecurityGroup"),
  MICROSOFT_365_GROUP("microsoft365Group");

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
