// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/**
 * What a window's place sees while the window moves along one row of the output, copied to the
 * start of scratch memory: loops over several of these vectorize.
 */
final class ImageRows {
  private ImageRows() {}

  /** Index of the first number of a row of an image of this window's inputs. */
  static int input(Window w, Matrix x, int example, int iy) {
    int position = (example * w.vertical().in() + iy) * w.horizontal().in();
    return x.offset() + position * x.stride();
  }

  /** Index of the first number of a row of an image of this window's outputs. */
  static int output(Window w, Matrix y, int example, int oy) {
    int position = (example * w.vertical().out() + oy) * w.horizontal().out();
    return y.offset() + position * y.stride();
  }

  /**
   * The numbers that place kx sees in a row of the input, for every window of a row of the output.
   *
   * @param times how often each number is repeated
   * @param padding what stands for places outside
   */
  static void load(
      Window w, Matrix x, int example, int iy, int kx, int times, float padding, float[] to) {
    Axis axis = w.horizontal();
    int channels = x.columns();
    int width = channels * times;
    float[] from = FloatArray.of(x);
    int start = input(w, x, example, iy);
    if (times == 1) {
      loadPlace(axis, from, start, x.stride(), channels, kx, padding, to);
      return;
    }
    for (int ox = 0, at = 0; ox < axis.out(); ox++, at += width) {
      int ix = axis.at(ox, kx);
      if (ix < 0 || ix >= axis.in()) {
        Arrays.fill(to, at, at + width, padding);
      } else {
        repeat(from, start + ix * x.stride(), channels, times, to, at);
      }
    }
  }

  /**
   * The same from a row of an image that starts at an index of an array.
   *
   * @param stride distance between two positions
   */
  static void loadPlace(
      Axis axis,
      float[] from,
      int start,
      int stride,
      int channels,
      int kx,
      float padding,
      float[] to) {
    if (axis.stride() == 1 && stride == channels) {
      int left = axis.at(0, kx);
      int first = Math.min(axis.out(), Math.max(0, -left));
      int end = Math.max(first, Math.min(axis.out(), axis.in() - left));
      Arrays.fill(to, 0, first * channels, padding);
      if (end > first) {
        int count = (end - first) * channels;
        System.arraycopy(from, start + (left + first) * channels, to, first * channels, count);
      }
      Arrays.fill(to, end * channels, axis.out() * channels, padding);
      return;
    }
    for (int ox = 0, at = 0; ox < axis.out(); ox++, at += channels) {
      int ix = axis.at(ox, kx);
      if (ix < 0 || ix >= axis.in()) {
        Arrays.fill(to, at, at + channels, padding);
      } else {
        Scratch.copy(from, start + ix * stride, to, at, channels);
      }
    }
  }

  private static void repeat(float[] from, int start, int count, int times, float[] to, int at) {
    for (int i = 0, j = at; i < count; i++) {
      float value = from[start + i];
      for (int t = 0; t < times; t++) {
        to[j++] = value;
      }
    }
  }

  /**
   * The numbers of a row of the output, each where place kx of its window is in a row of the input;
   * 0 elsewhere.
   *
   * @param first first column that is taken, then every {@code step}-th
   */
  static void loadBack(
      Window w, Matrix y, int example, int oy, int kx, int first, int step, float[] to) {
    Axis axis = w.horizontal();
    int channels = y.columns() / step;
    float[] from = FloatArray.of(y);
    int start = output(w, y, example, oy) + first;
    Arrays.fill(to, 0, axis.in() * channels, 0f);
    for (int ox = 0; ox < axis.out(); ox++) {
      int ix = axis.at(ox, kx);
      if (ix >= 0 && ix < axis.in()) {
        int source = start + ox * y.stride();
        int target = ix * channels;
        for (int c = 0; c < channels; c++, source += step) {
          to[target + c] = from[source];
        }
      }
    }
  }

  /** Writes a row of an image of so many positions, from index {@code at} on. */
  static void store(float[] from, Matrix m, int at, int positions, boolean add) {
    float[] to = FloatArray.of(m);
    int columns = m.columns();
    if (!add && m.stride() == columns) {
      System.arraycopy(from, 0, to, at, positions * columns);
      return;
    }
    for (int p = 0, source = 0, target = at; p < positions; p++, target += m.stride()) {
      for (int c = 0; c < columns; c++, source++) {
        to[target + c] = add ? to[target + c] + from[source] : from[source];
      }
    }
  }

  /**
   * Writes numbers of a row of the output to where place kx of their windows is in a row of the
   * input, which starts at index {@code start}; those outside are left out.
   */
  static void storePlace(Axis axis, float[] from, Matrix m, int start, int kx, boolean add) {
    float[] to = FloatArray.of(m);
    int channels = m.columns();
    for (int ox = 0, source = 0; ox < axis.out(); ox++, source += channels) {
      int ix = axis.at(ox, kx);
      if (ix < 0 || ix >= axis.in()) {
        continue;
      }
      int target = start + ix * m.stride();
      if (!add) {
        Scratch.copy(from, source, to, target, channels);
        continue;
      }
      for (int c = 0; c < channels; c++) {
        to[target + c] += from[source + c];
      }
    }
  }
}
