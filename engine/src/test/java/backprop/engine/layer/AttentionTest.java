// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Gelu;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.graph.Value;
import backprop.engine.network.Catalogs;
import backprop.engine.op.TestNetwork;
import backprop.engine.schedule.Constant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention against its formula, and what it may and may not see. */
final class AttentionTest {
  private static final int COLUMNS = 4;

  private final Kernels k = Backends.choose("reference").backend().open(1);

  @AfterEach
  void close() {
    k.close();
  }

  private static Layer parse(String text) {
    return Catalogs.parse(Layer.class, text);
  }

  private TestNetwork network(Layer layer, Mode mode, int batch, Shape input) {
    return new TestNetwork(k, mode, batch, input, layer::apply, TestNetwork.PROBE);
  }

  /** The last column of the input is the mask of the others. */
  private TestNetwork masked(Layer layer, int batch, int time) {
    TestNetwork.Body body =
        (g, in) -> {
          Value x = g.columns(in, 0, COLUMNS);
          return layer.apply(g, g.masked(x, g.columns(in, COLUMNS, 1)));
        };
    Shape shape = Shape.of(time, COLUMNS + 1);
    return new TestNetwork(k, Mode.TRAIN, batch, shape, body, TestNetwork.PROBE);
  }

  // ---- the formula

  /** {@code x w + b} of the layer at a path, for one example. */
  private static double[][] dense(TestNetwork net, String path, double[][] x) {
    double[] w = net.parameter(path + "/weights").toArray();
    double[] b = net.parameter(path + "/bias").toArray();
    double[][] y = new double[x.length][b.length];
    for (int t = 0; t < x.length; t++) {
      for (int j = 0; j < b.length; j++) {
        y[t][j] = b[j];
        for (int i = 0; i < x[t].length; i++) {
          y[t][j] += x[t][i] * w[i * b.length + j];
        }
      }
    }
    return y;
  }

  private static double[][] attend(
      double[][] q, double[][] k, double[][] v, int heads, boolean causal) {
    int d = q[0].length / heads;
    double[][] y = new double[q.length][heads * d];
    for (int h = 0; h < heads; h++) {
      for (int t = 0; t < q.length; t++) {
        int seen = causal ? t + 1 : k.length;
        double[] weight = new double[seen];
        double sum = 0;
        for (int s = 0; s < seen; s++) {
          double score = 0;
          for (int i = h * d; i < (h + 1) * d; i++) {
            score += q[t][i] * k[s][i];
          }
          weight[s] = Math.exp(score / Math.sqrt(d));
          sum += weight[s];
        }
        for (int i = h * d; i < (h + 1) * d; i++) {
          for (int s = 0; s < seen; s++) {
            y[t][i] += weight[s] / sum * v[s][i];
          }
        }
      }
    }
    return y;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attention(1)",
        "attention(2)",
        "attention(4, causal=true)",
        "attention(3, key-dimensions=5)",
        "attention(2, key-dimensions=3, causal=true)"
      })
  void isWhatItsFormulaSays(String text) {
    Attention layer = (Attention) parse(text);
    int batch = 3;
    int time = 5;
    TestNetwork net = network(layer, Mode.INFER, batch, Shape.of(time, COLUMNS));
    RandomStream r = new RandomStream(3);
    TestNetwork.randomize(net.parameters(), 1, r);
    TestNetwork.randomize(net.program().input(), 1, r);
    net.program().forward();
    double[] input = net.program().input().toArray();
    double[] output = net.program().prediction().toArray();
    for (int e = 0; e < batch; e++) {
      double[][] x = new double[time][];
      for (int t = 0; t < time; t++) {
        int at = (e * time + t) * COLUMNS;
        x[t] = Arrays.copyOfRange(input, at, at + COLUMNS);
      }
      double[][] mixed =
          attend(
              dense(net, "query", x),
              dense(net, "key", x),
              dense(net, "value", x),
              layer.heads(),
              layer.causal());
      double[][] y = dense(net, "output", mixed);
      for (int t = 0; t < time; t++) {
        int at = (e * time + t) * COLUMNS;
        assertArrayEquals(y[t], Arrays.copyOfRange(output, at, at + COLUMNS), 1e-12);
      }
    }
  }

  /** Copies parameters to another network in which the layers have other paths. */
  private static void copy(TestNetwork from, TestNetwork to, Map<String, String> paths) {
    int copied = 0;
    for (Slot s : from.layout().slots()) {
      for (Map.Entry<String, String> e : paths.entrySet()) {
        if (s.path().startsWith(e.getKey() + "/")) {
          String path = e.getValue() + s.path().substring(e.getKey().length());
          to.parameter(path).set(from.parameter(s.path()).toArray());
          copied++;
        }
      }
    }
    assertEquals(to.layout().slots().size(), copied);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTransformerIsComposedOfItsParts(boolean pre) {
    Transformer.Norm norm = pre ? Transformer.Norm.PRE : Transformer.Norm.POST;
    Transformer block = new Transformer(2, 7, new Gelu(), new Constant(0.3), norm, true);
    Attention attention = new Attention(2, 0, true, new Constant(0));
    Dense expand = new Dense(7, new Gelu());
    Dense contract = new Dense(COLUMNS);
    Layer parts =
        pre
            ? Chain.of(
                Residual.of(new LayerNorm(), attention),
                Residual.of(new LayerNorm(), expand, contract))
            : Chain.of(
                Residual.of(attention), new LayerNorm(),
                Residual.of(expand, contract), new LayerNorm());
    Map<String, String> paths =
        pre
            ? Map.of(
                "attention-norm", "0-residual/0-layer-norm",
                "attention", "0-residual/1-attention",
                "feed-forward-norm", "1-residual/0-layer-norm",
                "expand", "1-residual/1-dense",
                "contract", "1-residual/2-dense")
            : Map.of(
                "attention", "0-residual/0-attention",
                "attention-norm", "1-layer-norm",
                "expand", "2-residual/0-dense",
                "contract", "2-residual/1-dense",
                "feed-forward-norm", "3-layer-norm");
    Shape shape = Shape.of(3, COLUMNS);
    TestNetwork a = network(block, Mode.INFER, 2, shape);
    TestNetwork b = network(parts, Mode.INFER, 2, shape);
    RandomStream r = new RandomStream(8);
    TestNetwork.randomize(a.parameters(), 1, r);
    copy(a, b, paths);
    TestNetwork.randomize(a.program().input(), 1, r);
    b.program().input().set(a.program().input().toArray());
    a.program().forward();
    b.program().forward();
    assertArrayEquals(
        b.program().prediction().toArray(), a.program().prediction().toArray(), 1e-12);
  }

  // ---- what is seen

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attention(2, causal=true)",
        "transformer(2, dropout=0, causal=true)",
        "chain(learned-positions, repeat(2, transformer(1, 5, dropout=0, norm=post, causal=true)))"
      })
  void causalMeansThatWhatComesLaterHasNoInfluence(String text) {
    int time = 6;
    TestNetwork net = network(parse(text), Mode.TRAIN, 1, Shape.of(time, COLUMNS));
    RandomStream r = new RandomStream(4);
    TestNetwork.randomize(net.parameters(), 0.7, r);
    TestNetwork.randomize(net.program().input(), 1, r);
    double[] x = net.program().input().toArray();
    net.program().forward();
    double[] before = net.program().prediction().toArray();
    for (int changed = 0; changed < time; changed++) {
      double[] other = x.clone();
      for (int i = 0; i < COLUMNS; i++) {
        other[changed * COLUMNS + i] += 2 + i * i;
      }
      net.program().input().set(other);
      net.program().forward();
      double[] after = net.program().prediction().toArray();
      for (int t = 0; t < time; t++) {
        double[] was = Arrays.copyOfRange(before, t * COLUMNS, (t + 1) * COLUMNS);
        double[] is = Arrays.copyOfRange(after, t * COLUMNS, (t + 1) * COLUMNS);
        assertEquals(t < changed, Arrays.equals(was, is), "step " + t + ", changed " + changed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attention(2)",
        "attention(1, key-dimensions=3, causal=true)",
        "transformer(2, dropout=0)",
        "chain(sinusoidal-positions, dense(4, tanh), transformer(4, dropout=0, norm=post),"
            + " rms-norm, attention(2))"
      })
  void paddingIsAsIfItWereNotThere(String text) {
    int time = 6;
    int real = 4;
    TestNetwork padded = masked(parse(text), 2, time);
    TestNetwork plain = masked(parse(text), 2, real);
    RandomStream r = new RandomStream(6);
    TestNetwork.randomize(plain.parameters(), 0.7, r);
    padded.parameters().set(plain.parameters().toArray());
    int width = COLUMNS + 1;
    double[] x = new double[2 * real * width];
    double[] target = new double[2 * real * COLUMNS];
    Arrays.setAll(x, i -> i % width == COLUMNS ? 1 : r.nextGaussian());
    Arrays.setAll(target, i -> r.nextGaussian());
    plain.program().input().set(x);
    plain.program().target().set(target);
    k.fill(1, plain.program().lossGradient());
    double[] longX = new double[2 * time * width];
    double[] longTarget = new double[2 * time * COLUMNS];
    double[] weights = new double[2 * time];
    for (int e = 0; e < 2; e++) {
      System.arraycopy(x, e * real * width, longX, e * time * width, real * width);
      System.arraycopy(target, e * real * COLUMNS, longTarget, e * time * COLUMNS, real * COLUMNS);
      Arrays.fill(weights, e * time, e * time + real, 1);
      for (int i = (e * time + real) * width; i < (e + 1) * time * width; i++) {
        longX[i] = i % width == COLUMNS ? 0 : 10 * r.nextGaussian();
      }
    }
    padded.program().input().set(longX);
    padded.program().target().set(longTarget);
    padded.program().lossGradient().set(weights);
    assertEquals(plain.loss(), padded.loss(), 1e-12);
    double[] y = plain.program().prediction().toArray();
    double[] longY = padded.program().prediction().toArray();
    for (int e = 0; e < 2; e++) {
      assertArrayEquals(
          Arrays.copyOfRange(y, e * real * COLUMNS, (e + 1) * real * COLUMNS),
          Arrays.copyOfRange(longY, e * time * COLUMNS, (e * time + real) * COLUMNS),
          1e-12);
    }
    plain.program().backward(false);
    padded.program().backward(false);
    assertArrayEquals(plain.gradients().toArray(), padded.gradients().toArray(), 1e-11);
  }

  @Test
  void whollyPaddedGivesTheBiasesAndNoNaN() {
    TestNetwork net = masked(new Attention(2), 1, 3);
    TestNetwork.randomize(net.parameters(), 1, new RandomStream(1));
    net.program().forward();
    double[] bias = net.parameter("output/bias").toArray();
    double[] y = net.program().prediction().toArray();
    assertArrayEquals(bias, Arrays.copyOfRange(y, 0, COLUMNS), 1e-12);
  }

  @Test
  void withoutPositionsStepsAreASet() {
    Layer layer = parse("transformer(2, dropout=0)");
    assertTrue(movesWithItsInput(layer));
    assertFalse(movesWithItsInput(Chain.of(new SinusoidalPositions(), layer)));
    assertFalse(movesWithItsInput(Chain.of(new LearnedPositions(), layer)));
  }

  /** Whether swapping two steps of the input swaps those of the output and changes nothing else. */
  private boolean movesWithItsInput(Layer layer) {
    TestNetwork net = network(layer, Mode.INFER, 1, Shape.of(3, COLUMNS));
    RandomStream r = new RandomStream(2);
    TestNetwork.randomize(net.parameters(), 1, r);
    TestNetwork.randomize(net.program().input(), 1, r);
    double[] x = net.program().input().toArray();
    net.program().forward();
    double[] y = swapped(net.program().prediction().toArray());
    net.program().input().set(swapped(x));
    net.program().forward();
    double[] z = net.program().prediction().toArray();
    double difference = 0;
    for (int i = 0; i < y.length; i++) {
      difference = Math.max(difference, Math.abs(y[i] - z[i]));
    }
    return difference < 1e-12;
  }

  private static double[] swapped(double[] x) {
    double[] y = x.clone();
    System.arraycopy(x, 0, y, 2 * COLUMNS, COLUMNS);
    System.arraycopy(x, 2 * COLUMNS, y, 0, COLUMNS);
    return y;
  }

  @Test
  void positionsAreAdded() {
    TestNetwork net = network(new SinusoidalPositions(100), Mode.TRAIN, 2, Shape.of(2, 3));
    k.fill(0.5, net.program().input());
    net.program().forward();
    double wave = Math.pow(100, 2.0 / 3);
    double[] table = {0, 1, 0, Math.sin(1), Math.cos(1), Math.sin(1 / wave)};
    double[] y = net.program().prediction().toArray();
    for (int i = 0; i < y.length; i++) {
      assertEquals(0.5 + table[i % 6], y[i], 1e-12);
    }
    TestNetwork learned = network(new LearnedPositions(), Mode.TRAIN, 2, Shape.of(2, 3));
    double[] rows = {1, 2, 3, 4, 5, 6};
    learned.parameter("positions").set(rows);
    k.fill(0.5, learned.program().input());
    learned.program().forward();
    double[] z = learned.program().prediction().toArray();
    for (int i = 0; i < z.length; i++) {
      assertEquals(0.5 + rows[i % 6], z[i], 1e-12);
    }
  }

  // ---- messages

  private static String refused(String text, Shape input) {
    Layer layer = parse(text);
    Graph g = new Graph(Mode.TRAIN);
    return assertThrows(IllegalArgumentException.class, () -> layer.apply(g, g.input(input)), text)
        .getMessage();
  }

  @Test
  void whatDoesNotFitIsRefusedWithThePath() {
    assertEquals(
        "layer 0-attention: it needs a sequence of time x features, but its input is 5",
        refused("chain(attention(1))", Shape.of(5)));
    assertEquals(
        "layer 0-attention: 5 columns cannot be divided among 2 heads: take another number of"
            + " heads, or say key-dimensions",
        refused("chain(attention(2))", Shape.of(3, 5)));
    assertEquals(
        "layer 0-transformer/attention: 5 columns cannot be divided among 2 heads: take another"
            + " number of heads, or say key-dimensions",
        refused("chain(transformer(2))", Shape.of(3, 5)));
    assertTrue(refused("sinusoidal-positions", Shape.of(5)).contains("time x features"));
    assertTrue(refused("learned-positions", Shape.of(2, 2, 5)).contains("time x features"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attention(0)",
        "attention(2, key-dimensions=-1)",
        "attention(2, dropout=1)",
        "transformer(0)",
        "transformer(2, hidden=-1)",
        "transformer(2, norm=before)",
        "sinusoidal-positions(0)"
      })
  void valuesOutOfRangeAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> parse(text), text);
  }
}
