package dev.rollcall.target.mailcontact;

import dev.rollcall.model.AccountType;
import dev.rollcall.model.Content;
import dev.rollcall.model.FieldPrints;
import dev.rollcall.model.RecordField;
import dev.rollcall.plan.ObservedItem;
import java.time.Instant;
import java.util.Optional;

/** An address that somebody has whom no policy takes over. */
public final class OthersAddress {

  /**
   * What others have is of a class of its own: the plan never takes it for a contact that could be
   * kept from now on.
   */
  private static final String NOT_TO_BE_TAKEN = AccountType.FUNCTIONAL.value();

  private OthersAddress() {}

  /** What the plan is told of it. */
  public static ObservedItem of(String id, String address) {
    return new ObservedItem(
        id + " " + address,
        Optional.empty(),
        new Content.Builder()
            .text(RecordField.MAIL, address)
            .text(RecordField.ACCOUNT_TYPE, NOT_TO_BE_TAKEN)
            .build(),
        FieldPrints.EMPTY,
        Instant.EPOCH);
  }
}
