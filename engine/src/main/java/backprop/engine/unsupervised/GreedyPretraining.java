// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.TrainSpec;
import java.util.List;

/**
 * Trains layers one after the other without classes: each as the encoder of an autoencoder of its
 * own, with one dense layer as its decoder, on the codes that the layers before it make. Bengio,
 * Lamblin, Popovici and Larochelle, "Greedy layer-wise training of deep networks", NIPS 2006,
 * section 4. With augmentations in the training spec, which change what each layer sees, these are
 * stacked denoising autoencoders: Vincent et al., JMLR 11, 2010.
 *
 * @param layers the layers, at least one; those without parameters are passed through
 * @param loss how the first layer's rows are compared; codes are compared by mean-squared-error
 */
@Description(
    "First weights for a deep network: one autoencoder after the other, each "
        + "on the codes of the one before.")
@Formula(
    "h_0 = x; h_i = encode_i(h_(i-1)), where encode_i, decode_i minimize "
        + "L(h_(i-1), decode_i(encode_i(h_(i-1))))")
@Source(
    "Bengio, Lamblin, Popovici and Larochelle, \"Greedy layer-wise training "
        + "of deep networks\", NIPS 2006")
public record GreedyPretraining(List<Layer> layers, Loss loss) {
  public GreedyPretraining {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("there is no layer to train");
    }
  }

  /**
   * Trains.
   *
   * @param input shape of a row
   * @param how how to train each layer; the i-th one with seed + i
   * @param rows their targets are not looked at
   * @return the layers, for a network to be fine-tuned
   * @throws IllegalArgumentException when a layer makes something else than features
   * @throws InterruptedException when the thread is interrupted
   */
  public Encoder run(Kernels kernels, Shape input, TrainSpec how, Batches rows)
      throws InterruptedException {
    Network whole = new Network(new NetworkSpec(input, new Chain(layers), features()), kernels);
    whole.initialize(how.seed());
    Batches codes = rows;
    Shape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      NetworkSpec one = new NetworkSpec(shape, Chain.of(layer), features());
      Network learned;
      if (Network.layout(one).size() > 0) {
        Loss compared = i == 0 ? loss : features();
        List<Layer> decoder = List.of(new Dense(compared.outputs(shape.elements())));
        learned =
            new Autoencoder(shape, List.of(layer), decoder, compared)
                .train(kernels, how.withSeed(how.seed() + i), codes, null)
                .network();
      } else {
        learned = new Network(one, kernels);
      }
      Encoder encoder = new Encoder(shape, List.of(layer), learned);
      String own = i + "-";
      whole.copyRenamed(
          learned, path -> path.startsWith(own) ? "0-" + path.substring(own.length()) : "");
      if (i + 1 < layers.size()) {
        codes = new Codes(kernels, codes, encoder);
        shape = encoder.network().output();
      }
    }
    return new Encoder(input, layers, whole);
  }

  private static Loss features() {
    return new MeanSquaredError();
  }

  /** Rows in place of which stand their codes. */
  private static final class Codes extends MadeTargets {
    private final Kernels kernels;
    private final Matrix codes;

    Codes(Kernels kernels, Batches rows, Encoder encoder) {
      super(rows);
      this.kernels = kernels;
      int columns = encoder.network().spec().input().elements();
      Matrix all = Matrix.of(kernels.allocate(rows.rows() * columns), rows.rows(), columns);
      int[] order = new int[rows.rows()];
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      rows.inputs(order, 0, order.length, all);
      this.codes = encoder.encode(all);
    }

    /** Each number of a code is one by itself. */
    @Override
    public int[] groups() {
      return new int[0];
    }

    @Override
    public void inputs(int[] order, int from, int count, Matrix to) {
      kernels.gatherRows(codes, order, from, count, to);
    }

    @Override
    public void targets(int[] order, int from, int count, Matrix to) {
      inputs(order, from, count, to);
    }
  }
}
