package dev.rollcall.mapping;

import java.util.List;

/**
 * The people behind one shared mailbox.
 *
 * @param people them, each once, ordered by {@link Trustee#mail()} and then by id
 * @param complete false if a part of the permissions or of a group in them could not be read: those
 *     named do have the mailbox, but nobody may lose it because of this list
 */
public record Trustees(List<Trustee> people, boolean complete) {

  /** Nobody, known for certain. */
  public static final Trustees NOBODY = new Trustees(List.of(), true);

  public Trustees {
    people = List.copyOf(people);
  }
}
