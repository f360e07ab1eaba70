// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Makes images brighter or darker: adds one number, drawn uniformly from {@code -amount} to {@code
 * amount}, to all pixels.
 *
 * @param amount largest change, in units of the network's input, at least 0
 */
@Description("Makes images brighter or darker.")
@Formula("y = x + u, u uniform in +-amount")
@Source(
    "Howard, \"Some improvements on deep convolutional neural network based image classification\", 2013 (arXiv 1312.5402)")
public record Brightness(
    @Tip(value = "largest change of a pixel, in units of the network's input", min = 0)
        double amount)
    implements RowAugmentation {
  public Brightness {
    Ranges.amount("amount", amount);
  }

  @Override
  public Transform on(InputForm form) {
    int size = form.image("brightness").elements();
    return (from, to, count, random) -> {
      for (int i = 0; i < count; i++) {
        float added = (float) (amount * (2 * random.row(i).nextDouble() - 1));
        for (int j = i * size; j < (i + 1) * size; j++) {
          to[j] = from[j] + added;
        }
      }
    };
  }
}
