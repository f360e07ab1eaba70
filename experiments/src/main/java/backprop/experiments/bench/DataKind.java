// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

/** The data sets that workloads are for. */
public enum DataKind {
  /** Handwritten digits: 60,000 and 10,000 images of 28 x 28 gray pixels, 10 classes. */
  MNIST(
      "--mnist FOLDER",
      "the four files train-images-idx3-ubyte ... t10k-labels-idx1-ubyte of Yann LeCun's MNIST"
          + " (also .gz), or train.arff and test.arff",
      784,
      10,
      60_000),
  /** Letters by 16 numbers: 20,000 rows, 26 classes. */
  LETTER(
      "--letter FILE", "Letter Recognition of the UCI repository as letter.arff", 16, 26, 20_000),
  /** Diabetes by 8 numbers: 768 rows, 2 classes. */
  DIABETES("--diabetes FILE", "diabetes.arff, which is in the folder data of Weka", 8, 2, 768);

  private final String option;
  private final String where;
  private final int columns;
  private final int classes;
  private final int rows;

  DataKind(String option, String where, int columns, int classes, int rows) {
    this.option = option;
    this.where = where;
    this.columns = columns;
    this.classes = classes;
    this.rows = rows;
  }

  /** The option that gives the files. */
  String option() {
    return option;
  }

  /** What the files are, by the names that they are found by. */
  String where() {
    return where;
  }

  /** Inputs of a row. */
  int columns() {
    return columns;
  }

  int classes() {
    return classes;
  }

  /** Training rows. */
  int rows() {
    return rows;
  }
}
