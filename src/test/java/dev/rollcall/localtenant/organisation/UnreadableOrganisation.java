package dev.rollcall.localtenant.organisation;

import java.nio.file.Path;
import java.util.List;

/** A file cannot be taken as an organisation; nothing of it was taken. Says everything at once. */
public final class UnreadableOrganisation extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  private final transient List<String> problems;

  UnreadableOrganisation(Path file, List<String> problems) {
    super(
        file.getFileName()
            + " was not read. Correct the file and try again:\n"
            + String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size())))
            + (problems.size() > SHOWN ? "\nand " + (problems.size() - SHOWN) + " more" : ""));
    this.problems = List.copyOf(problems);
  }

  /** Each with its place in the file, without values: these are of real people. */
  public List<String> problems() {
    return problems;
  }
}
