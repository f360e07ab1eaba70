// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Activation;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Embeddings;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import backprop.engine.text.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every layer, activation, loss and optimizer is traced, and the arithmetic of its lines is right.
 */
@Tag("once")
final class CatalogTraceTest {
  /** Shapes on which layers are tried; each must accept one. */
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(4),
          Shape.of(32),
          Shape.of(784),
          Shape.of(3, 4),
          Shape.of(6, 8),
          Shape.of(7, 6, 8));

  private static final List<Integer> OUTPUTS = List.of(2, 1, 3, 4, 9, 15, 20);

  @TestFactory
  Stream<DynamicTest> everyLayer() {
    return Catalogs.texts().catalog(Layer.class).entries().stream()
        .map(e -> DynamicTest.dynamicTest(e.name(), () -> layer(e)));
  }

  private static void layer(Entry<Layer> e) throws InterruptedException {
    List<String> refusals = new ArrayList<>();
    boolean indices = e.name().startsWith("embedding");
    for (Shape s : SHAPES) {
      Layer layer = e.prototype() instanceof Embeddings m ? m.sized(List.of(5)) : e.prototype();
      Layer body = new Chain(List.of(layer, new Flatten(), new Dense(2)));
      try {
        Network.check(new NetworkSpec(s, body, new CrossEntropy(0)));
      } catch (IllegalArgumentException refused) {
        refusals.add(refused.getMessage());
        continue;
      }
      Network network = Traced.network(s, body, new CrossEntropy(0));
      Trace trace =
          Traced.trace(
              network, Traced.spec("sgd(0.01)", "", 2), Traced.rows(network, indices), 1, 0, 1);
      assertTrue(Traced.checkArithmetic(trace) > 10, e.name());
      TraceText.of(trace);
      TracePage.of(trace);
      return;
    }
    throw new AssertionError("no shape fits: " + refusals);
  }

  @TestFactory
  Stream<DynamicTest> everyActivation() {
    return Catalogs.texts().catalog(Activation.class).entries().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.name(),
                    () -> {
                      Layer body = new Chain(List.of(new Dense(4, e.prototype()), new Dense(2)));
                      Network network = Traced.network(Shape.of(3), body, new CrossEntropy(0.1));
                      Trace trace =
                          Traced.trace(
                              network,
                              Traced.spec("sgd(0.1, 0.9)", "", 2),
                              Traced.rows(network, false),
                              3,
                              0,
                              1);
                      assertTrue(Traced.checkArithmetic(trace) > 100, e.name());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyLoss() {
    return Catalogs.texts().catalog(Loss.class).entries().stream()
        .map(e -> DynamicTest.dynamicTest(e.name(), () -> loss(e)));
  }

  private static void loss(Entry<Loss> e) throws InterruptedException {
    List<String> refusals = new ArrayList<>();
    for (int outputs : OUTPUTS) {
      String layers =
          e.name().equals("members")
              ? "members(2), member-dense(3, tanh), member-heads(2)"
              : "dense(3, tanh), dense(" + outputs + ")";
      Layer body = Catalogs.parse(Layer.class, "chain(" + layers + ")");
      try {
        Network.check(new NetworkSpec(Shape.of(4), body, e.prototype()));
      } catch (IllegalArgumentException refused) {
        refusals.add(refused.getMessage());
        continue;
      }
      Network network = Traced.network(Shape.of(4), body, e.prototype());
      Trace trace =
          Traced.trace(
              network, Traced.spec("sgd(0.01)", "", 2), Traced.rows(network, false), 2, 1, 3);
      assertTrue(Traced.checkArithmetic(trace) > 20, e.name());
      return;
    }
    throw new AssertionError("no number of outputs fits: " + refusals);
  }

  @TestFactory
  Stream<DynamicTest> everyOptimizer() {
    return Stream.concat(
            Catalogs.texts().catalog(Optimization.class).entries().stream()
                .map(e -> Catalogs.print(Optimization.class, e.prototype())),
            Stream.of(
                "sgd(0.1, 0.9, nesterov=true)",
                "adam(0.1, amsgrad=true)",
                "rmsprop(0.1, momentum=0.9)",
                "rmsprop(0.1, centered=true)",
                "clip-by-norm(0.01, adamw(rate=cosine(0.1)))",
                "ema(0.9, sgd(0.1))",
                "decay(0.1, sgd(0.1))"))
        .map(o -> DynamicTest.dynamicTest(o, () -> optimizer(o)));
  }

  private static void optimizer(String optimizer) throws InterruptedException {
    String loss = optimizer.startsWith("levenberg") ? "mean-squared-error" : "cross-entropy";
    Network network = Traced.network(3, "dense(3, tanh), dense(2)", loss);
    boolean minimizer =
        Catalogs.parse(Optimization.class, optimizer) instanceof backprop.engine.optimize.Minimizer;
    String penalties = optimizer.startsWith("levenberg") ? "" : "l2(0.01)";
    Trace trace =
        minimizer
            ? Traced.trace(
                network, Traced.spec(optimizer, penalties, 0), Traced.rows(network, false), 3)
            : Traced.trace(
                network,
                Traced.spec(optimizer, "l2(0.01), max-norm(2)", 2),
                Traced.rows(network, false),
                3,
                0,
                4);
    assertTrue(Traced.checkArithmetic(trace) > 30, optimizer);
    Frame last = trace.frames().get(trace.frames().size() - 1);
    long updates =
        trace.script().of(last.rows().size()).stream()
            .filter(s -> s.phase() == Section.Phase.UPDATE)
            .count();
    assertTrue(updates == 4, "an update of every parameter: " + updates);
  }
}
