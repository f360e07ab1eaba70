// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Shape;
import backprop.engine.layer.ActivityPenalty;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Contractive;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.GaussianLatent;
import backprop.engine.layer.Layer;
import backprop.engine.layer.Sparsity;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.network.Predictions;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers with what they have learned from rows without classes: makes codes of rows, and begins
 * other networks. Layers that are special in pretraining only are here what they stand for: a
 * contractive layer is a dense one, the code of a variational autoencoder is its mean, and
 * penalties on activations are gone.
 */
public final class Encoder {
  private final Shape input;
  private final List<Layer> layers;
  private final Network network;

  /**
   * The first layers of a network.
   *
   * @param learned a network whose body is a chain that begins with these layers
   */
  Encoder(Shape input, List<Layer> layers, Network learned) {
    this.input = input;
    this.layers = layers.stream().map(Encoder::plain).toList();
    List<Layer> flat = new ArrayList<>(this.layers);
    flat.add(new Flatten());
    this.network =
        new Network(
            new NetworkSpec(input, new Chain(flat), new MeanSquaredError()), learned.kernels());
    network.copyRenamed(learned, path -> learnedPath(path, layers));
  }

  private static Layer plain(Layer layer) {
    if (layer instanceof Contractive c) {
      return new Dense(c.units(), c.activation());
    }
    if (layer instanceof GaussianLatent l) {
      return new Dense(l.units());
    }
    return layer instanceof Sparsity || layer instanceof ActivityPenalty ? Chain.of() : layer;
  }

  /** Where the learned network has what is at this path. */
  private static String learnedPath(String path, List<Layer> layers) {
    int index = Integer.parseInt(path.substring(0, path.indexOf('-')));
    String name = path.substring(path.indexOf('/') + 1);
    if (layers.get(index) instanceof Contractive) {
      return index + "-contractive/" + name;
    }
    if (layers.get(index) instanceof GaussianLatent) {
      return index + "-gaussian-latent/mean-" + name;
    }
    return path;
  }

  /** The layers, as they are in networks that begin with them. */
  public List<Layer> layers() {
    return layers;
  }

  /** The network from rows to codes. */
  public Network network() {
    return network;
  }

  /** Columns of a code. */
  public int columns() {
    return network.output().elements();
  }

  /**
   * The codes of rows.
   *
   * @param inputs one row each
   * @return one row each
   */
  public Matrix encode(Matrix inputs) {
    return Predictions.of(network, inputs);
  }

  /** The network from rows to codes as a model, to be kept in a file. */
  public Model model(Provenance how) {
    return Model.of(network, how);
  }

  /**
   * A network that begins with these layers and what they have learned, to be trained for a task.
   * The layers keep their places in the chain, so that rules such as {@code freeze("0-dense")} go
   * by their paths; see {@link Network#ruled}.
   *
   * @param loss the loss of the task
   * @param seed fixes the first weights of the head
   * @param head the layers behind, output layer included
   */
  public Network network(Loss loss, long seed, Layer... head) {
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(List.of(head));
    Kernels k = network.kernels();
    Network begun = new Network(new NetworkSpec(input, new Chain(all), loss), k);
    begun.initialize(seed);
    begun.copyFrom(
        network, path -> Integer.parseInt(path.substring(0, path.indexOf('-'))) < layers.size());
    return begun;
  }
}
