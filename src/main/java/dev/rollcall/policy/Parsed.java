package dev.rollcall.policy;

import java.util.List;
import java.util.function.Function;

/** What became of a document: a value, or everything that is wrong with it. */
public sealed interface Parsed<T> {

  /** The document is valid. */
  record Valid<T>(T value) implements Parsed<T> {
    @Override
    public <R> R match(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid) {
      return valid.apply(this);
    }
  }

  /**
   * The document is not valid; nothing of it was taken. At least one problem, ascending by pointer.
   */
  record Invalid<T>(List<DocumentProblem> problems) implements Parsed<T> {
    public Invalid {
      problems = problems.stream().distinct().sorted().toList();
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid document has at least one problem");
      }
    }

    @Override
    public <R> R match(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid) {
      return invalid.apply(this);
    }
  }

  /** One behaviour per case. */
  <R> R match(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid);
}
