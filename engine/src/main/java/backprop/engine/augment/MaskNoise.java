// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.Arrays;

/**
 * Sets attributes to 0 at random, without making the others larger: what is left is to say enough.
 * Vincent, Larochelle, Bengio and Manzagol, "Extracting and composing robust features with
 * denoising autoencoders", ICML 2008, section 2.3 (masking noise).
 *
 * @param rate probability that an attribute becomes 0, in [0, 1]
 */
@Description("Sets attributes to 0 at random.")
@Formula("y = 0 with probability rate, else x, attribute by attribute")
@Source(
    "Vincent, Larochelle, Bengio and Manzagol, \"Extracting and composing robust features with"
        + " denoising autoencoders\", ICML 2008, section 2.3")
public record MaskNoise(
    @Tip(value = "probability that an attribute becomes 0", min = 0, max = 1) double rate)
    implements RowAugmentation {
  public MaskNoise {
    Ranges.share("rate", rate);
  }

  @Override
  public Transform on(InputForm form) {
    int size = form.shape().elements();
    int[] starts = form.starts();
    return (from, to, count, random) -> {
      System.arraycopy(from, 0, to, 0, count * size);
      for (int i = 0; i < count; i++) {
        RandomStream r = random.row(i);
        for (int g = 0; g + 1 < starts.length; g++) {
          if (r.nextDouble() < rate) {
            Arrays.fill(to, i * size + starts[g], i * size + starts[g + 1], 0);
          }
        }
      }
    };
  }
}
