// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Add;
import backprop.engine.op.Concatenate;
import backprop.engine.op.Multiply;
import backprop.engine.op.Scale;
import backprop.engine.op.Subtract;
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
 * <p>With cross-fitting each row is kept from one of the members, which judges it instead: as in
 * k-fold cross-validation, with the members as the k models, so that no row is lost for validation.
 * The target then has one more column for each member, with the row's weight for that member: 0 for
 * the one that the row is kept from, and {@code members / (members - 1)} for all others. While
 * training, the loss of member i is multiplied by the i-th weight; when judging, the loss is that
 * of the one member of weight 0. It is an honest judgement of new rows only where the members share
 * no weights; see the layer {@code member-heads}.
 *
 * @param loss the loss of one member
 * @param crossFit whether each row is kept from one member, by weights in the target's last columns
 */
@Name("members")
@Description("Mean of the losses of the members of a network, which may judge each other's rows.")
@Formula("mean over members i of loss(output_i, target)")
@Source(
    "Gorishniy, Kotelnikov and Babenko, \"TabM: advancing tabular deep learning with"
        + " parameter-efficient ensembling\", ICLR 2025, section 3; cross-fitting: Stone,"
        + " \"Cross-validatory choice and assessment of statistical predictions\", Journal of the"
        + " Royal Statistical Society B 36, 1974")
public record MembersLoss(
    @Tip(value = "the loss of one member", required = true) Loss loss,
    @Tip("whether each row is kept from one member, which judges it") boolean crossFit)
    implements Loss {
  public MembersLoss {
    if (loss instanceof MembersLoss) {
      throw new IllegalArgumentException("loss is members already, which are taken once");
    }
  }

  /** Each member learns from all rows. */
  public MembersLoss(Loss loss) {
    this(loss, false);
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

  /** Columns of the target that are weights of members. */
  public int weights(Shape output) {
    return crossFit && output.rank() == 2 ? output.size(0) : 0;
  }

  @Override
  public Shape target(Shape output) {
    if (output.rank() > 2) {
      throw new IllegalArgumentException(
          "the loss members needs members x outputs for each example, but the last layer gives "
              + output);
    }
    if (crossFit && output.rank() == 2 && output.size(0) < 2) {
      throw new IllegalArgumentException("cross-fit needs at least two members, there is one");
    }
    Shape one = loss.target(Shape.of(output.columns()));
    return one.withColumns(one.columns() + weights(output));
  }

  @Override
  public Value apply(Graph g, Value output, Value target) {
    int members = weights(output.shape());
    if (members == 0) {
      return mean(g, output, o -> loss.apply(g, o, target));
    }
    int columns = target.shape().columns() - members;
    Value truth = g.columns(target, 0, columns);
    Value[] each = new Value[members];
    for (int i = 0; i < members; i++) {
      each[i] = loss.apply(g, g.step(output, i), truth);
    }
    Value losses = g.op(new Concatenate(), each);
    Value weighted = g.op(new Multiply(), losses, g.columns(target, columns, members));
    if (g.mode() != Mode.INFER) {
      return g.op(new Scale(1.0 / members), total(g, weighted));
    }
    // All but the one of weight 0 weigh members / (members - 1), so that it alone is left over.
    Value others = g.op(new Scale((members - 1.0) / members), weighted);
    return total(g, g.op(new Subtract(), losses, others));
  }

  private static Value total(Graph g, Value each) {
    Value sum = g.columns(each, 0, 1);
    for (int i = 1; i < each.shape().columns(); i++) {
      sum = g.op(new Add(), sum, g.columns(each, i, 1));
    }
    return sum;
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
