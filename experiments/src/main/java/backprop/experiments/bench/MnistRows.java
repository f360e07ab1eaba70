// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Kernels;
import backprop.experiments.file.ExperimentException;
import java.nio.file.Files;
import java.nio.file.Path;
import weka.core.Instance;
import weka.core.Instances;

/**
 * MNIST from its idx files or from ARFF, row by row: at no time is there a second copy of the
 * images. Pixels are brought to mean 0 and deviation 1 with the known figures of the training part.
 */
final class MnistRows {
  private static final float MEAN = 0.1307f;
  private static final float DEVIATION = 0.3081f;
  private static final float BRIGHTEST = 255;

  private final int columns = DataKind.MNIST.columns();
  private final int classes = DataKind.MNIST.classes();
  private final float[] scaled = new float[256];

  MnistRows() {
    for (int p = 0; p < scaled.length; p++) {
      scaled[p] = (p / BRIGHTEST - MEAN) / DEVIATION;
    }
  }

  /** Where a row goes. */
  private interface Target {
    void set(int row, float[] input, int label);
  }

  /**
   * Reads a folder.
   *
   * @param most training rows at most
   * @param mostTests test rows at most
   * @throws ExperimentException in one sentence when the files are not there or damaged
   */
  Rows read(Kernels kernels, Path folder, int most, int mostTests) {
    if (!Files.isDirectory(folder)) {
      throw new ExperimentException("--mnist: there is no folder '" + folder + "'");
    }
    Path train = ArffRows.named(folder, "train");
    if (train != null) {
      Path test = ArffRows.named(folder, "test");
      if (test == null) {
        throw new ExperimentException(
            "--mnist: '" + folder + "' has train.arff, but no test.arff beside it");
      }
      Rows.Builder rows =
          builder(kernels, ArffRows.count(train, most), ArffRows.count(test, mostTests));
      arff(train, rows.rows(), rows::train);
      arff(test, rows.testRows(), rows::test);
      return rows.build(false);
    }
    try (IdxFile images = images(folder, "train");
        IdxFile labels = labels(folder, "train");
        IdxFile testImages = images(folder, "t10k");
        IdxFile testLabels = labels(folder, "t10k")) {
      check(images, labels);
      check(testImages, testLabels);
      Rows.Builder rows =
          builder(kernels, Math.min(most, images.count()), Math.min(mostTests, testImages.count()));
      idx(images, labels, rows.rows(), rows::train);
      idx(testImages, testLabels, rows.testRows(), rows::test);
      return rows.build(false);
    }
  }

  private Rows.Builder builder(Kernels kernels, int rows, int tests) {
    return new Rows.Builder(kernels, rows, tests, columns, classes);
  }

  private static IdxFile images(Path folder, String part) {
    return IdxFile.open(folder, part + "-images-idx3-ubyte", 3);
  }

  private static IdxFile labels(Path folder, String part) {
    return IdxFile.open(folder, part + "-labels-idx1-ubyte", 1);
  }

  private void check(IdxFile images, IdxFile labels) {
    if (images.size() != columns) {
      throw new ExperimentException(
          "'%s' has images of %d pixels, expected %d"
              .formatted(images.path(), images.size(), columns));
    }
    if (images.count() != labels.count()) {
      throw new ExperimentException(
          "'%s' has %d images, but '%s' has %d labels"
              .formatted(images.path(), images.count(), labels.path(), labels.count()));
    }
  }

  private void idx(IdxFile images, IdxFile labels, int rows, Target target) {
    byte[] image = new byte[columns];
    byte[] label = new byte[1];
    float[] input = new float[columns];
    for (int r = 0; r < rows; r++) {
      images.next(image);
      labels.next(label);
      for (int j = 0; j < columns; j++) {
        input[j] = scaled[image[j] & 0xff];
      }
      target.set(r, input, label(labels.path(), r, label[0] & 0xff));
    }
  }

  private int label(Path path, int row, int label) {
    if (label >= classes) {
      throw new ExperimentException(
          "'%s' has label %d in row %d, allowed are 0 to %d"
              .formatted(path, label, row + 1, classes - 1));
    }
    return label;
  }

  private void arff(Path path, int rows, Target target) {
    float[] input = new float[columns];
    try (ArffRows reader = ArffRows.open(path)) {
      Instances header = reader.header();
      int label = ArffRows.classAttribute(path, header);
      if (header.numAttributes() != columns + 1 || header.attribute(label).numValues() != classes) {
        throw new ExperimentException(
            "'%s' has %d attributes and %d classes, expected %d pixels and %d classes"
                .formatted(
                    path,
                    header.numAttributes(),
                    header.attribute(label).numValues(),
                    columns,
                    classes));
      }
      for (int r = 0; r < rows; r++) {
        Instance x = reader.next();
        for (int a = 0; a < x.numAttributes(); a++) {
          if (a != label) {
            input[a < label ? a : a - 1] = ((float) x.value(a) / BRIGHTEST - MEAN) / DEVIATION;
          }
        }
        target.set(r, input, (int) x.value(label));
      }
    }
  }
}
