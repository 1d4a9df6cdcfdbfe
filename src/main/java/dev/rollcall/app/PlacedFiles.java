package dev.rollcall.app;

import dev.rollcall.client.http.Failures;
import dev.rollcall.client.table.UnreadableFile;
import dev.rollcall.model.FileName;
import dev.rollcall.state.Files;
import dev.rollcall.state.StateUnavailable;
import dev.rollcall.target.FilePlace;
import java.util.Optional;

/** The stored files, as targets write them. */
record PlacedFiles(Files files) implements FilePlace {

  /** The container of what policies offer, apart from the files that administrators see. */
  static final String OFFERS = "offers";

  @Override
  public Optional<Placed> read(String name) {
    try {
      return files
          .read(new FileName(name))
          .map(
              found -> new Placed(found.bytes(), found.entry().version(), found.entry().changed()));
    } catch (Files.TooLarge e) {
      throw UnreadableFile.because(
          "There is a file of this name that is larger than 16 MiB: no policy wrote it.",
          "Delete it to have it written anew, or give the policy's target another name.");
    } catch (StateUnavailable e) {
      throw Failures.ofStorage(e);
    }
  }

  @Override
  public boolean replace(String name, byte[] content, Optional<String> expected) {
    try {
      return files.put(new FileName(name), content, expected).isPresent();
    } catch (StateUnavailable e) {
      throw Failures.ofStorage(e);
    }
  }
}
