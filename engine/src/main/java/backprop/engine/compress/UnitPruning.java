// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.compress;

import backprop.engine.activation.ElementwiseActivation;
import backprop.engine.activation.Identity;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Slot;
import backprop.engine.layer.ActivationLayer;
import backprop.engine.layer.BatchNorm;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Layer;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes whole hidden units out, so that the result is a smaller network and not one with zeros: in
 * each hidden dense layer the units with the least norm of outgoing times norm of incoming weights.
 * After Li, Kadav, Durdanovic, Samet and Graf, "Pruning filters for efficient ConvNets", ICLR 2017,
 * with the outgoing weights taken into account.
 *
 * <p>For chains of dense layers, with activations, dropout and batch normalization between them;
 * anything else is refused by name.
 *
 * @param share share of the units of each hidden layer that go, in [0, 1); at least one stays
 */
@Description("Takes the least important hidden units out, so that a smaller network " + "results.")
@Formula("importance(unit) = (sum of incoming w^2) * (sum of outgoing w^2)")
@Source(
    "After Li, Kadav, Durdanovic, Samet and Graf, \"Pruning filters for "
        + "efficient ConvNets\", ICLR 2017")
public record UnitPruning(double share) {
  public UnitPruning {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share is " + share + ", allowed are 0 up to, but not, 1");
    }
  }

  /**
   * The smaller network, on the same kernels; the given one is left as it is.
   *
   * @throws IllegalArgumentException when a layer is there whose units cannot be taken out
   */
  public Network apply(Network network) {
    List<Layer> layers = layers(network.spec());
    List<Integer> dense =
        IntStream.range(0, layers.size())
            .filter(i -> layers.get(i) instanceof Dense)
            .boxed()
            .toList();
    int[][] kept = new int[dense.size()][];
    List<Layer> smaller = new ArrayList<>(layers);
    for (int d = 0; d + 1 < dense.size(); d++) {
      Dense layer = (Dense) layers.get(dense.get(d));
      kept[d] = keptUnits(network, dense.get(d), dense.get(d + 1), layer.units());
      smaller.set(
          dense.get(d),
          new Dense(kept[d].length, layer.activation(), layer.bias(), layer.weights()));
    }
    NetworkSpec spec =
        new NetworkSpec(network.spec().input(), new Chain(smaller), network.spec().loss());
    Network result = new Network(spec, network.kernels());
    int[] rows = null;
    for (int i = 0, d = 0; i < layers.size(); i++) {
      int[] columns = i >= dense.get(0) && d > 0 ? kept[d - 1] : null;
      if (layers.get(i) instanceof Dense) {
        rows = d == 0 ? null : kept[d - 1];
        columns = kept[d++];
      }
      copy(network, result, i, rows, columns);
    }
    return result;
  }

  private static List<Layer> layers(NetworkSpec spec) {
    if (!(spec.body() instanceof Chain chain)) {
      throw new IllegalArgumentException(
          "units can be taken out of a chain of layers, this body is "
              + Catalogs.print(Layer.class, spec.body()));
    }
    for (Layer layer : chain.layers()) {
      boolean known =
          layer instanceof Dense d && byElement(d.activation())
              || layer instanceof Dropout
              || layer instanceof BatchNorm
              || layer instanceof ActivationLayer a && byElement(a.function());
      if (!known) {
        throw new IllegalArgumentException(
            "units cannot be taken out of "
                + Catalogs.print(Layer.class, layer)
                + "; allowed are dense, dropout, batch-norm and activations by element");
      }
    }
    if (chain.layers().stream().filter(Dense.class::isInstance).count() < 2) {
      throw new IllegalArgumentException("there is no hidden dense layer to take units out of");
    }
    return chain.layers();
  }

  private static boolean byElement(Object activation) {
    return activation instanceof ElementwiseActivation || activation instanceof Identity;
  }

  private int[] keptUnits(Network network, int layer, int next, int units) {
    Slot in = slot(network, layer, "weights");
    Slot out = slot(network, next, "weights");
    double[] w = numbers(network.parameters(), in.offset(), in.size());
    double[] v = numbers(network.parameters(), out.offset(), out.size());
    double[] importance = new double[units];
    for (int u = 0; u < units; u++) {
      double incoming = 0;
      for (int r = 0; r < in.rows(); r++) {
        incoming += w[r * units + u] * w[r * units + u];
      }
      double outgoing = 0;
      for (int c = 0; c < out.columns(); c++) {
        outgoing += v[u * out.columns() + c] * v[u * out.columns() + c];
      }
      importance[u] = incoming * outgoing;
    }
    int left = Math.max(1, units - (int) Math.round(share * units));
    return IntStream.range(0, units)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer u) -> -importance[u]))
        .limit(left)
        .sorted()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Slot slot(Network network, int layer, String name) {
    return network.layout().slots().stream()
        .filter(s -> s.path().startsWith(layer + "-") && s.path().endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }

  /** Copies the wanted rows and columns of everything that a layer has; null wants all. */
  private static void copy(Network from, Network to, int layer, int[] rows, int[] columns) {
    for (Slot s : from.layout().slots()) {
      if (s.path().startsWith(layer + "-")) {
        Slot t = to.layout().slot(s.path());
        double[] all = numbers(from.parameters(), s.offset(), s.size());
        double[] part =
            part(all, s.rows(), s.columns(), s.rows() == t.rows() ? null : rows, columns);
        to.parameters().buffer().write(t.offset(), part, 0, part.length);
      }
    }
    for (Layout.StateEntry s : from.layout().states()) {
      if (s.path().startsWith(layer + "-")) {
        Layout.StateEntry t = to.layout().state(s.path());
        double[] all = numbers(from.state(), s.offset(), s.columns());
        double[] part = part(all, 1, s.columns(), null, columns);
        to.state().buffer().write(t.offset(), part, 0, part.length);
      }
    }
  }

  private static double[] part(double[] all, int rows, int columns, int[] wantRows, int[] want) {
    int[] r = wantRows == null ? IntStream.range(0, rows).toArray() : wantRows;
    int[] c = want == null ? IntStream.range(0, columns).toArray() : want;
    double[] part = new double[r.length * c.length];
    Arrays.setAll(part, i -> all[r[i / c.length] * columns + c[i % c.length]]);
    return part;
  }

  private static double[] numbers(Matrix m, int from, int count) {
    double[] numbers = new double[count];
    m.buffer().read(from, numbers, 0, count);
    return numbers;
  }
}
