// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.ParameterRules;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Layer;
import backprop.engine.loss.MeanSquaredError;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Freezing layers and learning them at rates of their own. */
class ParameterRulesTest {
  private static final NetworkSpec SPEC =
      new NetworkSpec(
          Shape.of(3),
          Catalogs.parse(
              Layer.class,
              "chain([dense(4, relu), batch-norm(), residual([dense(4, tanh), dense(4)]),"
                  + " dropout(0.5), dense(2)])"),
          new MeanSquaredError());

  private final Kernels k = new ReferenceBackend().open(1);

  private Network network(ParameterRules rules) {
    Network n = new Network(SPEC, k, rules);
    n.initialize(3);
    return n;
  }

  private TreeSet<String> frozen(ParameterRules rules) {
    return network(rules).layout().slots().stream()
        .filter(s -> !s.trainable())
        .map(Slot::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private TreeSet<String> paths(String... parts) {
    return network(ParameterRules.NONE).layout().slots().stream()
        .map(Slot::path)
        .filter(p -> Arrays.stream(parts).anyMatch(p::contains))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void patternsNameLayersAndParameters() {
    ParameterRules none = ParameterRules.NONE;
    assertEquals(paths("2-residual/"), frozen(none.freeze("2-residual")));
    assertEquals(paths("2-residual/1-dense/"), frozen(none.freeze("*/1-dense")));
    assertEquals(paths("/bias"), frozen(none.freeze("**/bias")));
    assertEquals(paths(""), frozen(none.freeze("**")));
    assertEquals(paths(""), frozen(none.freeze("*")));
    assertEquals(
        paths("weights"),
        frozen(none.freeze("**").unfreeze("**/b*").unfreeze("**/gain").unfreeze("**/shift")));
    assertTrue(frozen(none).isEmpty());
  }

  @Test
  void aPatternThatMatchesNothingIsRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> network(ParameterRules.NONE.freeze("encoder")))
            .getMessage();
    assertTrue(message.startsWith("no parameter matches encoder; known are "), message);
  }

  @Test
  void aFrozenLayerHasNoBackwardBranchAndKeepsItsRunningMoments() {
    ParameterRules rules = ParameterRules.NONE.freeze("**").unfreeze("4*");
    Network net = network(rules);
    Program all = network(ParameterRules.NONE).trainingProgram(net.newVector(), 4);
    Program p = net.trainingProgram(net.newVector(), 4);
    assertTrue(p.backwardNodes().size() < all.backwardNodes().size() / 2, () -> p.explain());
    double[] before = net.state().toArray();
    RandomStream r = new RandomStream(1);
    double[] x = new double[12];
    Arrays.setAll(x, i -> r.nextGaussian());
    p.input().set(x);
    p.forward();
    assertArrayEquals(before, net.state().toArray());
  }

  @Test
  void gradientsOfWhatIsTrainedAreTheSame() {
    Network free = network(ParameterRules.NONE);
    // nothing before the last layer is frozen, so that all layers run as in training
    Network partly = network(ParameterRules.NONE.freeze("**/weights").unfreeze("0*/weights"));
    Matrix a = free.newVector();
    Matrix b = partly.newVector();
    run(free, a);
    run(partly, b);
    int compared = 0;
    for (Slot s : partly.layout().slots()) {
      double[] mine = b.columns(s.offset(), s.size()).toArray();
      if (s.trainable()) {
        Slot other = free.layout().slot(s.path());
        assertArrayEquals(a.columns(other.offset(), s.size()).toArray(), mine, 1e-12, s.path());
        compared++;
      } else {
        assertArrayEquals(new double[s.size()], mine, s.path());
      }
    }
    assertTrue(compared > 3);
  }

  private static void run(Network net, Matrix gradients) {
    Program p = net.trainingProgram(gradients, 4);
    RandomStream r = new RandomStream(1);
    for (Matrix m : new Matrix[] {p.input(), p.target(), p.lossGradient()}) {
      double[] x = new double[m.size()];
      Arrays.setAll(x, i -> r.nextGaussian());
      m.set(x);
    }
    p.randomness(1, 1);
    p.forward();
    p.backward(false);
  }

  @Test
  void aLaterRuleReplacesAnEarlierOne() {
    Network net = network(ParameterRules.NONE.rate("**", 0.5).rate("0*/bias", 0.1));
    assertEquals(0.5, slot(net, "weights").rateFactor(), 1e-12);
    assertEquals(0.1, slot(net, "bias").rateFactor(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> ParameterRules.NONE.rate("**", 0));
  }

  private static Slot slot(Network net, String end) {
    return net.layout().slots().stream()
        .filter(s -> s.path().startsWith("0") && s.path().endsWith(end))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void numbersMoveByPath() {
    Network free = network(ParameterRules.NONE);
    Network ruled = free.ruled(ParameterRules.NONE.freeze("**/bias"));
    assertFalse(ruled.layout().slots().equals(free.layout().slots()), "another order");
    for (Slot s : ruled.layout().slots()) {
      Slot other = free.layout().slot(s.path());
      assertArrayEquals(
          free.parameters().columns(other.offset(), s.size()).toArray(),
          ruled.parameters().columns(s.offset(), s.size()).toArray(),
          s.path());
    }
  }
}
