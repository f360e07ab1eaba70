// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Selu;
import backprop.engine.activation.Tanh;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.init.LecunNormal;
import backprop.engine.init.Orthogonal;
import backprop.engine.network.Catalogs;
import backprop.engine.op.TestNetwork;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forward values against independent computations, parameters, paths and messages of the layers.
 */
final class LayerTest {
  private final Kernels k = Backends.choose("reference").backend().open(1);

  @AfterEach
  void close() {
    k.close();
  }

  private TestNetwork network(Layer layer, Mode mode, int batch, Shape input) {
    return new TestNetwork(k, mode, batch, input, layer::apply, TestNetwork.PROBE);
  }

  private static Layout layout(Layer layer, Shape input) {
    Graph g = new Graph(Mode.TRAIN);
    layer.apply(g, g.input(input));
    return new Layout(g);
  }

  private static Shape shape(Layer layer, Shape input) {
    Graph g = new Graph(Mode.TRAIN);
    return layer.apply(g, g.input(input)).shape();
  }

  // ---- normalization against a few independent lines

  @Test
  void batchNormTrainsWithTheMomentsOfTheBatchAndPredictsWithTheirMean() {
    int n = 5;
    int columns = 3;
    double momentum = 0.8;
    double epsilon = 0.01;
    TestNetwork net = network(new BatchNorm(momentum, epsilon), Mode.TRAIN, n, Shape.of(columns));
    net.parameter("gain").set(1, 2, -0.5);
    net.parameter("shift").set(0, 0.3, 1);
    double[] gain = {1, 2, -0.5};
    double[] shift = {0, 0.3, 1};
    double[] meanSum = new double[columns];
    double[] varianceSum = new double[columns];
    double weightSum = 0;
    RandomStream r = new RandomStream(31);
    for (int step = 0; step < 4; step++) {
      TestNetwork.randomize(net.program().input(), 2, r);
      double[] x = net.program().input().toArray();
      net.program().forward();
      double[] y = net.program().prediction().toArray();
      for (int c = 0; c < columns; c++) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
          mean += x[i * columns + c] / n;
        }
        for (int i = 0; i < n; i++) {
          squares += Math.pow(x[i * columns + c] - mean, 2);
        }
        for (int i = 0; i < n; i++) {
          double normal = (x[i * columns + c] - mean) / Math.sqrt(squares / n + epsilon);
          assertEquals(gain[c] * normal + shift[c], y[i * columns + c], 1e-12);
        }
        meanSum[c] = momentum * meanSum[c] + (1 - momentum) * mean;
        varianceSum[c] = momentum * varianceSum[c] + (1 - momentum) * squares / (n - 1);
      }
      weightSum = momentum * weightSum + (1 - momentum);
    }
    TestNetwork infer = network(new BatchNorm(momentum, epsilon), Mode.INFER, 1, Shape.of(columns));
    infer.parameters().set(net.parameters().toArray());
    infer.state().set(net.state().toArray());
    double[] x = {0.5, -1, 2};
    infer.program().input().set(x);
    infer.program().forward();
    double[] y = infer.program().prediction().toArray();
    for (int c = 0; c < columns; c++) {
      double mean = meanSum[c] / weightSum;
      double variance = varianceSum[c] / weightSum;
      double normal = (x[c] - mean) / Math.sqrt(variance + epsilon);
      // the initial state has a weight of a millionth
      assertEquals(gain[c] * normal + shift[c], y[c], 1e-5);
    }
  }

  @Test
  void batchNormPassesItsInputOnBeforeAnyTraining() {
    TestNetwork net = network(new BatchNorm(0.9, 1e-9), Mode.INFER, 2, Shape.of(2));
    net.program().input().set(1, -2, 0.5, 7);
    net.program().forward();
    assertArrayEquals(new double[] {1, -2, 0.5, 7}, net.program().prediction().toArray(), 1e-7);
  }

  @Test
  void batchNormOfOneRowGivesTheShiftAndLeavesTheStateAlone() {
    TestNetwork net = network(new BatchNorm(), Mode.TRAIN, 3, Shape.of(2));
    net.parameter("shift").set(0.25, -4);
    double[] before = net.state().toArray();
    net.program().batch(1);
    net.program().input().set(100, 200);
    net.program().forward();
    assertArrayEquals(new double[] {0.25, -4}, net.program().prediction().toArray(), 1e-12);
    assertArrayEquals(before, net.state().toArray());
  }

  @Test
  void layerNormNormalizesEveryRow() {
    double epsilon = 0.02;
    TestNetwork net = network(new LayerNorm(epsilon), Mode.TRAIN, 2, Shape.of(3, 4));
    double[] gain = {1, -2, 0.5, 3};
    double[] shift = {0, 1, 2, 3};
    net.parameter("gain").set(gain);
    net.parameter("shift").set(shift);
    TestNetwork.randomize(net.program().input(), 3, new RandomStream(32));
    double[] x = net.program().input().toArray();
    net.program().forward();
    double[] y = net.program().prediction().toArray();
    for (int row = 0; row < 6; row++) {
      double[] v = Arrays.copyOfRange(x, row * 4, row * 4 + 4);
      double mean = Arrays.stream(v).average().orElseThrow();
      double variance = Arrays.stream(v).map(a -> (a - mean) * (a - mean)).average().orElseThrow();
      for (int c = 0; c < 4; c++) {
        double normal = (v[c] - mean) / Math.sqrt(variance + epsilon);
        assertEquals(gain[c] * normal + shift[c], y[row * 4 + c], 1e-12);
      }
    }
  }

  // ---- dense

  @Test
  void denseOnTimeTimesFeaturesIsDenseOnEveryStep() {
    Layer dense = new Dense(2, new Tanh());
    TestNetwork steps = network(dense, Mode.TRAIN, 1, Shape.of(3, 4));
    TestNetwork rows = network(dense, Mode.TRAIN, 3, Shape.of(4));
    assertEquals(Shape.of(3, 2), steps.outputShape());
    RandomStream r = new RandomStream(33);
    TestNetwork.randomize(steps.parameters(), 1, r);
    rows.parameters().set(steps.parameters().toArray());
    TestNetwork.randomize(steps.program().input(), 1, r);
    rows.program().input().set(steps.program().input().toArray());
    steps.program().forward();
    rows.program().forward();
    assertArrayEquals(
        rows.program().prediction().toArray(), steps.program().prediction().toArray(), 1e-15);
  }

  @ParameterizedTest
  @CsvSource({
    "relu, HeNormal", "leaky-relu, HeNormal", "elu, HeNormal", "gelu, HeNormal",
    "softplus, HeNormal", "selu, LecunNormal", "tanh, GlorotUniform", "sigmoid, GlorotUniform",
    "identity, GlorotUniform"
  })
  void weightsStartAsSuitsTheActivation(String activation, String initializer) {
    Dense dense = new Dense(3, Catalogs.parse(Activation.class, activation));
    Slot weights = layout(dense, Shape.of(5)).slot("weights");
    assertEquals(initializer, weights.initializer().getClass().getSimpleName());
    assertEquals(Role.WEIGHT, weights.role());
    assertEquals(5, weights.fanIn());
    assertEquals(3, weights.fanOut());
    assertEquals(Role.BIAS, layout(dense, Shape.of(5)).slot("bias").role());
  }

  @Test
  void anInitializerThatIsNamedIsUsed() {
    Initializer named = new Orthogonal(1);
    Dense dense = new Dense(3, new Relu(), false, named);
    Layout layout = layout(dense, Shape.of(5));
    assertSame(named, layout.slot("weights").initializer());
    assertEquals(1, layout.slots().size(), "without bias");
    assertInstanceOf(HeNormal.class, new Relu().initializer());
    assertInstanceOf(LecunNormal.class, new Selu().initializer());
    assertInstanceOf(GlorotUniform.class, new Tanh().initializer());
  }

  // ---- dropout

  @Test
  void dropoutKeepsTheExpectationAndFollowsSeedAndStep() {
    double rate = 0.3;
    TestNetwork net = network(new Dropout(rate), Mode.TRAIN, 200, Shape.of(100));
    k.fill(1, net.program().input());
    net.program().randomness(5, 1);
    net.program().forward();
    double[] first = net.program().prediction().toArray();
    long zeros = Arrays.stream(first).filter(v -> v == 0).count();
    // 20000 draws: standard deviation of the share is 0.0032
    assertEquals(rate, zeros / 20000.0, 0.016);
    assertTrue(Arrays.stream(first).allMatch(v -> v == 0 || Math.abs(v - 1 / 0.7) < 1e-12));
    net.program().forward();
    assertArrayEquals(first, net.program().prediction().toArray());
    net.program().randomness(5, 2);
    net.program().forward();
    double[] other = net.program().prediction().toArray();
    net.program().randomness(6, 1);
    net.program().forward();
    assertTrue(!Arrays.equals(first, other), "another step");
    assertTrue(!Arrays.equals(first, net.program().prediction().toArray()), "another seed");
  }

  @Test
  void dropoutPassesItsInputOnWhenPredicting() {
    Graph g = new Graph(Mode.INFER);
    Value x = g.input(Shape.of(3));
    assertSame(x, new Dropout(0.5).apply(g, x));
  }

  // ---- composition

  @Test
  void pathsTellWhereAParameterIs() {
    Layer layers =
        Chain.of(
            new Dense(6, new Relu()),
            Residual.of(new Dense(6), new LayerNorm()),
            new Residual(List.of(new Dense(2)), true));
    List<String> paths = layout(layers, Shape.of(4)).slots().stream().map(Slot::path).toList();
    assertEquals(
        List.of(
            "0-dense/weights",
            "1-residual/0-dense/weights",
            "2-residual/0-dense/weights",
            "2-residual/projection",
            "0-dense/bias",
            "1-residual/0-dense/bias",
            "1-residual/1-layer-norm/gain",
            "1-residual/1-layer-norm/shift",
            "2-residual/0-dense/bias"),
        paths);
    assertEquals(Shape.of(2), shape(layers, Shape.of(4)));
    assertEquals(Shape.of(7, 2), shape(layers, Shape.of(7, 4)));
  }

  @Test
  void residualAddsItsInput() {
    TestNetwork net = network(Residual.of(new Dense(2)), Mode.TRAIN, 1, Shape.of(2));
    net.parameter("0-dense/weights").set(1, 2, 3, 4);
    net.parameter("0-dense/bias").set(0.5, -0.5);
    net.program().input().set(1, 10);
    net.program().forward();
    // 1 + 31.5, 10 + 41.5
    assertArrayEquals(new double[] {32.5, 51.5}, net.program().prediction().toArray(), 1e-12);
  }

  // ---- messages

  @Test
  void aResidualThatChangesTheShapeSaysWhereAndWhatToDo() {
    Layer layers = Chain.of(new Dense(8), Residual.of(new Dense(5)));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> shape(layers, Shape.of(3)));
    assertEquals(
        "layer 1-residual: its layers turn 8 into 5, but input and output are added, so both must"
            + " be 8; or say projection=true",
        e.getMessage());
  }

  @Test
  void tooManyWeightsAreRefusedWithTheLayersPath() {
    Layer layers = Chain.of(new Dense(100_000), new Dense(100_000));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> shape(layers, Shape.of(3)));
    assertEquals(
        "layer 1-dense: 100000 inputs times 100000 units are more than 2^31 weights: take fewer"
            + " units",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dense(0)",
        "dense(-3)",
        "dropout(1)",
        "dropout(-0.1)",
        "batch-norm(1)",
        "batch-norm(0.9, 0)",
        "layer-norm(-1)",
        "dense(3, leaky-relu(0))",
        "dense(3, elu(0))"
      })
  void valuesOutOfRangeAreRefusedInTexts(String text) {
    assertThrows(IllegalArgumentException.class, () -> Catalogs.parse(Layer.class, text), text);
  }

  @Test
  void valuesOutOfRangeAreRefusedInJava() {
    refused("units is 0", () -> new Dense(0));
    refused("rate is 1.0", () -> new Dropout(1));
    refused("rate is NaN", () -> new Dropout(Double.NaN));
    refused("momentum is 1.0", () -> new BatchNorm(1, 0.1));
    refused("epsilon is 0.0", () -> new BatchNorm(0.9, 0));
    refused("epsilon is Infinity", () -> new LayerNorm(Double.POSITIVE_INFINITY));
    refused("at least one layer", () -> new Residual(List.of(), true));
  }

  private static void refused(String part, Runnable construction) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, construction::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
