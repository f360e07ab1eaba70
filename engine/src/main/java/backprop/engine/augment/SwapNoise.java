// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Replaces attributes by the same attribute of another row of the minibatch: each value stays a
 * plausible one, while what it says beside the others becomes unsure. Yoon et al., "VIME", NeurIPS
 * 2020, section 4.1 (the corruption by a shuffled column). In a minibatch of one row nothing
 * happens.
 *
 * @param rate probability that an attribute is replaced, in [0, 1]
 */
@Description("Replaces attributes by those of another row of the minibatch.")
@Formula("y = x of another row with probability rate, else x, attribute by attribute")
@Source(
    "Yoon, Zhang, Jordon and van der Schaar, \"VIME: extending the success of self- and semi-supervised learning to tabular domain\", NeurIPS 2020, section 4.1")
public record SwapNoise(
    @Tip(value = "probability that an attribute is replaced", min = 0, max = 1) double rate)
    implements RowAugmentation {
  public SwapNoise {
    Ranges.share("rate", rate);
  }

  @Override
  public Transform on(InputForm form) {
    int size = form.shape().elements();
    int[] starts = form.starts();
    return (from, to, count, random) -> {
      System.arraycopy(from, 0, to, 0, count * size);
      for (int i = 0; i < count && count > 1; i++) {
        RandomStream r = random.row(i);
        for (int g = 0; g + 1 < starts.length; g++) {
          if (r.nextDouble() < rate) {
            int other = (i + 1 + r.nextInt(count - 1)) % count;
            int columns = starts[g + 1] - starts[g];
            System.arraycopy(from, other * size + starts[g], to, i * size + starts[g], columns);
          }
        }
      }
    };
  }
}
