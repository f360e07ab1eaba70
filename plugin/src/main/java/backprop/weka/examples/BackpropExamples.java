// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.examples;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import weka.core.CommandlineRunnable;
import weka.core.Instances;
import weka.core.converters.ArffSaver;

/**
 * Writes small data sets, one of each kind that a preset is for.
 *
 * <pre>
 * java weka.Run .BackpropExamples FOLDER
 * </pre>
 */
public final class BackpropExamples implements CommandlineRunnable {
  private static final int SIDE = 12;

  @Override
  public void preExecution() {
    // Nothing to prepare.
  }

  @Override
  public void postExecution() {
    // Nothing to release.
  }

  /**
   * Writes the data sets.
   *
   * @param options the folder
   * @throws IllegalArgumentException when there is not one folder
   */
  @Override
  public void run(Object toRun, String[] options) {
    List<String> given = List.of(options).stream().filter(o -> !o.isEmpty()).toList();
    if (given.size() != 1 || given.get(0).startsWith("-")) {
      // Weka shows a message alone, without a stack trace, if it tells the general options.
      throw new IllegalArgumentException(
          "one folder is wanted, found " + given + "\n\nGeneral options:\n\nFOLDER\n");
    }
    try {
      write(Path.of(given.get(0)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the examples cannot be written: " + e.getMessage() + "\n\nGeneral options:\n\nFOLDER\n",
          e);
    }
  }

  /** Writes the data sets to a folder, which is made. */
  public static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    save(Digits.pixels(600, SIDE, 1), folder);
    save(Digits.files(300, 2 * SIDE, 2, folder.resolve("pictures")), folder);
    save(Tables.gestures(300), folder);
    save(Tables.pulses(300), folder);
    save(Tables.reviews(400, true), folder);
    save(Tables.sales(240), folder);
  }

  private static void save(Instances data, Path folder) throws IOException {
    File file = folder.resolve(data.relationName() + ".arff").toFile();
    ArffSaver saver = new ArffSaver();
    saver.setInstances(data);
    saver.setFile(file);
    saver.writeBatch();
    Logger.getLogger(BackpropExamples.class.getName()).info("wrote " + file);
  }

  /** Runs it without {@code weka.Run}. */
  public static void main(String[] args) {
    new BackpropExamples().run(null, args);
  }
}
