// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import backprop.weka.BackpropClassifier;
import backprop.weka.predict.NetworkPredictor;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Shows what the first layer looks for in pictures. Made by Weka. */
public final class WeightItem extends GraphItem {
  /** Made by Weka. */
  public WeightItem() {
    super("first-layer weights");
  }

  @Override
  Optional<BufferedImage> picture(BackpropClassifier classifier) {
    return classifier.predictor().orElse(null) instanceof NetworkPredictor p
        ? WeightPictures.of(p).map(w -> WeightPictures.sheet(w))
        : Optional.empty();
  }
}
