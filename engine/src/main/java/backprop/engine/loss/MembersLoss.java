// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Add;
import backprop.engine.op.Scale;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.function.Function;

/**
 * The mean of the losses of several members that one network has: outputs are {@code members x
 * outputs}, the target is one for all. The prediction is the mean of the members' predictions, such
 * as their probabilities; of standard deviations that is the mean of the members' own, without what
 * the members differ by. A single row of outputs is that of a single member.
 *
 * <p>The mean of the losses is taken, and not the loss of the mean: so each member learns to stand
 * on its own. Gorishniy, Kotelnikov and Babenko, "TabM: advancing tabular deep learning with
 * parameter-efficient ensembling", ICLR 2025, section 3.
 *
 * @param loss the loss of one member
 */
@Name("members")
@Description("Mean of the losses of the members of a network that shares weights.")
@Formula("mean over members i of loss(output_i, target)")
@Source(
    "Gorishniy, Kotelnikov and Babenko, \"TabM: advancing tabular deep learning with"
        + " parameter-efficient ensembling\", ICLR 2025, section 3")
public record MembersLoss(@Tip(value = "the loss of one member", required = true) Loss loss)
    implements Loss {
  public MembersLoss {
    if (loss instanceof MembersLoss) {
      throw new IllegalArgumentException("loss is members already, which are taken once");
    }
  }

  @Override
  public TargetKind kind() {
    return loss.kind();
  }

  /** Outputs of one member. */
  @Override
  public int outputs(int targets) {
    return loss.outputs(targets);
  }

  @Override
  public Shape target(Shape output) {
    if (output.rank() > 2) {
      throw new IllegalArgumentException(
          "the loss members needs members x outputs for each example, but the last layer gives "
              + output);
    }
    return loss.target(Shape.of(output.columns()));
  }

  @Override
  public Value apply(Graph g, Value output, Value target) {
    return mean(g, output, o -> loss.apply(g, o, target));
  }

  @Override
  public Value predict(Graph g, Value output) {
    return mean(g, output, o -> loss.predict(g, o));
  }

  private static Value mean(Graph g, Value output, Function<Value, Value> one) {
    if (output.shape().rank() == 1) {
      return one.apply(output);
    }
    int members = output.shape().size(0);
    Value sum = one.apply(g.step(output, 0));
    for (int i = 1; i < members; i++) {
      sum = g.op(new Add(), sum, one.apply(g.step(output, i)));
    }
    return g.op(new Scale(1.0 / members), sum);
  }
}
