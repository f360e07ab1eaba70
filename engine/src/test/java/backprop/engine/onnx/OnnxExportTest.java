// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Activation;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Embeddings;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.Model;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Catalog;
import backprop.engine.text.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every layer, activation and loss of the catalogues, exported and run in ONNX Runtime: an
 * independent check of what the layers compute.
 */
@Tag("once")
final class OnnxExportTest {
  private static final double TOLERANCE = 2e-5;

  /** Shapes on which the entries are tried with their defaults; each entry must accept one. */
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(8),
          Shape.of(32),
          Shape.of(784),
          Shape.of(6, 8),
          Shape.of(6, 32),
          Shape.of(7, 6, 8));

  /** Entries that ONNX cannot express, each with the reason. */
  private static final Map<String, String> EXCEPTIONS = Map.of();

  /** Numbers of outputs that are tried with each loss; each must accept one. */
  private static final List<Integer> OUTPUTS = List.of(1, 2, 4, 9, 15, 20);

  /** Losses with more than their defaults, with a number of outputs. */
  private static final Map<String, Integer> LOSSES =
      Map.of(
          "mixture-density(1)", 3,
          "mixture-density(2)", 10,
          "quantile(0.9, others=[0.5, 0.1])", 6,
          "focal(3, alpha=[0.2, 0.5, 0.3])", 3);

  /** More than the defaults: one line per input and network. */
  private static final List<Case> CASES =
      List.of(
          new Case(Shape.of(8), "dense(5, relu, bias=false)"),
          new Case(Shape.of(6, 8), "dense(5, relu, bias=false)"),
          new Case(Shape.of(8), "residual(dense(5, tanh), projection=true)"),
          new Case(Shape.of(6, 8), "residual(dense(5, tanh), projection=true)"),
          new Case(Shape.of(7, 6, 8), "batch-norm(epsilon=0.1)"),
          new Case(Shape.of(6, 8), "layer-norm(epsilon=0.1)"),
          new Case(Shape.of(7, 6, 8), "conv2d(6, 3, relu)"),
          new Case(Shape.of(7, 6, 8), "conv2d(6, [3, 2], stride=[2, 1], padding=same)"),
          new Case(Shape.of(7, 6, 8), "conv2d(6, 3, dilation=2, padding=valid)"),
          new Case(Shape.of(7, 6, 8), "conv2d(6, 3, groups=2, bias=false)"),
          new Case(Shape.of(7, 6, 8), "conv2d(6, 3, stride=2, padding=sides(1, 0, 2, 1))"),
          new Case(Shape.of(7, 6, 8), "depthwise-conv2d(3, 2, stride=2)"),
          new Case(Shape.of(7, 6, 8), "depthwise-conv2d([2, 3], 1, dilation=2, bias=false)"),
          new Case(Shape.of(7, 6, 8), "separable-conv2d(5, 3, tanh, 2, padding=same)"),
          new Case(Shape.of(7, 6, 8), "transposed-conv2d(5, 3, stride=2)"),
          new Case(
              Shape.of(7, 6, 8),
              "transposed-conv2d(4, [3, 2], stride=[2, 3], padding=same, groups=2)"),
          new Case(
              Shape.of(7, 6, 8), "transposed-conv2d(5, 3, stride=2, output-padding=1, padding=1)"),
          new Case(Shape.of(7, 6, 8), "transposed-conv2d(5, 3, dilation=2, bias=false)"),
          new Case(Shape.of(7, 6, 8), "max-pool([3, 2], stride=2, padding=same)"),
          new Case(Shape.of(7, 6, 8), "max-pool(2, stride=1, padding=1)"),
          new Case(Shape.of(7, 6, 8), "average-pool(3, stride=2, padding=same)"),
          new Case(
              Shape.of(7, 6, 8), "average-pool(3, stride=2, padding=same, count-padding=true)"),
          new Case(Shape.of(7, 6, 8), "average-pool(2, stride=1)"),
          new Case(Shape.of(7, 6, 8), "zero-pad([1, 2])"),
          new Case(Shape.of(7, 6, 8), "zero-pad([1, 0, 2, 3])"),
          new Case(Shape.of(7, 6, 8), "crop([1, 2])"),
          new Case(Shape.of(7, 6, 8), "crop([1, 0, 2, 3])"),
          new Case(Shape.of(7, 6, 8), "upsample([2, 3])"),
          new Case(Shape.of(7, 6, 8), "group-norm(4)"),
          new Case(Shape.of(7, 6, 8), "instance-norm"),
          new Case(Shape.of(7, 6, 8), "local-response-norm(3, 0.5, 0.75, 2)"),
          new Case(Shape.of(7, 6, 8), "spatial-dropout"),
          new Case(
              Shape.of(7, 6, 8),
              "chain(conv2d(6, 3, relu), batch-norm, max-pool(2), flatten, dense(4))"),
          new Case(Shape.of(7, 6, 8), "residual(conv2d(8, 3, relu, padding=same), batch-norm)"),
          new Case(Shape.of(6, 8), "bidirectional(gru(5))"),
          new Case(Shape.of(6, 8), "chain(lstm(5, sequence=true), gru(4))"),
          new Case(Shape.of(6, 8), "chain(rnn(5, sequence=true), last-step)"),
          new Case(Shape.of(6, 8), "conv1d(6, 3, relu, padding=causal)"),
          new Case(Shape.of(6, 8), "conv1d(6, 2, stride=2, dilation=2, padding=same)"),
          new Case(Shape.of(6, 8), "conv1d(8, 3, groups=4)"),
          new Case(Shape.of(6, 8), "transposed-conv1d(5, 3, stride=2, padding=same)"),
          new Case(Shape.of(6, 8), "max-pool(3, stride=2)"),
          new Case(Shape.of(6, 8), "average-pool(2, stride=1, padding=same)"),
          new Case(Shape.of(6, 8), "global-max-pool"),
          new Case(Shape.of(6, 8), "global-average-pool"),
          new Case(Shape.of(6, 8), "zero-pad(2)"),
          new Case(Shape.of(6, 8), "crop(1)"),
          new Case(Shape.of(6, 8), "upsample(3)"),
          new Case(Shape.of(6, 8), "group-norm(2)"),
          new Case(Shape.of(6, 8), "attention(2, causal=true)"),
          new Case(Shape.of(6, 8), "transformer(2, norm=post)"),
          new Case(Shape.of(6, 8), "transformer(2, norm=pre, causal=true)"),
          new Case(Shape.of(6, 8), "chain(sinusoidal-positions, attention(4, 3))"),
          new Case(Shape.of(6, 8), "local-response-norm(5)"),
          new Case(
              Shape.of(8),
              "chain(dense(16, relu), batch-norm, residual(layer-norm, dense(16, gelu)), dropout,"
                  + " dense(4))"));

  private record Case(Shape input, String layers) {}

  private static final Catalog<Layer> LAYERS = Catalogs.texts().catalog(Layer.class);

  @TestFactory
  Stream<DynamicTest> everyLayerComputesWhatOnnxRuntimeDoes() {
    return LAYERS.entries().stream()
        .filter(e -> !EXCEPTIONS.containsKey("layer " + e.name()))
        .map(e -> DynamicTest.dynamicTest(e.name(), () -> tryOnShapes(e)));
  }

  private static void tryOnShapes(Entry<Layer> e) {
    List<String> refusals = new ArrayList<>();
    for (Shape s : SHAPES) {
      Layer layer = e.prototype() instanceof Embeddings m ? m.sized(List.of(10)) : e.prototype();
      NetworkSpec spec = new NetworkSpec(s, flattened(layer, s, refusals), mse());
      if (spec.body() != null) {
        compare(spec, e.name().startsWith("embedding"));
      }
    }
    assertTrue(refusals.size() < SHAPES.size(), () -> "no shape fits: " + refusals);
  }

  /** The layer, and a reshape to one row where its output is none; null where it does not fit. */
  private static Layer flattened(Layer layer, Shape input, List<String> refusals) {
    Layer flat = new FlatLayer(layer);
    try {
      Network.check(new NetworkSpec(input, flat, mse()));
      return flat;
    } catch (IllegalArgumentException e) {
      refusals.add(e.getMessage());
      return null;
    }
  }

  private static Loss mse() {
    return Catalogs.parse(Loss.class, "mean-squared-error");
  }

  private static void compare(NetworkSpec spec) {
    compare(spec, false);
  }

  private static void compare(NetworkSpec spec, boolean indices) {
    for (int seed = 1; seed <= 2; seed++) {
      Model m = OnnxRuntime.random(spec, seed);
      byte[] onnx = OnnxExport.write(m);
      for (int rows : new int[] {1, 5}) {
        float[] x = OnnxRuntime.inputs(spec.input(), rows, 31 * seed + rows);
        for (int i = 0; indices && i < x.length; i++) {
          x[i] = i % 5 - 1;
        }
        double d = OnnxRuntime.difference(m, onnx, x, rows);
        assertTrue(
            d <= TOLERANCE,
            () -> spec.body() + " on " + spec.input() + ", batch " + rows + ": differs by " + d);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> layersWithOtherOptions() {
    return CASES.stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.input + ": " + c.layers,
                    () ->
                        compare(
                            new NetworkSpec(
                                c.input,
                                new FlatLayer(Catalogs.parse(Layer.class, c.layers)),
                                mse()))));
  }

  @TestFactory
  Stream<DynamicTest> everyActivation() {
    return Catalogs.texts().catalog(Activation.class).entries().stream()
        .filter(e -> !EXCEPTIONS.containsKey("activation " + e.name()))
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.name(),
                    () -> {
                      String layers =
                          "activation(" + Catalogs.print(Activation.class, e.prototype());
                      for (Shape s : List.of(Shape.of(8), Shape.of(3, 8))) {
                        Layer layer = Catalogs.parse(Layer.class, layers + ")");
                        compare(new NetworkSpec(s, new FlatLayer(layer), mse()));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> thePredictionOfEveryLoss() {
    return Catalogs.texts().catalog(Loss.class).entries().stream()
        .filter(e -> !EXCEPTIONS.containsKey("loss " + e.name()))
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.name(),
                    () -> {
                      List<String> refusals = new ArrayList<>();
                      for (int outputs : OUTPUTS) {
                        Layer body = Catalogs.parse(Layer.class, "dense(" + outputs + ")");
                        NetworkSpec spec = new NetworkSpec(Shape.of(8), body, e.prototype());
                        try {
                          Network.check(spec);
                        } catch (IllegalArgumentException refused) {
                          refusals.add(refused.getMessage());
                          continue;
                        }
                        compare(spec);
                      }
                      assertTrue(refusals.size() < OUTPUTS.size(), refusals::toString);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> lossesWithOtherOptions() {
    return LOSSES.entrySet().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.getKey(),
                    () ->
                        compare(
                            OnnxRuntime.spec(
                                Shape.of(8), "dense(" + c.getValue() + ")", c.getKey()))));
  }

  @Test
  void everyExceptionIsInACatalogueAndHasAReason() {
    Set<String> known = new TreeSet<>();
    Catalogs.texts()
        .catalogs()
        .forEach(c -> c.names().forEach(name -> known.add(c.kind() + " " + name)));
    EXCEPTIONS.forEach(
        (name, reason) -> {
          assertTrue(known.contains(name), name);
          assertFalse(reason.isBlank(), name);
        });
  }

  @Test
  void whatHasNoCounterpartIsRefusedByLayerAndOperation() {
    Layer odd = Catalogs.parse(Layer.class, "dense(3)");
    Layer body = (g, x) -> g.scoped("2-odd", () -> g.op(new OddOp(), odd.apply(g, x)));
    Model m = OnnxRuntime.random(new NetworkSpec(Shape.of(4), body, mse()), 1);
    OnnxException e = assertThrows(OnnxException.class, () -> OnnxExport.write(m));
    assertEquals(
        "layer 2-odd cannot be written as ONNX: its operation 'odd' has no counterpart",
        e.getMessage());
  }
}
