// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static backprop.engine.backend.cpu.Cells.get;
import static backprop.engine.backend.cpu.Cells.put;

import backprop.engine.backend.Checks;
import backprop.engine.backend.ImageChecks;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.Window;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Images in double precision, loops as in the definitions: what the tests compare with. */
final class ReferenceImageKernels implements ImageKernels {
  /** Something for every pair of a window's place inside the input and its output position. */
  private interface Pair {
    /**
     * Visits a pair.
     *
     * @param in row of the input's matrix
     * @param out row of the output's matrix
     * @param place number of the place
     */
    void at(int in, int out, int place);
  }

  private static void pairs(Window w, int examples, Pair f) {
    for (int e = 0; e < examples; e++) {
      for (int oy = 0; oy < w.vertical().out(); oy++) {
        for (int ox = 0; ox < w.horizontal().out(); ox++) {
          for (int ky = 0; ky < w.vertical().kernel(); ky++) {
            for (int kx = 0; kx < w.horizontal().kernel(); kx++) {
              int iy = w.vertical().at(oy, ky);
              int ix = w.horizontal().at(ox, kx);
              if (iy >= 0 && iy < w.vertical().in() && ix >= 0 && ix < w.horizontal().in()) {
                f.at(
                    e * w.in() + iy * w.horizontal().in() + ix,
                    e * w.out() + oy * w.horizontal().out() + ox,
                    ky * w.horizontal().kernel() + kx);
              }
            }
          }
        }
      }
    }
  }

  private static void scale(Matrix y, double beta) {
    if (beta == 0) {
      Cells.each(y, 0, (r, c) -> 0);
    }
  }

  private static void add(Matrix y, int r, int c, double value) {
    put(y, r, c, value, 1);
  }

  /** Channels of the input, number of the group's weight row, channels of the output. */
  private interface Link {
    void at(int in, int weight, int out);
  }

  private static void links(int groups, int inputs, int outputs, Link f) {
    int ins = inputs / groups;
    int outs = outputs / groups;
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < ins; i++) {
        for (int o = 0; o < outs; o++) {
          f.at(g * ins + i, i, g * outs + o);
        }
      }
    }
  }

  @Override
  public void convolve(
      Window w, int groups, Matrix x, Matrix weights, Matrix bias, double beta, Matrix y) {
    ImageChecks.convolution("convolve", w, groups, x, weights, bias, y);
    Checks.beta("convolve", beta);
    int ins = x.columns() / groups;
    scale(y, beta);
    if (bias != null) {
      Cells.each(y, 0, (r, c) -> get(bias, 0, c));
    }
    pairs(
        w,
        x.rows() / w.in(),
        (in, out, k) ->
            links(
                groups,
                x.columns(),
                y.columns(),
                (i, row, o) -> add(y, out, o, get(x, in, i) * get(weights, k * ins + row, o))));
  }

  @Override
  public void convolveInputGradient(
      Window w, int groups, Matrix dy, Matrix weights, double beta, Matrix dx) {
    ImageChecks.convolution("convolveInputGradient", w, groups, dx, weights, null, dy);
    Checks.beta("convolveInputGradient", beta);
    int ins = dx.columns() / groups;
    scale(dx, beta);
    pairs(
        w,
        dx.rows() / w.in(),
        (in, out, k) ->
            links(
                groups,
                dx.columns(),
                dy.columns(),
                (i, row, o) -> add(dx, in, i, get(dy, out, o) * get(weights, k * ins + row, o))));
  }

  @Override
  public void convolveWeightGradient(
      Window w, int groups, Matrix x, Matrix dy, double beta, Matrix dw) {
    ImageChecks.convolution("convolveWeightGradient", w, groups, x, dw, null, dy);
    Checks.beta("convolveWeightGradient", beta);
    int ins = x.columns() / groups;
    scale(dw, beta);
    pairs(
        w,
        x.rows() / w.in(),
        (in, out, k) ->
            links(
                groups,
                x.columns(),
                dy.columns(),
                (i, row, o) -> add(dw, k * ins + row, o, get(x, in, i) * get(dy, out, o))));
  }

  @Override
  public void depthwise(Window w, Matrix x, Matrix weights, Matrix y) {
    ImageChecks.depthwise("depthwise", w, x, weights, y);
    scale(y, 0);
    pairs(
        w,
        x.rows() / w.in(),
        (in, out, k) -> {
          for (int o = 0; o < y.columns(); o++) {
            int c = o / (y.columns() / x.columns());
            add(y, out, o, get(x, in, c) * get(weights, k, o));
          }
        });
  }

  @Override
  public void depthwiseInputGradient(Window w, Matrix dy, Matrix weights, double beta, Matrix dx) {
    ImageChecks.depthwise("depthwiseInputGradient", w, dx, weights, dy);
    Checks.beta("depthwiseInputGradient", beta);
    scale(dx, beta);
    pairs(
        w,
        dx.rows() / w.in(),
        (in, out, k) -> {
          for (int o = 0; o < dy.columns(); o++) {
            int c = o / (dy.columns() / dx.columns());
            add(dx, in, c, get(dy, out, o) * get(weights, k, o));
          }
        });
  }

  @Override
  public void depthwiseWeightGradient(Window w, Matrix x, Matrix dy, double beta, Matrix dw) {
    ImageChecks.depthwise("depthwiseWeightGradient", w, x, dw, dy);
    Checks.beta("depthwiseWeightGradient", beta);
    scale(dw, beta);
    pairs(
        w,
        x.rows() / w.in(),
        (in, out, k) -> {
          for (int o = 0; o < dy.columns(); o++) {
            int c = o / (dy.columns() / x.columns());
            add(dw, k, o, get(x, in, c) * get(dy, out, o));
          }
        });
  }

  @Override
  public void maxPool(Window w, Matrix x, Matrix y) {
    ImageChecks.maxPool("maxPool", w, x, y);
    Cells.each(y, 0, (r, c) -> Double.NEGATIVE_INFINITY);
    pairs(
        w,
        x.rows() / w.in(),
        (in, out, k) -> {
          for (int c = 0; c < x.columns(); c++) {
            put(y, out, c, Math.max(get(y, out, c), get(x, in, c)), 0);
          }
        });
  }

  @Override
  public void maxPoolGradient(Window w, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    ImageChecks.maxPool("maxPoolGradient", w, x, y);
    Checks.same("maxPoolGradient", y, dy);
    Checks.same("maxPoolGradient", x, dx);
    Checks.beta("maxPoolGradient", beta);
    scale(dx, beta);
    boolean[] taken = new boolean[y.size()];
    pairs(
        w,
        x.rows() / w.in(),
        (in, out, k) -> {
          for (int c = 0; c < x.columns(); c++) {
            int at = out * x.columns() + c;
            if (!taken[at] && get(x, in, c) == get(y, out, c)) {
              taken[at] = true;
              add(dx, in, c, get(dy, out, c));
            }
          }
        });
  }

  private static double factor(Window w, Window.Divisor divisor, int out) {
    int o = out % w.out();
    return w.factor(divisor, o / w.horizontal().out(), o % w.horizontal().out());
  }

  @Override
  public void sumPool(Window w, Window.Divisor divisor, Matrix x, double beta, Matrix y) {
    ImageChecks.pool("sumPool", w, x, y);
    Checks.beta("sumPool", beta);
    scale(y, beta);
    pairs(
        w,
        x.rows() / w.in(),
        (in, out, k) -> {
          for (int c = 0; c < x.columns(); c++) {
            add(y, out, c, factor(w, divisor, out) * get(x, in, c));
          }
        });
  }

  @Override
  public void sumPoolGradient(Window w, Window.Divisor divisor, Matrix dy, double beta, Matrix dx) {
    ImageChecks.pool("sumPoolGradient", w, dx, dy);
    Checks.beta("sumPoolGradient", beta);
    scale(dx, beta);
    pairs(
        w,
        dx.rows() / w.in(),
        (in, out, k) -> {
          for (int c = 0; c < dx.columns(); c++) {
            add(dx, in, c, factor(w, divisor, out) * get(dy, out, c));
          }
        });
  }

  /** The sum over the channels around c. */
  private static double near(int reach, Matrix shape, int c, IntToDoubleFunction f) {
    double sum = 0;
    for (int j = Math.max(0, c - reach); j <= Math.min(shape.columns() - 1, c + reach); j++) {
      sum += f.applyAsDouble(j);
    }
    return sum;
  }

  @Override
  public void localResponse(
      int reach, double offset, double factor, double exponent, Matrix x, Matrix scale, Matrix y) {
    Checks.same("localResponse", x, scale, y);
    Cells.each(
        scale, 0, (r, c) -> offset + factor * near(reach, x, c, j -> Cells.square(get(x, r, j))));
    Cells.each(y, 0, (r, c) -> get(x, r, c) * Math.pow(get(scale, r, c), -exponent));
  }

  @Override
  public void localResponseGradient(
      int reach,
      double factor,
      double exponent,
      Matrix x,
      Matrix scale,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx) {
    Checks.same("localResponseGradient", x, scale, y, dy);
    Checks.same("localResponseGradient", x, dx);
    Checks.beta("localResponseGradient", beta);
    Cells.each(
        dx,
        beta,
        (r, c) ->
            get(dy, r, c) * Math.pow(get(scale, r, c), -exponent)
                - 2
                    * factor
                    * exponent
                    * get(x, r, c)
                    * near(reach, x, c, j -> get(dy, r, j) * get(y, r, j) / get(scale, r, j)));
  }

  /** Groups of channels of single examples, and means over them. */
  private record Groups(int positions, int groups, Matrix shape) {
    int of(int row, int column) {
      return row / positions * groups + column / (shape.columns() / groups);
    }

    double[] means(Cells.Cell f) {
      double[] sums = new double[shape.rows() / positions * groups];
      for (int r = 0; r < shape.rows(); r++) {
        for (int c = 0; c < shape.columns(); c++) {
          sums[of(r, c)] += f.at(r, c);
        }
      }
      int count = positions * (shape.columns() / groups);
      return Arrays.stream(sums).map(v -> v / count).toArray();
    }

    /** The square roots of variance plus epsilon around the means. */
    double[] deviations(Matrix x, double[] means, double epsilon) {
      double[] variances = means((r, c) -> Cells.square(get(x, r, c) - means[of(r, c)]));
      return Arrays.stream(variances).map(v -> Math.sqrt(v + epsilon)).toArray();
    }
  }

  @Override
  public void normalizeGroups(int positions, int groups, double epsilon, Matrix x, Matrix y) {
    ImageChecks.groups("normalizeGroups", positions, groups, x, y);
    Groups g = new Groups(positions, groups, x);
    double[] means = g.means((r, c) -> get(x, r, c));
    double[] deviations = g.deviations(x, means, epsilon);
    Cells.each(y, 0, (r, c) -> (get(x, r, c) - means[g.of(r, c)]) / deviations[g.of(r, c)]);
  }

  @Override
  public void normalizeGroupsGradient(
      int positions,
      int groups,
      double epsilon,
      Matrix x,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx) {
    ImageChecks.groups("normalizeGroupsGradient", positions, groups, x, dx);
    Checks.same("normalizeGroupsGradient", x, y, dy);
    Checks.beta("normalizeGroupsGradient", beta);
    Groups g = new Groups(positions, groups, x);
    double[] deviations = g.deviations(x, g.means((r, c) -> get(x, r, c)), epsilon);
    double[] means = g.means((r, c) -> get(dy, r, c));
    double[] along = g.means((r, c) -> get(dy, r, c) * get(y, r, c));
    Cells.each(
        dx,
        beta,
        (r, c) -> {
          int i = g.of(r, c);
          return (get(dy, r, c) - means[i] - get(y, r, c) * along[i]) / deviations[i];
        });
  }

  @Override
  public void dropChannels(int positions, Matrix x, double rate, long key, double beta, Matrix y) {
    ImageChecks.positions("dropChannels", positions, x, y);
    Checks.rate(rate);
    Checks.beta("dropChannels", beta);
    double threshold = rate * 0x1.0p32;
    Cells.each(
        y,
        beta,
        (r, c) -> {
          int element = r / positions * x.columns() + c;
          int bits = RandomStream.bits((int) key, (int) (key >>> 32), element);
          return Integer.toUnsignedLong(bits) >= threshold ? get(x, r, c) / (1 - rate) : 0;
        });
  }
}
