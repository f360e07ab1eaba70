// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.DropChannels;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Sets whole channels of an example to zero at random while training, at all positions alike, and
 * divides the others by {@code 1 - rate}; passes its input on unchanged when predicting. See {@link
 * DropChannels}.
 *
 * @param rate probability of a zero, in [0, 1)
 */
@Description("Sets whole channels to zero at random while training.")
@Formula("y(., c) = 0 with probability rate, else x(., c) / (1 - rate), channel by channel")
@Source(
    "Tompson, Goroshin, Jain, LeCun and Bregler, \"Efficient object localization using "
        + "convolutional networks\", CVPR 2015, section 3.2")
public record SpatialDropout(@Tip(value = "probability of a zero", min = 0, below = 1) double rate)
    implements Layer {

  public SpatialDropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("rate is " + rate + ", allowed are 0 up to, but not, 1");
    }
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.mode().random() && rate > 0 ? g.op(new DropChannels(rate), x) : x;
  }
}
