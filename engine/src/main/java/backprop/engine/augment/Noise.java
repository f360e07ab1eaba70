// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Adds independent normally distributed noise to every input, which for small noise acts like a
 * penalty on the network's slope. Bishop, "Training with noise is equivalent to Tikhonov
 * regularization", Neural Computation 7, 1995.
 *
 * @param sigma standard deviation, in units of the network's input, at least 0
 */
@Description("Adds normally distributed noise to every input.")
@Formula("y = x + sigma * N(0, 1)")
@Source(
    "Bishop, \"Training with noise is equivalent to Tikhonov regularization\", Neural Computation 7, 1995")
public record Noise(
    @Tip(value = "standard deviation of the noise, in units of the network's input", min = 0)
        double sigma)
    implements RowAugmentation {
  public Noise {
    Ranges.amount("sigma", sigma);
  }

  @Override
  public Transform on(InputForm form) {
    int size = form.shape().elements();
    return (from, to, count, random) -> {
      for (int i = 0; i < count; i++) {
        RandomStream r = random.row(i);
        for (int j = i * size; j < (i + 1) * size; j++) {
          to[j] = (float) (from[j] + sigma * r.nextGaussian());
        }
      }
    };
  }
}
