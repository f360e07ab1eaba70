// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import backprop.engine.layer.Layer;
import java.util.List;

/** The layers for a picture. */
final class Convolutions {
  /** A stage halves the sides; they are not made smaller than this. */
  private static final int SMALLEST = 3;

  private static final int MOST_STAGES = 4;

  private Convolutions() {}

  /**
   * Stages of a convolution and a halving, each with twice the filters of the one before.
   *
   * @param filters of the first stage
   */
  static List<Layer> stages(int height, int width, int filters) {
    StringBuilder text = new StringBuilder();
    int side = Math.min(height, width);
    for (int s = 0; s < MOST_STAGES && (s == 0 || side >= 2 * SMALLEST); s++) {
      text.append("conv2d(").append(filters << s).append(", 3, relu, padding=same), ");
      if (side >= 2 * SMALLEST) {
        text.append("max-pool(2), ");
      }
      side /= 2;
    }
    return Presets.layers(text + "flatten");
  }
}
