// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Kernels;
import backprop.engine.metric.Targets;
import backprop.engine.train.Examples;

/**
 * Rows ready for a network.
 *
 * @param training what is trained on
 * @param columns inputs of a row
 * @param classes number of classes
 * @param testInputs inputs of the rows that accuracy is measured on, row-major
 * @param testClasses their classes
 * @param generated whether the rows are made up
 */
record Rows(
    Examples training,
    int columns,
    int classes,
    float[] testInputs,
    int[] testClasses,
    boolean generated) {

  /** Takes rows in, one by one, each into its place. */
  static final class Builder {
    private final Examples training;
    private final int columns;
    private final int classes;
    private final float[] testInputs;
    private final int[] testClasses;
    private final float[] wanted = new float[1];

    Builder(Kernels kernels, int rows, int testRows, int columns, int classes) {
      this.training =
          new Examples(kernels, rows, columns, 1).described(Targets.classes(Targets.Form.INDEX));
      this.columns = columns;
      this.classes = classes;
      this.testInputs = new float[Math.multiplyExact(testRows, columns)];
      this.testClasses = new int[testRows];
    }

    int rows() {
      return training.rows();
    }

    int testRows() {
      return testClasses.length;
    }

    /** Sets a training row. */
    void train(int row, float[] input, int label) {
      wanted[0] = label;
      training.set(row, input, wanted, 1);
    }

    /** Sets a test row. */
    void test(int row, float[] input, int label) {
      System.arraycopy(input, 0, testInputs, row * columns, columns);
      testClasses[row] = label;
    }

    Rows build(boolean generated) {
      return new Rows(training, columns, classes, testInputs, testClasses, generated);
    }
  }
}
