// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/** Waiting trainings of an experiment, one file each. */
final class CheckpointFolder extends Checkpoints {
  private static final String END = ".training";
  private final Path folder;

  CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  private Path file(String key) {
    return folder.resolve(key + END);
  }

  @Override
  String place(String key) {
    return file(key).toString();
  }

  @Override
  Optional<byte[]> read(String key) {
    try {
      return Optional.of(Files.readAllBytes(file(key)));
    } catch (IOException e) {
      // Not there, or as if it were not: the training runs from its start.
      return Optional.empty();
    }
  }

  @Override
  void write(String key, byte[] bytes) {
    Path aside = folder.resolve(key + END + ".tmp");
    try {
      Files.createDirectories(folder);
      Files.write(aside, bytes);
      Files.move(
          aside, file(key), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RecordException("cannot write to " + file(key) + ": " + RecordFile.reason(e), e);
    }
  }

  @Override
  void forget(String key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException e) {
      throw new RecordException("cannot delete in " + folder + ": " + RecordFile.reason(e), e);
    }
  }

  /** Deletes all. */
  void clear() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new RecordException("cannot delete in " + folder + ": " + RecordFile.reason(e), e);
    }
  }
}
