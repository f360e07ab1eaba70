// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.Layer;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.model.Model;
import backprop.engine.model.Scorer;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.weka.backend.WekaBackends;
import backprop.weka.encode.InputEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import weka.core.Instance;
import weka.core.Instances;

/** The activations of a layer of a network for rows; of images and sequences all, side by side. */
public final class LayerFeatures {
  private static final int CHUNK = 1024;

  private final InputEncoder inputs;
  private final Scorer scorer;
  private final String path;

  /**
   * Cuts a network behind a layer.
   *
   * @param inputs how rows become the network's inputs
   * @param layer how many of the first layers stay, at least 1
   * @throws IllegalArgumentException when the network is no chain of layers
   */
  public LayerFeatures(InputEncoder inputs, Model model, int layer) {
    this.inputs = inputs;
    List<Layer> body = new ArrayList<>(chain(model).subList(0, layer));
    body.add(new Flatten());
    Backend backend = WekaBackends.choose("auto").backend();
    try (Kernels k = backend.open(1)) {
      Network learned = model.network(k);
      this.path = learned.summary().get(layer - 1).path();
      Network cut =
          new Network(
              new NetworkSpec(model.spec().input(), new Chain(body), new MeanSquaredError()), k);
      cut.copyFrom(learned);
      this.scorer = new Scorer(Model.of(cut, model.how()), backend);
    }
  }

  private static List<Layer> chain(Model model) {
    if (model.spec().body() instanceof Chain c) {
      return c.layers();
    }
    throw new IllegalArgumentException("the network is no chain of layers, so it has no features");
  }

  /**
   * The number of a layer, from 1.
   *
   * @param text its number, its path such as {@code 2-dense}, or {@code auto} for the last before
   *     the output layer
   * @throws IllegalArgumentException in one sentence when there is no such layer
   */
  public static int layer(Model model, String text) {
    int count = chain(model).size();
    Backend backend = WekaBackends.choose("auto").backend();
    List<String> paths;
    try (Kernels k = backend.open(1)) {
      paths = new Network(model.spec(), k).summary().stream().map(s -> s.path()).toList();
    }
    if (text.equals("auto")) {
      return Math.max(1, count - 1);
    }
    int at = paths.indexOf(text);
    if (at >= 0) {
      return at + 1;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= count) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same sentence as for a number out of range
    }
    throw new IllegalArgumentException(
        "option -layer is '"
            + text
            + "', allowed are auto, 1 to "
            + count
            + ", and "
            + paths.stream().collect(Collectors.joining(", ")));
  }

  /** Path of the layer. */
  public String path() {
    return path;
  }

  /** Numbers of a row. */
  public int columns() {
    return scorer.outputs();
  }

  /** What the network's output of one row is shaped like. */
  public Shape shape() {
    return scorer.network().output();
  }

  /**
   * The features of rows.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public float[][] of(Instances rows) throws InterruptedException {
    float[][] all = new float[rows.numInstances()][];
    for (int from = 0; from < all.length; from += CHUNK) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("features were interrupted at row " + (from + 1));
      }
      int count = Math.min(CHUNK, all.length - from);
      float[] input = new float[count * scorer.inputs()];
      float[] output = new float[count * columns()];
      for (int i = 0; i < count; i++) {
        inputs.encode(rows.instance(from + i), from + i + 1, input, i * scorer.inputs());
      }
      scorer.score(input, count, output);
      for (int i = 0; i < count; i++) {
        all[from + i] = java.util.Arrays.copyOfRange(output, i * columns(), (i + 1) * columns());
      }
    }
    return all;
  }

  /** The features of one row. */
  public float[] of(Instance row) {
    float[] input = new float[scorer.inputs()];
    float[] output = new float[columns()];
    inputs.encode(row, 0, input, 0);
    scorer.score(input, 1, output);
    return output;
  }
}
