// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

/** Pixels of what is shown as pictures: inputs that are images, and weights that look at them. */
final class Pictures {
  /** Most pictures of one quantity. */
  static final int MOST = 16;

  /** Most pixels of a side. */
  static final int SIDE = 64;

  private Pictures() {}

  /**
   * The pictures of weights whose rows are the pixels of an image; null where they are too large.
   */
  static Quantity.Picture across(int height, int width, int channels, int columns) {
    return height < 2 || width < 2 || height > SIDE || width > SIDE
        ? null
        : new Quantity.Picture(height, width, channels, Math.min(MOST, columns), true);
  }

  /** The picture of each example; null where it is too large. */
  static Quantity.Picture along(int height, int width, int channels) {
    return height < 2 || width < 2 || height > SIDE || width > SIDE
        ? null
        : new Quantity.Picture(height, width, channels, 1, false);
  }

  /** The pixels of all tiles; of the first examples where there is one for each. */
  static double[] of(Quantity q, double[] numbers) {
    Quantity.Picture p = q.picture();
    int pixels = p.height() * p.width();
    int tiles = p.across() ? p.tiles() : Math.min(MOST, numbers.length / q.size());
    double[] all = new double[tiles * pixels];
    for (int t = 0; t < tiles; t++) {
      for (int i = 0; i < pixels; i++) {
        double sum = 0;
        for (int c = 0; c < p.channels(); c++) {
          int at = i * p.channels() + c;
          sum += p.across() ? numbers[at * q.columns() + t] : numbers[t * q.size() + at];
        }
        all[t * pixels + i] = (sum / p.channels());
      }
    }
    return all;
  }
}
