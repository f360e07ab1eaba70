// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.network.InputGradients;
import backprop.engine.network.Network;
import backprop.engine.train.Examples;
import java.util.ArrayList;
import java.util.List;

/** A convolution and its gradients. */
final class Convolution implements Chapter {
  private static final int SIZE = 4;
  private static final int KERNEL = 3;
  private static final int OUT = SIZE - KERNEL + 1;
  private static final float[] IMAGE = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1};
  private static final double[] WEIGHTS = {-0.5, 0, 0.5, -0.5, 0, 0.5, -0.5, 0, 0.5};
  private static final float[] WANTED = {1, 1, 1, 0};

  @Override
  public String name() {
    return "convolution";
  }

  @Override
  public String title() {
    return "Convolution: the same weights everywhere";
  }

  @Override
  public void write(Page page) {
    try (Lab lab = new Lab()) {
      page.text(
          "A convolution slides a small window over a picture; at each place it is a neuron that"
              + " sees only the window, and all places share one set of weights. Here a picture of"
              + " 4 x 4 pixels with an edge, and a window of 3 x 3 that looks for edges.");
      Network net =
          lab.network(
              Shape.of(SIZE, SIZE, 1), "chain(conv2d(1, 3), flatten)", "mean-squared-error", 1);
      net.parameters().buffer().write(net.layout().slots().get(0).offset(), WEIGHTS, 0, 9);
      Examples rows = lab.rows(new float[][] {IMAGE}, new float[][] {WANTED});
      Matrix gradients = net.newVector();
      Program program = net.trainingProgram(gradients, 1);
      rows.load(new int[] {0}, 0, 1, program);
      program.forward();
      double loss = program.loss().toArray()[0];
      program.backward(false);
      page.table(List.of("picture", "", "", ""), grid(widened(IMAGE), SIZE));
      page.table(List.of("weights", "", ""), grid(WEIGHTS, KERNEL));
      double[] y = outputs();
      page.table(List.of("output: sums of weight * pixel", ""), grid(y, OUT));
      page.formulas("E = mean of (y - t)^2, wanted 1 1 / 1 0:  E = " + Say.exact(loss));
      page.text(
          "Because a weight works at every place, its gradient is the sum over all places: of the"
              + " output's gradient there times the pixel that the weight saw. For the weight in"
              + " the upper right corner of the window:");
      StringBuilder sum = new StringBuilder("dE/dw_13 = ");
      double total = 0;
      for (int i = 0; i < OUT * OUT; i++) {
        double dy = 2 * (y[i] - WANTED[i]) / (OUT * OUT);
        double pixel = IMAGE[i / OUT * SIZE + i % OUT + 2];
        total += dy * pixel;
        sum.append(i == 0 ? "" : " + ").append('(').append(Say.short3(dy)).append(")*");
        sum.append(Say.short3(pixel));
      }
      page.formulas(sum + " = " + Say.exact(total));
      double[] dw = new double[9];
      gradients.buffer().read(net.layout().slots().get(0).offset(), dw, 0, 9);
      page.table(List.of("gradients of the weights, by the library", "", ""), grid(dw, KERNEL));
      Matrix image = Matrix.of(lab.kernels().allocate(16), 1, 16);
      image.buffer().write(0, IMAGE, 0, 16);
      Matrix wanted = Matrix.of(lab.kernels().allocate(4), 1, 4);
      wanted.buffer().write(0, WANTED, 0, 4);
      page.text(
          "A pixel's gradient is the sum over the windows that it lies in: those in the middle lie"
              + " in four, the corners in one.");
      page.table(
          List.of("gradients of the pixels, by the library", "", "", ""),
          grid(new InputGradients(net, 1).of(image, wanted), SIZE));
    }
  }

  private static double[] widened(float... x) {
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    return wide;
  }

  private static double[] outputs() {
    double[] y = new double[OUT * OUT];
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < KERNEL * KERNEL; k++) {
        y[i] += WEIGHTS[k] * IMAGE[(i / OUT + k / KERNEL) * SIZE + i % OUT + k % KERNEL];
      }
    }
    return y;
  }

  private static List<List<String>> grid(double[] values, int columns) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i += columns) {
      List<String> row = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        row.add(Say.short3(values[i + j]));
      }
      rows.add(row);
    }
    return rows;
  }
}
