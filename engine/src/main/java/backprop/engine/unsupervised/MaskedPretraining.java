// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.augment.InputForm;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Concatenate;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.loss.BinaryCrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.op.Add;
import backprop.engine.op.Scale;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns from tables without classes: some attributes of each row are replaced by those of other
 * rows, anew in every step, and from the codes of such a row two heads say what the attributes were
 * and which were replaced: {@code loss(features, x) + maskWeight * binary-cross-entropy(mask,
 * replaced)}. Yoon, Zhang, Jordon and van der Schaar, "VIME: extending the success of self- and
 * semi-supervised learning to tabular domain", NeurIPS 2020, equations 3 to 6.
 *
 * <p>Attributes of several columns, such as one-hot ones, are replaced as a whole: the rows' groups
 * tell. A replaced attribute counts as such where its value is another one than before.
 *
 * @param rate probability that an attribute is replaced, above 0 and below 1
 * @param maskWeight how much the second head counts, at least 0
 * @param encoder the layers from a row to its code, at least one
 * @param loss how the attributes are compared, with as many outputs as columns or a multiple
 */
@Description(
    "Pretrains on tables without classes: guesses the features that were "
        + "replaced, and which ones they were.")
@Formula(
    "loss = mean of (x - guess)^2 + factor * mean of binary " + "cross-entropy(mask, guessed mask)")
@Source(
    "Yoon, Zhang, Jordon and van der Schaar, \"VIME: extending the success "
        + "of self- and semi-supervised learning to tabular domain\", NeurIPS "
        + "2020, section 4.1")
public record MaskedPretraining(double rate, double maskWeight, List<Layer> encoder, Loss loss) {
  public MaskedPretraining {
    encoder = List.copyOf(encoder);
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "rate is " + rate + ", allowed are numbers above 0 and below 1");
    }
    if (!(maskWeight >= 0 && maskWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the weight of the mask is " + maskWeight + ", allowed are finite numbers from 0 on");
    }
    if (encoder.isEmpty()) {
      throw new IllegalArgumentException("the encoder has no layer");
    }
  }

  /**
   * What came of it.
   *
   * @param encoder the layers, for a network to be fine-tuned
   * @param result how training went
   */
  public record Outcome(Encoder encoder, Trainer.Result result) {}

  /**
   * Trains.
   *
   * @param columns numbers of a row
   * @param rows at least two; their targets are not looked at
   * @throws InterruptedException when the thread is interrupted
   */
  public Outcome run(Kernels kernels, int columns, TrainSpec how, Batches rows)
      throws InterruptedException {
    if (rows.rows() < 2) {
      throw new IllegalArgumentException("there is one row, and none to take attributes from");
    }
    Shape input = Shape.of(columns);
    List<Layer> layers = new ArrayList<>(encoder);
    layers.add(Concatenate.of(new Dense(loss.outputs(columns)), new Dense(columns)));
    Loss both = new Both(loss, loss.outputs(columns), maskWeight);
    Network network = new Network(new NetworkSpec(input, new Chain(layers), both), kernels);
    network.initialize(how.seed());
    int[] starts = new InputForm(input, rows.groups()).starts();
    Batches corrupted = new CorruptedRows(kernels, rows, columns, starts, rate, how.seed());
    Trainer.Result result = new Trainer(network, how, corrupted, null).run();
    return new Outcome(new Encoder(input, encoder, network), result);
  }

  /** The loss of the outputs of both heads side by side; the target is the row and its mask. */
  private static final class Both implements Loss {
    private final Loss loss;
    private final int outputs;
    private final double maskWeight;

    Both(Loss loss, int outputs, double maskWeight) {
      this.loss = loss;
      this.outputs = outputs;
      this.maskWeight = maskWeight;
    }

    @Override
    public Shape target(Shape output) {
      return Shape.of(2 * (output.columns() - outputs));
    }

    @Override
    public Value apply(Graph g, Value output, Value target) {
      int columns = output.shape().columns() - outputs;
      Value row = g.columns(output, 0, outputs);
      Value compared = loss.apply(g, row, g.columns(target, 0, columns));
      Value mask = g.columns(output, outputs, columns);
      Value replaced = g.columns(target, columns, columns);
      Value found = new BinaryCrossEntropy().apply(g, mask, replaced);
      return g.op(new Add(), compared, g.op(new Scale(maskWeight), found));
    }

    @Override
    public Value predict(Graph g, Value output) {
      return output;
    }
  }
}
