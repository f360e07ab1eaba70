// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.experiments.file.ExperimentException;
import backprop.weka.encode.InputEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import weka.core.Instance;
import weka.core.Instances;

/**
 * A table from ARFF, its attributes encoded as the classifier does it. A tenth of the rows, drawn
 * at random but the same each time, is held out to measure the accuracy on.
 */
final class TableRows {
  private static final long SHUFFLE = 3;
  private static final int TENTH = 10;
  private static final int FEWEST = 20;

  private TableRows() {}

  /**
   * Reads a file.
   *
   * @param most rows at most, counted from the beginning of the file
   * @throws ExperimentException in one sentence when it cannot be used
   */
  static Rows read(Kernels kernels, DataKind kind, Path path, int most) {
    Instances data = ArffRows.all(path, most);
    data.deleteWithMissingClass();
    int n = data.numInstances();
    if (n < FEWEST || data.numClasses() < 2) {
      throw new ExperimentException(
          "%s: '%s' has %d rows with a class and %d classes, wanted are at least %d and 2"
              .formatted(kind.option().split(" ")[0], path, n, data.numClasses(), FEWEST));
    }
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    new RandomStream(RandomStream.key(kind.ordinal(), SHUFFLE)).shuffle(order);
    int tests = n / TENTH;
    int[] training = Arrays.copyOfRange(order, tests, n);
    InputEncoder encoder = InputEncoder.fit(data, training);
    if (encoder.columns() == 0) {
      throw new ExperimentException("no attribute of '" + path + "' varies");
    }
    Rows.Builder rows =
        new Rows.Builder(kernels, n - tests, tests, encoder.columns(), data.numClasses());
    float[] input = new float[encoder.columns()];
    for (int i = 0; i < n; i++) {
      Instance x = data.instance(order[i]);
      encoder.encode(x, order[i] + 1, input, 0);
      int label = (int) x.classValue();
      if (i < tests) {
        rows.test(i, input, label);
      } else {
        rows.train(i - tests, input, label);
      }
    }
    return rows.build(false);
  }
}
