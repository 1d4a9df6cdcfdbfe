package dev.rollcall.app;

import dev.rollcall.model.FileName;
import dev.rollcall.model.Problem;
import dev.rollcall.source.FileStore;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.state.Files;
import dev.rollcall.state.StateUnavailable;
import java.util.Optional;

/** The stored files, as sources read them. */
record StoredFiles(Files files) implements FileStore {

  @Override
  public Optional<StoredFile> read(String name) {
    try {
      return files
          .read(new FileName(name))
          .map(content -> new StoredFile(content.bytes(), content.entry().changed()));
    } catch (Files.TooLarge e) {
      throw new SourceUnavailable(
          Problem.lasting(
              "fileTooLarge", e.getMessage(), "Nothing was changed. Store a smaller one.", ""),
          e);
    } catch (StateUnavailable e) {
      throw new SourceUnavailable(
          Problem.passing(
              "storageUnavailable",
              "The stored file could not be read: the app's storage did not answer.",
              "Nothing was changed. The next run reads it again.",
              "",
              Optional.empty()),
          e);
    }
  }
}
