// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.check;

import backprop.engine.doctor.OverfitOneBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weka.core.CommandlineRunnable;
import weka.core.Instances;
import weka.core.Utils;

/**
 * Tells what is wrong with a saved model and its training.
 *
 * <pre>
 * java weka.Run .BackpropDoctor -model iris.model -data iris.arff
 * </pre>
 */
public final class BackpropDoctor implements CommandlineRunnable {
  private static final String USAGE =
      """


      General options:

      -model <file>
          The model, as Weka saves it with -d.
      -data <file>
          The rows that it was trained on; without them, what was said when it was trained.
      -test <file>
          Rows that it was not trained on.
      -overfit-one-batch
          Also trains its layers from new weights on 32 rows, which they must learn by heart.
      """;

  @Override
  public void preExecution() {
    // Nothing to prepare.
  }

  @Override
  public void postExecution() {
    // Nothing to release.
  }

  /**
   * Prints the report.
   *
   * @throws IllegalArgumentException in a sentence, with the options, when a file cannot be read or
   *     the data do not fit the model
   */
  @Override
  public void run(Object toRun, String[] options) throws Exception {
    try {
      String model = Utils.getOption("model", options);
      String data = Utils.getOption("data", options);
      String test = Utils.getOption("test", options);
      boolean overfit = Utils.getFlag("overfit-one-batch", options);
      Utils.checkForRemainingOptions(options);
      if (model.isEmpty()) {
        throw new IllegalArgumentException("-model is missing");
      }
      System.out.print(
          report(
              Path.of(model),
              data.isEmpty() ? Optional.empty() : Optional.of(Path.of(data)),
              test.isEmpty() ? Optional.empty() : Optional.of(Path.of(test)),
              overfit));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // Weka shows a message alone, without a stack trace, if it tells the general options.
      throw new IllegalArgumentException(e.getMessage() + USAGE, e);
    }
  }

  /**
   * The report, in lines.
   *
   * @throws IllegalArgumentException in one sentence when a file cannot be read, the data do not
   *     fit the model, or something is asked for that needs data
   */
  public static String report(
      Path model, Optional<Path> data, Optional<Path> test, boolean overfitOneBatch)
      throws InterruptedException {
    if (data.isEmpty() && (test.isPresent() || overfitOneBatch)) {
      throw new IllegalArgumentException(
          (test.isPresent() ? "test rows" : "overfit-one-batch") + " need training data, too");
    }
    Checkup checkup = Checkup.of(model);
    List<String> lines = new ArrayList<>();
    if (data.isEmpty()) {
      lines.addAll(checkup.atTraining());
    } else {
      Instances rows = checkup.rows(data.get());
      lines.addAll(checkup.diagnose(rows, test.map(checkup::rows)));
      if (overfitOneBatch) {
        OverfitOneBatch result = checkup.overfitOneBatch(rows);
        lines.add("overfit-one-batch " + result.say());
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** Runs it without {@code weka.Run}. */
  public static void main(String[] args) throws Exception {
    new BackpropDoctor().run(null, args);
  }
}
