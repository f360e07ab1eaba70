// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against central differences of the loss. */
class InputGradientsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "chain(dense(5, tanh), dropout(0.5), dense(3)); cross-entropy; 1",
        "chain(dense(5, gelu), batch-norm, dense(2)); mean-squared-error; 2",
        "chain(reshape([2,2,1]), conv2d(3, [2,2]), flatten, dense(3)); cross-entropy; 1"
      })
  void areTheSlopesOfTheLoss(String layers, String loss, int targets) {
    Kernels k = new ReferenceBackend().open(1);
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(4), Catalogs.parse(Layer.class, layers), Catalogs.parse(Loss.class, loss)),
            k);
    n.initialize(3);
    double[] x = {0.3, -1.2, 0.7, 2, 1, 0.1, -0.4, 0.8, 0, 1, 2, -1};
    double[] t = new double[3 * targets];
    for (int i = 0; i < t.length; i++) {
      t[i] = i % 3;
    }
    Matrix inputs = matrix(k, x, 3);
    Matrix wanted = matrix(k, t, 3);
    double[] found = new InputGradients(n, 5).of(inputs, wanted);
    assertEquals(12, found.length);
    double h = 1e-5;
    for (int i = 0; i < x.length; i++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[i] += h;
      down[i] -= h;
      double slope = (loss(n, up, wanted, i / 4) - loss(n, down, wanted, i / 4)) / (2 * h);
      assertEquals(slope, found[i], 1e-6 * Math.max(1, Math.abs(slope)), "input " + i);
    }
  }

  private static Matrix matrix(Kernels k, double[] numbers, int rows) {
    Matrix m = Matrix.of(k.allocate(numbers.length), rows, numbers.length / rows);
    m.buffer().write(0, numbers, 0, numbers.length);
    return m;
  }

  private static double loss(Network n, double[] x, Matrix targets, int row) {
    Kernels k = n.kernels();
    Program p = n.evaluationProgram(3);
    k.copy(matrix(k, x, 3), p.input());
    k.copy(targets, p.target());
    p.forward();
    return p.loss().toArray()[row];
  }
}
