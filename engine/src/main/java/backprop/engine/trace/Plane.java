// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import java.util.List;

/**
 * The plane of a network's two inputs, as a grid.
 *
 * @param columns points along the first input
 * @param rows points along the second input
 * @param names of both inputs
 * @param from least value of both inputs, as the data have them
 * @param to largest value of both inputs
 * @param inputs of each point, row by row from the least of the second input, as the network sees
 *     them
 * @param answers names of what it predicts
 * @param scale one answer, as the network gives it, times scale plus shift is what is shown
 * @param shift see scale
 * @param points rows of the data: both inputs as the data have them, and the class or number
 */
public record Plane(
    int columns,
    int rows,
    List<String> names,
    double[] from,
    double[] to,
    double[][] inputs,
    List<String> answers,
    double scale,
    double shift,
    double[][] points) {
  public Plane {
    names = List.copyOf(names);
    answers = List.copyOf(answers);
  }

  /** What a network predicts at every point. */
  double[] answers(Network network) {
    Program program = network.predictionProgram(network.kernels(), inputs.length);
    Matrix in = program.input();
    double[] all = new double[inputs.length * in.columns()];
    for (int i = 0; i < inputs.length; i++) {
      System.arraycopy(inputs[i], 0, all, i * in.columns(), in.columns());
    }
    in.set(all);
    program.forward();
    double[] predicted = program.prediction().toArray();
    double[] shown = new double[predicted.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = (predicted[i] * scale + shift);
    }
    return shown;
  }

  /** The surface of all recorded steps. */
  Trace.Surface surface(List<double[]> frames) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] f : frames) {
      for (double x : f) {
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
    }
    return new Trace.Surface(
        columns,
        rows,
        names,
        from,
        to,
        answers,
        frames.toArray(new double[0][]),
        low,
        high,
        points);
  }
}
