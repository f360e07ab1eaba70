// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.GaussianLatent;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.loss.TargetKind;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingControl;
import backprop.engine.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that says its input again through a code: {@code decoder(encoder(x))} is to be x. What
 * kind it is, is in its layers and in the training:
 *
 * <pre>
 *   plain        a code smaller than the row. Hinton and Salakhutdinov, Science 313, 2006
 *   denoising    augmentations of the training spec: noise, mask-noise or swap-noise change what
 *                the encoder sees, the clean row is the target. Vincent et al., ICML 2008
 *   sparse       a layer sparsity or activity-penalty at the end of the encoder. Ng, 2011
 *   contractive  a layer contractive as the encoder. Rifai et al., ICML 2011
 *   variational  a layer gaussian-latent at the end of the encoder. Kingma and Welling, ICLR 2014
 * </pre>
 *
 * @param input shape of a row
 * @param encoder the layers from the row to the code, at least one
 * @param decoder the layers from the code to what the loss wants, output layer included
 * @param loss how a row is compared with what became of it: mean-squared-error for numbers,
 *     binary-cross-entropy for numbers from 0 to 1, gaussian-nll where the spread of each column is
 *     to be learned
 */
@Description(
    "Learns rows without classes by giving them back through a narrow, noisy "
        + "or penalized code: plain, denoising, sparse, contractive or variational.")
@Formula("loss = L(x, decode(encode(corrupt(x)))) + penalties of the layers")
@Source(
    "Vincent, Larochelle, Bengio and Manzagol, \"Extracting and composing "
        + "robust features with denoising autoencoders\", ICML 2008; Kingma and "
        + "Welling, \"Auto-encoding variational Bayes\", ICLR 2014")
public record Autoencoder(Shape input, List<Layer> encoder, List<Layer> decoder, Loss loss) {
  public Autoencoder {
    encoder = List.copyOf(encoder);
    decoder = List.copyOf(decoder);
    if (encoder.isEmpty() || decoder.isEmpty()) {
      throw new IllegalArgumentException(
          "an autoencoder needs at least one layer in the encoder and one in the decoder");
    }
    if (loss.kind() == TargetKind.CLASS) {
      throw new IllegalArgumentException(
          "the loss " + loss + " is for classes, a row is compared by one for numbers");
    }
    Graph g = new Graph(Mode.INFER);
    Shape output = chain(encoder, decoder).apply(g, g.input(input)).shape();
    Shape target = loss.target(output);
    if (target.elements() != input.elements()) {
      throw new IllegalArgumentException(
          "the decoder ends in "
              + output
              + ", which with the loss "
              + loss
              + " stands for "
              + target.elements()
              + " numbers, but a row has "
              + input.elements());
    }
  }

  /**
   * Dense layers to the code and, in the opposite order, back from it; the output layer has no
   * activation.
   *
   * @param columns numbers of a row
   * @param units sizes of the hidden layers, the code last
   */
  public static Autoencoder symmetric(int columns, Activation activation, Loss loss, int... units) {
    List<Layer> encoder = new ArrayList<>();
    for (int u : units) {
      encoder.add(new Dense(u, activation));
    }
    return new Autoencoder(
        Shape.of(columns),
        encoder,
        decoder(columns, activation, loss, units, units.length - 2),
        loss);
  }

  /**
   * A variational autoencoder of dense layers. The divergence counts {@code beta / columns}, so
   * that with beta 1 the loss is, up to constants and divided by the columns, the bound of the
   * negative log-likelihood of Kingma and Welling, equation 10, where the loss is gaussian-nll or
   * binary-cross-entropy; mean-squared-error stands for a normal distribution of variance 1/2.
   *
   * @param columns numbers of a row
   * @param code size of the code
   * @param beta weight of the divergence, at least 0; Higgins et al., "beta-VAE", ICLR 2017
   * @param hidden sizes of the layers before the code, and in the opposite order behind it
   */
  public static Autoencoder variational(
      int columns, int code, double beta, Activation activation, Loss loss, int... hidden) {
    List<Layer> encoder = new ArrayList<>();
    for (int u : hidden) {
      encoder.add(new Dense(u, activation));
    }
    encoder.add(new GaussianLatent(code, beta / columns));
    return new Autoencoder(
        Shape.of(columns),
        encoder,
        decoder(columns, activation, loss, hidden, hidden.length - 1),
        loss);
  }

  private static List<Layer> decoder(
      int columns, Activation activation, Loss loss, int[] units, int last) {
    List<Layer> decoder = new ArrayList<>();
    for (int i = last; i >= 0; i--) {
      decoder.add(new Dense(units[i], activation));
    }
    decoder.add(new Dense(loss.outputs(columns)));
    return decoder;
  }

  private static Chain chain(List<Layer> encoder, List<Layer> decoder) {
    List<Layer> all = new ArrayList<>(encoder);
    all.addAll(decoder);
    return new Chain(all);
  }

  /** The whole as a network. */
  public NetworkSpec spec() {
    return new NetworkSpec(input, chain(encoder, decoder), loss);
  }

  /** The shape of a code. */
  public Shape code() {
    Graph g = new Graph(Mode.INFER);
    return new Chain(encoder).apply(g, g.input(input)).shape();
  }

  /**
   * Trains from first weights that the spec's seed fixes.
   *
   * @param rows their targets are not looked at
   * @param validation may be null
   * @throws InterruptedException when the thread is interrupted
   */
  public TrainedAutoencoder train(
      Kernels kernels,
      TrainSpec how,
      Batches rows,
      Batches validation,
      TrainingListener... listeners)
      throws InterruptedException {
    return train(kernels, how, rows, validation, new TrainingControl(), listeners);
  }

  /**
   * Trains as the other method does, and can be told to pause, to stop, and to go faster or slower.
   */
  public TrainedAutoencoder train(
      Kernels kernels,
      TrainSpec how,
      Batches rows,
      Batches validation,
      TrainingControl control,
      TrainingListener... listeners)
      throws InterruptedException {
    Network network = new Network(spec(), kernels);
    network.initialize(how.seed());
    Trainer.Result result =
        new Trainer(
                network,
                how,
                new OwnInputs(rows),
                validation == null ? null : new OwnInputs(validation),
                control,
                listeners)
            .run();
    return new TrainedAutoencoder(this, network, result);
  }
}
