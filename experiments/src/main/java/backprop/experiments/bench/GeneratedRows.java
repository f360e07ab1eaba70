// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;

/** Made-up rows of the size of the real ones: normal deviates around a center for each class. */
final class GeneratedRows {
  private static final long CENTERS = 1;
  private static final long ROWS = 2;

  /** Distance of the centers from the origin, in standard deviations of a row. */
  private static final double DISTANCE = 2;

  private GeneratedRows() {}

  static Rows make(Kernels kernels, DataKind kind, int most, int mostTests) {
    int columns = kind.columns();
    int classes = kind.classes();
    RandomStream random = new RandomStream(RandomStream.key(kind.ordinal(), CENTERS));
    float[][] centers = new float[classes][columns];
    for (float[] center : centers) {
      for (int j = 0; j < columns; j++) {
        center[j] = (float) (random.nextGaussian() * DISTANCE / Math.sqrt(columns));
      }
    }
    int rows = Math.min(most, kind.rows());
    int tests = Math.min(mostTests, Math.max(1, rows / 6));
    Rows.Builder builder = new Rows.Builder(kernels, rows, tests, columns, classes);
    float[] input = new float[columns];
    for (int r = 0; r < rows + tests; r++) {
      RandomStream row = new RandomStream(RandomStream.key(kind.ordinal(), ROWS, r));
      int label = row.nextInt(classes);
      for (int j = 0; j < columns; j++) {
        input[j] = centers[label][j] + (float) row.nextGaussian();
      }
      if (r < rows) {
        builder.train(r, input, label);
      } else {
        builder.test(r - rows, input, label);
      }
    }
    return builder.build(true);
  }
}
