// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.experiments.file.ExperimentException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of unsigned bytes in the idx format of MNIST: two zero bytes, the type 8, the number of
 * sizes, each size in four bytes, most significant first, and the bytes.
 */
final class IdxFile implements AutoCloseable {
  private static final int UNSIGNED_BYTES = 8;

  private final Path path;
  private final DataInputStream in;
  private final int count;
  private final int size;

  private IdxFile(Path path, DataInputStream in, int dimensions) throws IOException {
    this.path = path;
    this.in = in;
    int magic = in.readInt();
    if (magic != (UNSIGNED_BYTES << 8 | dimensions)) {
      throw new ExperimentException(
          "'%s' is no idx file of bytes in %d dimensions: it begins with %08x, expected %08x"
              .formatted(path, dimensions, magic, UNSIGNED_BYTES << 8 | dimensions));
    }
    count = in.readInt();
    long product = 1;
    for (int d = 1; d < dimensions; d++) {
      product *= in.readInt();
    }
    if (count < 1 || product < 1 || product > 1 << 24) {
      throw new ExperimentException(
          "'%s' says that it has %d items of %d bytes".formatted(path, count, product));
    }
    size = (int) product;
  }

  /**
   * Opens a file, or where that is not there, the same with {@code .gz} behind its name.
   *
   * @throws ExperimentException in one sentence when there is neither or it is of another kind
   */
  static IdxFile open(Path folder, String name, int dimensions) {
    Path plain = folder.resolve(name);
    Path path = Files.exists(plain) ? plain : folder.resolve(name + ".gz");
    if (!Files.exists(path)) {
      throw new ExperimentException("there is no file '" + plain + "', nor one with .gz behind it");
    }
    try {
      InputStream raw = Files.newInputStream(path);
      try {
        InputStream bytes = path.equals(plain) ? raw : new GZIPInputStream(raw);
        return new IdxFile(
            path, new DataInputStream(new BufferedInputStream(bytes, 1 << 16)), dimensions);
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Number of items. */
  int count() {
    return count;
  }

  /** Bytes of an item. */
  int size() {
    return size;
  }

  Path path() {
    return path;
  }

  /** Reads the next item. */
  void next(byte[] item) {
    try {
      in.readFully(item);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static ExperimentException unreadable(Path path, IOException e) {
    String why = e instanceof EOFException ? "it ends too early" : e.getMessage();
    return new ExperimentException("'" + path + "' cannot be read: " + why, e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
