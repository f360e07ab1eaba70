// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.engine.model.EpochRecord;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.OutputSpec;
import backprop.experiments.rule.Firing;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of one experiment's results:
 *
 * <pre>
 * experiment.json   whose results these are
 * cells.jsonl       one durable record per finished cell
 * timings.csv       what each cell took; not part of the results, since it is never the same twice
 * firings.jsonl     the rules that fired, with their numbers; written anew by each run
 * checkpoints       trainings that a search goes on with, while it lasts
 * curves.csv        learning curves of the networks of the first repeat
 * .lock             held while a runner works here
 * </pre>
 *
 * and the reports. A folder belongs to the experiment whose name is in it; another experiment, or a
 * folder with other things in it, is refused.
 */
final class ResultFolder implements Closeable {
  private static final String OWNER = "experiment.json";
  private static final String RECORDS = "cells.jsonl";
  private static final String TIMES = "timings.csv";
  private static final String FIRINGS = "firings.jsonl";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String CURVES = "curves.csv";
  private static final int MOST_POINTS = 200;
  private static final String LOCK = ".lock";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final RecordFile records;

  private ResultFolder(Path path, FileChannel lockFile, FileLock lock, RecordFile records) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
    this.records = records;
  }

  /**
   * Opens the folder, or creates it.
   *
   * @param fresh whether earlier records of the experiment are deleted
   * @throws ExperimentException if it cannot be used, with the reason
   */
  static ResultFolder open(OutputSpec output, String experiment, String version, boolean fresh) {
    Path path = output.path();
    FileChannel lockFile = null;
    try {
      createFolder(output);
      checkOwner(output, experiment);
      lockFile =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(lockFile, output);
      if (fresh) {
        Files.deleteIfExists(path.resolve(RECORDS));
        Files.deleteIfExists(path.resolve(TIMES));
        new CheckpointFolder(path.resolve(CHECKPOINTS)).clear();
        Files.deleteIfExists(path.resolve(CURVES));
      }
      writeOwner(path, experiment, version);
      Files.deleteIfExists(path.resolve(FIRINGS));
      return new ResultFolder(path, lockFile, lock, new RecordFile(path.resolve(RECORDS)));
    } catch (IOException e) {
      closeQuietly(lockFile);
      throw output
          .folderPlace()
          .error(
              "the output folder '%s' cannot be written: %s"
                  .formatted(output.folder(), RecordFile.reason(e)));
    } catch (ExperimentException e) {
      closeQuietly(lockFile);
      throw e;
    }
  }

  private static void createFolder(OutputSpec output) throws IOException {
    try {
      Files.createDirectories(output.path());
    } catch (FileAlreadyExistsException e) {
      throw output
          .folderPlace()
          .error("the output folder '" + output.folder() + "' is a file, or lies in one");
    }
  }

  private static void checkOwner(OutputSpec output, String experiment) throws IOException {
    Path owner = output.path().resolve(OWNER);
    if (Files.exists(owner)) {
      String found = "";
      try {
        JsonNode json = JSON.readTree(Files.readString(owner));
        found = json.path("experiment").asText("");
      } catch (JsonProcessingException e) {
        // refused below, as a file that names no experiment
      }
      if (!found.equals(experiment)) {
        throw output
            .folderPlace()
            .error(
                "the output folder '%s' holds results of %s, not of '%s'; name another folder"
                    .formatted(
                        output.folder(),
                        found.isEmpty()
                            ? "an unknown experiment"
                            : "the experiment '" + found + "'",
                        experiment));
      }
      return;
    }
    try (Stream<Path> inside = Files.list(output.path())) {
      List<String> others =
          inside
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals(LOCK) && !name.startsWith(OWNER))
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        throw output
            .folderPlace()
            .error(
                "the output folder '%s' holds '%s' and no results of an experiment; name a new or empty folder"
                    .formatted(output.folder(), others.get(0)));
      }
    }
  }

  private static FileLock lock(FileChannel file, OutputSpec output) throws IOException {
    FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by this program itself: the same as held by another
    }
    if (lock == null) {
      throw output
          .folderPlace()
          .error("another runner is working in the output folder '" + output.folder() + "'");
    }
    return lock;
  }

  private static void writeOwner(Path path, String experiment, String version) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("experiment", experiment).put("format", 1).put("version", version);
    Path aside = path.resolve(OWNER + ".tmp");
    Files.writeString(aside, json.toPrettyString() + "\n");
    Files.move(aside, path.resolve(OWNER), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void closeQuietly(Closeable file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      return;
    }
  }

  RecordFile records() {
    return records;
  }

  /** Trainings that wait for more epochs. */
  CheckpointFolder checkpoints() {
    return new CheckpointFolder(path.resolve(CHECKPOINTS));
  }

  /** Logs firings; where the run is killed, the next one finds the same. */
  synchronized void log(List<Firing> firings) {
    if (firings.isEmpty()) {
      return;
    }
    Path file = path.resolve(FIRINGS);
    StringBuilder text = new StringBuilder();
    firings.forEach(firing -> text.append(RecordFormat.json(firing)).append('\n'));
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RecordException("cannot write to " + file + ": " + RecordFile.reason(e), e);
    }
  }

  /** Notes what a cell took. A line lost at a kill does not matter. */
  synchronized void addTimes(CellResult cell, Map<String, Double> times) {
    Path file = path.resolve(TIMES);
    StringBuilder text = new StringBuilder();
    if (!Files.exists(file)) {
      text.append("data set,configuration,repeat,fold,column,value\n");
    }
    times.forEach(
        (name, value) ->
            text.append(
                Stream.of(
                        cell.dataSet(),
                        cell.configuration(),
                        "" + cell.repeat(),
                        "" + cell.fold(),
                        name)
                    .map(ResultFolder::csv)
                    .collect(
                        Collectors.joining(
                            ",",
                            "",
                            String.format(Locale.ROOT, ",%s%n", value).replace("\r", "")))));
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RecordException("cannot write to " + file + ": " + RecordFile.reason(e), e);
    }
  }

  /**
   * Notes the learning curve of a cell, of the first repeat only and at most so many points: it is
   * there to be looked at. Written before the record of the cell, so that no finished cell lacks
   * it.
   */
  synchronized void addCurve(CellResult cell, List<EpochRecord> curve) {
    if (cell.repeat() != 1 || curve.isEmpty()) {
      return;
    }
    Path file = path.resolve(CURVES);
    StringBuilder text = new StringBuilder();
    if (!Files.exists(file)) {
      text.append("data set,configuration,repeat,fold,epoch,training loss,validation loss\n");
    }
    String start =
        csv(cell.dataSet()) + ',' + csv(cell.configuration()) + ",1," + cell.fold() + ',';
    int every = (curve.size() + MOST_POINTS - 1) / MOST_POINTS;
    for (int i = 0; i < curve.size(); i++) {
      EpochRecord epoch = curve.get(i);
      if (i % every == 0 || i == curve.size() - 1) {
        text.append(start).append(epoch.epoch()).append(',').append(number(epoch.trainingLoss()));
        text.append(',').append(number(epoch.validationLoss())).append('\n');
      }
    }
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RecordException("cannot write to " + file + ": " + RecordFile.reason(e), e);
    }
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }

  private static String csv(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws IOException {
    records.close();
    lock.release();
    lockFile.close();
  }
}
