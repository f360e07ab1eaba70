// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.Angles;
import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Turns images about their center by a uniformly drawn angle, to the left or to the right.
 *
 * @param degrees largest angle, in [0, 180]
 * @param fill what is seen in the corners
 */
@Description("Turns images about their center.")
@Formula("y(p) = x(R p), R a turn by an angle in +-degrees, p counted from the center")
@Source(
    "Simard, Steinkraus and Platt, \"Best practices for convolutional neural networks applied to visual document analysis\", ICDAR 2003")
public record Rotate(
    @Tip(value = "largest angle to either side", unit = "degrees", min = 0, max = 180)
        double degrees,
    @Tip("what is seen in the corners") Fill fill)
    implements RowAugmentation {
  public Rotate {
    if (!(degrees >= 0 && degrees <= 180)) {
      throw new IllegalArgumentException("degrees is " + degrees + ", allowed are 0 to 180");
    }
  }

  @Override
  public Transform on(InputForm form) {
    Warp warp = new Warp(form.image("rotate"), fill);
    int size = form.shape().elements();
    return (from, to, count, random) -> {
      for (int i = 0; i < count; i++) {
        RandomStream r = random.row(i);
        double angle = Math.toRadians(degrees) * (2 * r.nextDouble() - 1);
        double cos = Angles.cos(angle);
        double sin = Angles.sin(angle);
        warp.draw(from, to, i * size, 0, cos, -sin, 0, sin, cos);
      }
    };
  }
}
