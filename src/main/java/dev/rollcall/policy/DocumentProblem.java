package dev.rollcall.policy;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer JSON pointer to it; empty for the document as a whole
 * @param found what stands there, shortened, hidden if it may be a secret; empty if nothing does
 * @param message what is wrong, in a plain sentence
 * @param allowed what is allowed there, and what to do
 */
public record DocumentProblem(String pointer, String found, String message, String allowed)
    implements Comparable<DocumentProblem> {

  @Override
  public int compareTo(DocumentProblem other) {
    int byPointer = pointer.compareTo(other.pointer);
    return byPointer != 0 ? byPointer : message.compareTo(other.message);
  }
}
