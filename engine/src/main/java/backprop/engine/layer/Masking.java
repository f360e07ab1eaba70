// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.FindPadding;
import backprop.engine.op.KeepSteps;
import backprop.engine.op.Multiply;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Finds the padded steps of sequences of different lengths: a step whose features all equal a
 * value, or are all missing. What follows knows them by the sequence's mask: recurrent layers carry
 * their state past them. In the output they hold zeros. A step that some layer before has found to
 * be padding stays so. No parameters.
 *
 * @param value what padding is made of
 * @param missing whether steps of which all features are missing (NaN) are padding, too
 */
@Description("Finds padded steps, so that the layers behind leave them aside.")
@Formula("mask_t = 0 if x_t = (value, ..., value), else 1; y_t = mask_t * x_t")
@Source("Chollet et al., Keras, layer Masking, 2015")
public record Masking(
    @Tip("what all features of a padded step equal") double value,
    @Tip("whether steps of which all features are missing are padding, too") boolean missing)
    implements Layer {

  /** Zeros and missing values. */
  public Masking() {
    this(0, true);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Cells.sequence(g, x);
    Value found = g.op(new FindPadding(value, missing), x);
    Value mask = x.mask() == null ? found : g.op(new Multiply(), found, x.mask());
    return g.masked(g.op(new KeepSteps(), x, mask), mask);
  }
}
