// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that judge the rows that they were kept from. */
class CrossFittingTest {
  private static final int MEMBERS = 3;
  private static final int INPUTS = 4;
  private static final int ROWS = 6;
  private static final String LAYERS =
      "dense(6, tanh), reshape([3, 2]), member-heads(4, tanh), member-heads(2)";

  private static Network network(Kernels k, String layers, String loss) {
    Network net =
        new Network(
            new NetworkSpec(
                Shape.of(INPUTS),
                Catalogs.parse(Layer.class, "chain([" + layers + "])"),
                Catalogs.parse(Loss.class, loss)),
            k);
    net.initialize(7);
    return net;
  }

  /** Rows of inputs, classes and, for cross-fitting, the weights of the members. */
  private static double[] set(Network net, Program program, int[] kept) {
    RandomStream r = new RandomStream(3);
    double[] x = new double[ROWS * INPUTS];
    Arrays.setAll(x, i -> r.nextGaussian());
    int columns = net.target().elements();
    int classColumns = columns > MEMBERS ? columns - MEMBERS : columns;
    double[] y = new double[ROWS * columns];
    for (int i = 0; i < ROWS; i++) {
      for (int c = 0; c < classColumns; c++) {
        y[i * columns + c] = classColumns == 1 ? i % 2 : r.nextGaussian();
      }
      for (int m = 0; m < columns - classColumns; m++) {
        y[i * columns + classColumns + m] = kept == null ? 1 : kept[i] == m ? 0 : 1.5;
      }
    }
    program.batch(ROWS);
    program.input().set(x);
    program.target().set(y);
    return y;
  }

  private static double[] losses(Network net, int[] kept) {
    Program program = net.evaluationProgram(ROWS);
    set(net, program, kept);
    program.forward();
    return program.loss().toArray();
  }

  private static double[] gradient(Network net, Program program, Matrix gradients) {
    net.kernels().fill(1.0 / ROWS, program.lossGradient());
    program.forward();
    program.backward(false);
    return gradients.toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-entropy", "mean-squared-error"})
  void gradientsEqualCentralDifferences(String loss) {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network net = network(k, LAYERS, "members(" + loss + ", cross-fit=true)");
      Matrix gradients = net.newVector();
      Program program = net.trainingProgram(gradients, ROWS);
      set(net, program, new int[] {0, 1, 2, 2, 1, 0});
      double[] found = gradient(net, program, gradients);
      double[] w = net.parameters().toArray();
      double h = 1e-5;
      for (int i = 0; i < w.length; i++) {
        double[] sides = new double[2];
        for (int s = 0; s < 2; s++) {
          double[] moved = w.clone();
          moved[i] += s == 0 ? -h : h;
          net.parameters().set(moved);
          program.forward();
          sides[s] = Arrays.stream(program.loss().toArray()).sum() / ROWS;
        }
        assertEquals((sides[1] - sides[0]) / (2 * h), found[i], 1e-7, "parameter " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-entropy", "mean-squared-error"})
  void aRowIsJudgedByTheMemberThatItIsKeptFrom(String loss) {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network net = network(k, LAYERS, "members(" + loss + ", cross-fit=true)");
      int[] kept = {0, 1, 2, 2, 1, 0};
      double[] judged = losses(net, kept);
      double[] mean = new double[ROWS];
      for (int m = 0; m < MEMBERS; m++) {
        int all = m;
        int[] one = new int[ROWS];
        Arrays.fill(one, all);
        double[] each = losses(net, one);
        for (int i = 0; i < ROWS; i++) {
          mean[i] += each[i] / MEMBERS;
          if (kept[i] == m) {
            assertEquals(each[i], judged[i], 1e-12);
          }
        }
      }
      Network plain = network(k, LAYERS, "members(" + loss + ")");
      assertArrayEquals(mean, losses(plain, kept), 1e-9);
      assertArrayEquals(mean, losses(net, null), 1e-9, "rows kept from none");
    }
  }

  @Test
  void aMemberLearnsNothingFromTheRowsThatItIsKeptFrom() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network net = network(k, LAYERS, "members(cross-entropy, cross-fit=true)");
      Matrix gradients = net.newVector();
      Program program = net.trainingProgram(gradients, ROWS);
      set(net, program, new int[] {1, 1, 1, 1, 1, 1});
      double[] found = gradient(net, program, gradients);
      Network plain = network(k, LAYERS, "members(cross-entropy)");
      Matrix others = plain.newVector();
      Program same = plain.trainingProgram(others, ROWS);
      set(plain, same, null);
      double[] expected = gradient(plain, same, others);
      for (Slot s : net.layout().slots()) {
        for (int i = 0; i < s.size(); i++) {
          // Every layer has its members side by side.
          boolean kept = i % s.columns() / (s.columns() / MEMBERS) == 1;
          int at = s.offset() + i;
          assertEquals(kept ? 0 : 1.5 * expected[at], found[at], 1e-12, s.path());
        }
      }
    }
  }

  @Test
  void oneMemberCannotJudgeItself() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      for (String layers : List.of("reshape([1, 4]), member-heads(2)")) {
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class,
                () -> network(k, layers, "members(cross-entropy, cross-fit=true)"));
        assertTrue(e.getMessage().contains("at least two members"), e.getMessage());
      }
    }
  }
}
