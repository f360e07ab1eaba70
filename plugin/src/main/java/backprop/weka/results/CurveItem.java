// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import backprop.weka.BackpropClassifier;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Shows the losses by epoch. Made by Weka. */
public final class CurveItem extends GraphItem {
  /** Made by Weka. */
  public CurveItem() {
    super("learning curve");
  }

  @Override
  Optional<BufferedImage> picture(BackpropClassifier classifier) {
    return classifier
        .model()
        .map(m -> m.how().history())
        .filter(h -> !h.isEmpty())
        .map(CurvePicture::of);
  }
}
