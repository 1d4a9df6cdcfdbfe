package dev.rollcall.mapping;

import dev.rollcall.model.RecordField;
import dev.rollcall.policy.Mapping;

/**
 * Which fields a policy does not simply overwrite, as the reconciler's rules want them: bits by
 * {@link RecordField#code}.
 *
 * @param createOnlyFields written when the contact is created, then left to its user
 * @param fillOnlyFields written while the contact's field is empty
 */
public record WriteMasks(long createOnlyFields, long fillOnlyFields) {

  /** The masks of this mapping. */
  public static WriteMasks of(Mapping mapping) {
    return new WriteMasks(
        fields(mapping, Mapping.Write.LEAVE), fields(mapping, Mapping.Write.FILL_IF_EMPTY));
  }

  private static long fields(Mapping mapping, Mapping.Write write) {
    return mapping.fields().entrySet().stream()
        .filter(entry -> entry.getValue().write() == write)
        .mapToLong(entry -> 1L << entry.getKey().code())
        .reduce(0L, (one, other) -> one | other);
  }
}
