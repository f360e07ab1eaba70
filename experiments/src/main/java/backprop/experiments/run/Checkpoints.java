// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.Firing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trainings that wait for more epochs, one file each. They only save time: where one is missing or
 * cannot be read, the training runs from its start and comes to the same.
 */
final class Checkpoints {
  private static final String END = ".training";
  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  /**
   * A training between two epochs.
   *
   * @param network the network with what its optimizer remembers
   * @param firings what rules did to it
   * @param ended whether it has no more epochs to run
   */
  record Waiting(SteppedNetwork network, List<Firing> firings, boolean ended) {}

  Optional<Waiting> find(String key) {
    Path file = folder.resolve(key + END);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      in.setObjectInputFilter(
          ObjectInputFilter.Config.createFilter("backprop.**;weka.**;java.base/*;!*"));
      SteppedNetwork network = (SteppedNetwork) in.readObject();
      List<Firing> firings = new ArrayList<>();
      for (int n = in.readInt(); n > 0; n--) {
        firings.add((Firing) in.readObject());
      }
      return Optional.of(new Waiting(network, firings, in.readBoolean()));
    } catch (InvalidClassException e) {
      throw new RecordException("the file " + file + " is none of a waiting training", e);
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      // Cut off, or of another version of this program.
      return Optional.empty();
    }
  }

  /**
   * Keeps a training.
   *
   * @throws RecordException if it cannot be written
   */
  void keep(String key, Waiting waiting) {
    Path file = folder.resolve(key + END);
    Path aside = folder.resolve(key + END + ".tmp");
    try {
      Files.createDirectories(folder);
      try (ObjectOutputStream out =
          new ObjectOutputStream(new BufferedOutputStream(Files.newOutputStream(aside)))) {
        out.writeObject(waiting.network());
        out.writeInt(waiting.firings().size());
        for (Firing f : waiting.firings()) {
          out.writeObject(f);
        }
        out.writeBoolean(waiting.ended());
      }
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RecordException("cannot write to " + file + ": " + RecordFile.reason(e), e);
    }
  }

  /** Deletes what nobody waits for any more. */
  void forget(String key) {
    try {
      Files.deleteIfExists(folder.resolve(key + END));
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
