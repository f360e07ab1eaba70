// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.Firing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trainings that wait for more epochs. They only save time: where one is missing or cannot be read,
 * the training runs from its start and comes to the same.
 */
abstract class Checkpoints {
  /**
   * A training between two epochs.
   *
   * @param network the network with what its optimizer remembers
   * @param firings what rules did to it
   * @param ended whether it has no more epochs to run
   */
  record Waiting(SteppedNetwork network, List<Firing> firings, boolean ended) {}

  /** The bytes that are kept under a key. */
  abstract Optional<byte[]> read(String key);

  /**
   * Keeps bytes under a key, in place of earlier ones.
   *
   * @throws RecordException if they cannot be kept
   */
  abstract void write(String key, byte[] bytes);

  /** Deletes what nobody waits for any more. */
  abstract void forget(String key);

  /** Where a key's bytes are, for messages. */
  abstract String place(String key);

  final Optional<Waiting> find(String key) {
    Optional<byte[]> bytes = read(key);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.get()))) {
      in.setObjectInputFilter(
          ObjectInputFilter.Config.createFilter("backprop.**;weka.**;java.base/*;!*"));
      SteppedNetwork network = (SteppedNetwork) in.readObject();
      List<Firing> firings = new ArrayList<>();
      for (int n = in.readInt(); n > 0; n--) {
        firings.add((Firing) in.readObject());
      }
      return Optional.of(new Waiting(network, firings, in.readBoolean()));
    } catch (InvalidClassException e) {
      throw new RecordException("the file " + place(key) + " is none of a waiting training", e);
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
  final void keep(String key, Waiting waiting) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(waiting.network());
      out.writeInt(waiting.firings().size());
      for (Firing f : waiting.firings()) {
        out.writeObject(f);
      }
      out.writeBoolean(waiting.ended());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(key, bytes.toByteArray());
  }
}
