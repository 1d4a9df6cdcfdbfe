package dev.rollcall.localservices.mailprotector;

import java.time.Instant;
import java.util.Optional;

/**
 * A user, or an alias of one.
 *
 * @param name the local part of its addresses
 * @param parent the user an alias belongs to
 * @param type 1 user, 2 alias, 3 mailing list, 11 unlicensed user
 */
public record Row(
    int id,
    String name,
    Optional<Integer> parent,
    int type,
    int group,
    String firstName,
    String lastName,
    Instant createdAt) {

  /** What is billed. */
  public boolean isBillable() {
    return type == 1;
  }

  Row withNames(String first, String last, int newType) {
    return new Row(id, name, parent, newType, group, first, last, createdAt);
  }
}
