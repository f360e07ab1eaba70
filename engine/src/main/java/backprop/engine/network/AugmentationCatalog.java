// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.augment.Augmentation;
import backprop.engine.augment.Brightness;
import backprop.engine.augment.Contrast;
import backprop.engine.augment.Crop;
import backprop.engine.augment.Cutout;
import backprop.engine.augment.Fill;
import backprop.engine.augment.Flip;
import backprop.engine.augment.MaskNoise;
import backprop.engine.augment.Noise;
import backprop.engine.augment.Rotate;
import backprop.engine.augment.Shift;
import backprop.engine.augment.Smote;
import backprop.engine.augment.SwapNoise;
import backprop.engine.augment.Zoom;
import backprop.engine.text.Catalog;

/** All augmentations, one line per entry. */
final class AugmentationCatalog {
  private AugmentationCatalog() {}

  static Catalog<Augmentation> entries() {
    return Catalog.of(
        "augmentation",
        Augmentation.class,
        new Shift(0.1, Fill.EDGE),
        new Rotate(10, Fill.EDGE),
        new Zoom(0.1, Fill.EDGE),
        new Crop(4, Fill.ZERO),
        new Flip(true, false),
        new Cutout(8),
        new Brightness(0.2),
        new Contrast(0.2),
        new Noise(0.1),
        new SwapNoise(0.15),
        new MaskNoise(0.15),
        new Smote(5, 1));
  }
}
