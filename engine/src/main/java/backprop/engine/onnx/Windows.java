// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Window;
import backprop.engine.graph.Shape;
import java.util.Arrays;

/**
 * The ops whose windows slide over images and sequences. ONNX wants the channels before the
 * positions, so every op is surrounded by two transpositions, which runtimes cancel out; a sequence
 * has one axis of positions.
 */
final class Windows {
  /** What a maximum never is. */
  private static final double LOWEST = -Float.MAX_VALUE;

  private final Site s;
  private final Axis[] axes;

  private Windows(Site s, Window w) {
    this.s = s;
    this.axes =
        s.shape(0).rank() == 2
            ? new Axis[] {w.horizontal()}
            : new Axis[] {w.vertical(), w.horizontal()};
  }

  static String convolution(Site s, Window w, int groups) {
    return new Windows(s, w).convolution(groups, s.shape(0).columns() / groups);
  }

  /** A convolution with a group for every channel. */
  static String depthwise(Site s, Window w) {
    return new Windows(s, w).convolution(s.shape(0).columns(), 1);
  }

  private String convolution(int groups, int channels) {
    int filters = s.shape(1).columns();
    float[] kernel = kernel(s.numbers(1), channels, filters);
    String x = padded(first(), 0, false);
    Attributes a = sliding().withList("pads", pads(false)).with("group", groups);
    String[] in = new String[s.inputs() > 2 ? 3 : 2];
    in[0] = x;
    in[1] = s.floats("kernel", kernel, dims(filters, channels));
    if (s.inputs() > 2) {
      in[2] = s.floats("bias", s.numbers(2), filters);
    }
    return last(s.node("Conv", a, in));
  }

  /** Places * channels x filters as filters x channels x places. */
  private static float[] kernel(float[] w, int channels, int filters) {
    float[] kernel = new float[w.length];
    int places = w.length / channels / filters;
    for (int k = 0; k < places; k++) {
      for (int c = 0; c < channels; c++) {
        for (int f = 0; f < filters; f++) {
          kernel[(f * channels + c) * places + k] = w[(k * channels + c) * filters + f];
        }
      }
    }
    return kernel;
  }

  static String transposedConvolution(Site s, Window w, int groups) {
    int channels = s.shape(0).columns();
    int filters = s.shape(1).rows() / w.places();
    float[] kernel = kernel(s.numbers(1), filters, channels);
    return new Windows(s, w).spread(kernel, channels, filters, groups);
  }

  /** Every number to all places of its window: the transpose of a sum. */
  static String spread(Site s, Window w) {
    int channels = s.shape(0).columns();
    float[] ones = new float[channels * w.places()];
    Arrays.fill(ones, 1);
    return new Windows(s, w).spread(ones, channels, 1, channels);
  }

  /**
   * A transposed convolution; where the window began inside the input, zeros are added afterwards.
   *
   * @param filters for each group
   */
  private String spread(float[] kernel, int channels, int filters, int groups) {
    long[] more = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      Axis a = axes[i];
      int reach = (a.out() - 1) * a.stride() + (a.kernel() - 1) * a.dilation() + 1;
      more[i] = a.in() - (reach - Math.max(0, a.before()) - Math.max(0, a.after()));
      more[i] -= Math.max(0, -a.before()) + Math.max(0, -a.after());
    }
    String[] in = new String[s.inputs() > 2 ? 3 : 2];
    in[0] = first();
    in[1] = s.floats("kernel", kernel, dims(channels, filters));
    boolean grows = Arrays.stream(axes).anyMatch(a -> a.before() < 0 || a.after() < 0);
    if (s.inputs() > 2) {
      if (grows) {
        throw s.refused("because its window leaves out a margin that has a bias");
      }
      in[2] = s.floats("bias", s.numbers(2), filters * groups);
    }
    Attributes a = sliding().withList("pads", pads(false)).with("group", groups);
    String y = s.node("ConvTranspose", a.withList("output_padding", more), in);
    return last(grows ? pad(y, margins(true), 0) : y);
  }

  static String maxPool(Site s, Window w) {
    Windows here = new Windows(s, w);
    String x = here.padded(here.first(), LOWEST, true);
    Attributes a = here.sliding().withList("pads", here.pads(true));
    return here.last(s.node("MaxPool", a, x));
  }

  /** An average where ONNX has one, else a convolution with ones and a factor for each position. */
  static String sumPool(Site s, Window w, Window.Divisor divisor) {
    Windows here = new Windows(s, w);
    if (w.places() == 1 && Arrays.stream(here.axes).allMatch(a -> a.stride() == 1)) {
      return here.margin(w, divisor);
    }
    boolean plain = Arrays.stream(here.axes).allMatch(a -> a.dilation() == 1 && !here.wide(a));
    if (divisor != Window.Divisor.ONE && plain) {
      long padding = divisor == Window.Divisor.PLACES ? 1 : 0;
      Attributes a =
          Attributes.of("count_include_pad", padding)
              .withList("kernel_shape", here.each(Axis::kernel))
              .withList("strides", here.each(Axis::stride))
              .withList("pads", here.pads(false));
      return here.last(s.node("AveragePool", a, here.first()));
    }
    int channels = s.shape(0).columns();
    float[] ones = new float[channels * w.places()];
    Arrays.fill(ones, 1);
    Attributes a = here.sliding().withList("pads", here.pads(false)).with("group", channels);
    String kernel = s.floats("kernel", ones, here.dims(channels, 1));
    String sum = s.node("Conv", a, here.padded(here.first(), 0, false), kernel);
    return here.last(
        divisor == Window.Divisor.ONE ? sum : s.node("Mul", sum, here.factors(w, divisor)));
  }

  /** Zeros around the input, or margins cut off. */
  private String margin(Window w, Window.Divisor divisor) {
    String y = first();
    long[] margins = margins(false);
    y = Arrays.stream(margins).anyMatch(m -> m != 0) ? pad(y, margins, 0) : y;
    return last(divisor == Window.Divisor.ONE ? y : s.node("Mul", y, factors(w, divisor)));
  }

  private String factors(Window w, Window.Divisor divisor) {
    int height = w.vertical().out();
    int width = w.horizontal().out();
    float[] factors = new float[height * width];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) w.factor(divisor, i / width, i % width);
    }
    int[] dims = axes.length == 1 ? new int[] {1, 1, width} : new int[] {1, 1, height, width};
    return s.floats("factors", factors, dims);
  }

  // ---- attributes

  private String first() {
    return s.channelsFirst(s.in(0), axes.length + 2);
  }

  private String last(String y) {
    return s.channelsLast(y, axes.length + 2);
  }

  private int[] dims(int a, int b) {
    return axes.length == 1
        ? new int[] {a, b, axes[0].kernel()}
        : new int[] {a, b, axes[0].kernel(), axes[1].kernel()};
  }

  private long[] each(java.util.function.ToIntFunction<Axis> what) {
    return Arrays.stream(axes).mapToLong(what::applyAsInt).toArray();
  }

  private Attributes sliding() {
    return Attributes.NONE
        .withList("kernel_shape", each(Axis::kernel))
        .withList("strides", each(Axis::stride))
        .withList("dilations", each(Axis::dilation));
  }

  /** Pooling in ONNX wants less padding than the kernel is long. */
  private boolean wide(Axis a) {
    return a.before() >= a.kernel() || a.after() >= a.kernel() || a.before() < 0 || a.after() < 0;
  }

  /** What a node pads by itself: nothing where {@link #padded} has done it. */
  private long[] pads(boolean pooling) {
    long[] pads = new long[2 * axes.length];
    for (int i = 0; i < axes.length; i++) {
      boolean done = pooling && needsPad(true);
      pads[i] = done ? 0 : Math.max(0, axes[i].before());
      pads[axes.length + i] = done ? 0 : Math.max(0, axes[i].after());
    }
    return pads;
  }

  private boolean needsPad(boolean pooling) {
    return Arrays.stream(axes).anyMatch(a -> pooling ? wide(a) : a.before() < 0 || a.after() < 0);
  }

  /** The input padded, or cut, as far as the node itself cannot do it. */
  private String padded(String x, double value, boolean pooling) {
    if (!needsPad(pooling)) {
      return x;
    }
    long[] margins = margins(false);
    for (int i = 0; i < margins.length; i++) {
      margins[i] = pooling ? margins[i] : Math.min(0, margins[i]);
    }
    return pad(x, margins, value);
  }

  /** Before each axis, then after each; of batch and channels too. */
  private long[] margins(boolean reverse) {
    long[] margins = new long[2 * (axes.length + 2)];
    for (int i = 0; i < axes.length; i++) {
      int before = axes[i].before();
      int after = axes[i].after();
      margins[2 + i] = reverse ? Math.max(0, -before) : before;
      margins[axes.length + 4 + i] = reverse ? Math.max(0, -after) : after;
    }
    return margins;
  }

  private String pad(String x, long[] margins, double value) {
    return s.node("Pad", x, s.whole(margins), s.scalar(value));
  }

  // ---- within an example

  /** Each row as an image of one position: ONNX normalizes across the channels of images. */
  static String localResponse(Site s, int reach, double offset, double factor, double exponent) {
    int size = 2 * reach + 1;
    Attributes a =
        Attributes.of("size", size)
            .with("alpha", factor * size)
            .with("beta", exponent)
            .with("bias", offset);
    String rows = s.reshape(s.in(0), s.shape(0).columns(), 1, 1);
    return s.reshape(s.node("LRN", a, rows), s.shape().sizes());
  }

  /** Instance normalization of groups, each of which is one channel with all its numbers. */
  static String normalizeGroups(Site s, int groups, double epsilon) {
    Shape x = s.shape(0);
    float[] ones = new float[groups];
    Arrays.fill(ones, 1);
    String grouped = s.reshape(s.channelsFirst(s.in(0), s.rank(0)), groups, x.elements() / groups);
    String y =
        s.node(
            "InstanceNormalization",
            Attributes.of("epsilon", epsilon),
            grouped,
            s.floats("scale", ones, groups),
            s.floats("offset", new float[groups], groups));
    int[] sizes = new int[x.rank()];
    sizes[0] = x.columns();
    for (int i = 1; i < sizes.length; i++) {
      sizes[i] = x.size(i - 1);
    }
    return s.channelsLast(s.reshape(y, sizes), s.rank(0));
  }
}
