// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Pieces of bytes in a file of its own that nobody else sees: where the system allows it, its name
 * is removed as soon as it is open, so that not even a killed process leaves it behind; elsewhere
 * it is deleted when closed or, at the latest, when Java ends. Not a channel: an interrupt would
 * close that.
 */
final class RowFile implements AutoCloseable {
  private final RandomAccessFile file;
  private final Path directory;
  private final Path name;
  private long[] places = new long[64];
  private int count;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  /**
   * Takes an open file.
   *
   * @param directory where it is, for messages
   * @param name to be deleted when closed, or null
   */
  RowFile(RandomAccessFile file, Path directory, Path name) {
    this.file = file;
    this.directory = directory;
    this.name = name;
  }

  /**
   * Makes a file.
   *
   * @throws UncheckedIOException in one sentence when that is not possible
   */
  static RowFile in(Path directory) {
    Path path = null;
    try {
      path = Files.createTempFile(directory, "backprop-", ".rows");
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      return new RowFile(file, directory, nameLeft(path));
    } catch (IOException e) {
      delete(path);
      throw new UncheckedIOException(
          "the encoded rows exceed the memory budget, and no file can be made for them in "
              + directory
              + remedy(),
          e);
    }
  }

  /** Null where the name could be removed from the open file. */
  private static Path nameLeft(Path path) {
    File f = path.toFile();
    if (f.delete()) {
      return null;
    }
    f.deleteOnExit();
    return path;
  }

  private static void delete(Path path) {
    if (path != null && !path.toFile().delete()) {
      path.toFile().deleteOnExit();
    }
  }

  private static String remedy() {
    return ": raise the memory budget, or give Java another directory with -Djava.io.tmpdir";
  }

  /** Number of pieces. */
  int count() {
    return count;
  }

  /** Bytes of all pieces. */
  long bytes() {
    return places[count];
  }

  /**
   * Adds a block as the next piece.
   *
   * @throws UncheckedIOException in one sentence when there is no room for it
   */
  void add(RowBlock block) {
    int size = block.bytes();
    ByteBuffer b = room(size);
    block.write(b);
    try {
      file.seek(places[count]);
      file.write(b.array(), 0, size);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the encoded rows exceed the memory budget, and their file in "
              + directory
              + " cannot grow beyond "
              + (places[count] >> 20)
              + " MB ("
              + e.getMessage()
              + ")"
              + remedy(),
          e);
    }
    if (count + 2 > places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[count + 1] = places[count] + size;
    count++;
  }

  /**
   * Reads a piece.
   *
   * @throws UncheckedIOException in one sentence when the file cannot be read
   */
  void read(int piece, RowBlock into) {
    int size = (int) (places[piece + 1] - places[piece]);
    ByteBuffer b = room(size);
    try {
      file.seek(places[piece]);
      file.readFully(b.array(), 0, size);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the encoded rows in " + directory + " cannot be read: " + e.getMessage(), e);
    }
    into.read(b);
  }

  private ByteBuffer room(int size) {
    if (buffer.capacity() < size) {
      buffer = ByteBuffer.allocate(size);
    }
    buffer.clear();
    return buffer;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the file of the encoded rows in " + directory + " cannot be closed: " + e.getMessage(),
          e);
    } finally {
      delete(name);
    }
  }
}
