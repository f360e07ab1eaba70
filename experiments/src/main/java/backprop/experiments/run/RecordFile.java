// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.ExperimentException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The durable records of finished cells: a file to which one line per cell is appended and forced
 * to the disk before the cell counts as finished. A line that a kill or a full disk cut off is the
 * last one and is dropped; any other line that is not whole is an error, since nothing of ours
 * leaves such a line behind. All methods may be called by several threads.
 */
final class RecordFile implements Closeable {
  private final Path path;
  private final FileChannel channel;
  private final Map<String, CellResult> records = new LinkedHashMap<>();
  private final Map<String, Long> elapsed = new HashMap<>();
  private long longest;
  private String warning;

  /**
   * Opens the file, or creates it, and reads its records.
   *
   * @throws ExperimentException if it cannot be opened, or a line other than the last is not whole
   */
  RecordFile(Path path) {
    this.path = path;
    try {
      this.channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      load();
    } catch (IOException e) {
      throw new ExperimentException("cannot open the result file " + path + ": " + reason(e), e);
    }
  }

  static String reason(IOException e) {
    String message = e.getMessage();
    String name = e.getClass().getSimpleName().replaceAll("Exception$", "");
    if (e instanceof FileSystemException system) {
      String what =
          system.getReason() != null
              ? system.getReason()
              : e instanceof AccessDeniedException
                  ? "access is denied"
                  : e instanceof NoSuchFileException ? "it does not exist" : name;
      return system.getFile() == null ? what : system.getFile() + ": " + what;
    }
    return message == null || message.isBlank()
        ? name
        : e.getClass() == IOException.class ? message : name + " " + message;
  }

  private void load() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    int start = 0;
    int number = 1;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
      Optional<RecordFormat.Line> record =
          end < bytes.length ? RecordFormat.read(line) : Optional.empty();
      if (record.isEmpty()) {
        if (end + 1 < bytes.length) {
          throw new ExperimentException(
              "%s, line %d: the record is damaged; delete the line to run its cell again, or use --fresh to run all"
                  .formatted(path, number));
        }
        warning =
            "%s, line %d: the last record was cut off and is dropped; its cell runs again"
                .formatted(path, number);
        channel.truncate(start);
        channel.force(true);
        break;
      }
      keep(record.get());
      start = end + 1;
      number++;
    }
    channel.position(channel.size());
  }

  private CellResult keep(RecordFormat.Line line) {
    records.put(line.key(), line.result());
    elapsed.put(line.key(), line.elapsed());
    longest = Math.max(longest, line.elapsed());
    return line.result();
  }

  /** Milliseconds that the runner had worked when a cell was done, over all its starts. */
  synchronized long elapsed(String key) {
    return elapsed.getOrDefault(key, 0L);
  }

  /** The longest of them: what earlier starts have worked. */
  synchronized long elapsed() {
    return longest;
  }

  /** What was dropped, if anything was. */
  Optional<String> warning() {
    return Optional.ofNullable(warning);
  }

  int size() {
    return records.size();
  }

  /** The result of a cell if it is there and did not fail; a failed cell runs again. */
  synchronized Optional<CellResult> find(String key) {
    return Optional.ofNullable(records.get(key)).filter(CellResult::succeeded);
  }

  /**
   * Keeps a result.
   *
   * @param milliseconds that the runner has worked so far, over all its starts
   * @return the result as the file has it
   * @throws RecordException if it cannot be written; nothing of it is left in the file
   */
  synchronized CellResult append(String key, CellResult result, long milliseconds) {
    String line = RecordFormat.write(new RecordFormat.Line(key, result, milliseconds));
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    long start = 0;
    try {
      start = channel.position();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      undo(start);
      throw new RecordException("cannot write to " + path + ": " + reason(e), e);
    }
    return keep(RecordFormat.read(line).orElseThrow());
  }

  private void undo(long start) {
    try {
      channel.truncate(start);
    } catch (IOException e) {
      // Then the line is cut off, which the next run finds out.
      return;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
