// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: convolution, pooling, normalization within an example. */
public interface ImageKernelsUnderTest extends KernelsUnderTest {
  /** One shape of everything: the window, examples, channels in and out in groups. */
  record Sizes(Window window, int examples, int groups, int ins, int outs) {
    int in() {
      return examples * window.in();
    }

    int out() {
      return examples * window.out();
    }

    int x() {
      return groups * ins;
    }

    int y() {
      return groups * outs;
    }
  }

  private static Axis axis(RandomStream r, int longest, boolean sees) {
    while (true) {
      int kernel = 1 + r.nextInt(4);
      int most = sees ? kernel - 1 : kernel + 2;
      int dilation = sees ? 1 : 1 + r.nextInt(3);
      int least = sees ? 0 : -1;
      try {
        return new Axis(
            1 + r.nextInt(longest),
            kernel,
            1 + r.nextInt(3),
            dilation,
            least + r.nextInt(most + 1 - least),
            least + r.nextInt(most + 1 - least));
      } catch (IllegalArgumentException tooSmall) {
        continue;
      }
    }
  }

  /**
   * Random sizes, and some that are large enough for threads and blocks.
   *
   * @param sees whether every window must see a position of the input
   */
  private static List<Sizes> sizes(boolean sees) {
    RandomStream r = new RandomStream(RandomStream.key(3, sees ? 1 : 0));
    List<Sizes> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      Window w = new Window(axis(r, 9, sees), axis(r, 11, sees));
      all.add(new Sizes(w, r.nextInt(4), 1 + r.nextInt(3), 1 + r.nextInt(4), 1 + r.nextInt(5)));
    }
    Axis five = new Axis(20, 5, 1, 1, 2, 2);
    Axis skipping = new Axis(31, 3, 2, 1, 1, 1);
    all.add(new Sizes(new Window(five, five), 5, 1, 7, 17));
    all.add(new Sizes(new Window(skipping, five), 2, 2, 16, 8));
    all.add(new Sizes(new Window(Axis.single(1), skipping), 9, 1, 16, 40));
    Axis far = new Axis(3, 5, 1, 1, 4, 4);
    all.add(new Sizes(new Window(far, new Axis(2, 6, 1, 1, 5, 5)), 2, 1, 3, 2));
    all.add(new Sizes(new Window(Axis.single(13), Axis.single(11)), 7, 2, 5, 33));
    Axis halves = new Axis(12, 2, 2, 1, 0, 0);
    all.add(new Sizes(new Window(halves, new Axis(10, 2, 2, 1, 0, 0)), 9, 1, 16, 8));
    Axis twelve = new Axis(12, 5, 1, 1, 0, 0);
    all.add(new Sizes(new Window(twelve, twelve), 9, 1, 16, 32));
    Axis three = new Axis(6, 3, 1, 1, 1, 1);
    all.add(new Sizes(new Window(three, three), 10, 1, 70, 24));
    Axis wide = new Axis(28, 5, 1, 1, 0, 0);
    all.add(new Sizes(new Window(wide, wide), 3, 1, 1, 16));
    Axis apart = new Axis(23, 3, 2, 2, 1, -1);
    all.add(new Sizes(new Window(apart, new Axis(19, 4, 1, 1, 2, 1)), 5, 1, 2, 6));
    return all;
  }

  interface WithSizes {
    void run(Sizes s, double beta);
  }

  private static void forSizes(boolean sees, WithSizes f) {
    for (Sizes s : sizes(sees)) {
      f.run(s, 0);
      f.run(s, 1);
    }
  }

  private static KernelCase named(String name, Sizes s, int terms) {
    return KernelCase.of(name + " " + s, 8 * EPS * (terms + 8));
  }

  @Test
  default void convolution() {
    forSizes(
        false,
        (s, beta) -> {
          Window w = s.window();
          int rows = w.places() * s.ins();
          check(
              named("convolve", s, rows)
                  .in(s.in(), s.x())
                  .in(rows, s.y())
                  .out(s.out(), s.y(), beta),
              (q, m) -> q.images().convolve(w, s.groups(), m[0], m[1], null, beta, m[2]));
          check(
              named("convolveInputGradient", s, w.places() * s.outs())
                  .in(s.out(), s.y())
                  .in(rows, s.y())
                  .out(s.in(), s.x(), beta),
              (q, m) -> q.images().convolveInputGradient(w, s.groups(), m[0], m[1], beta, m[2]));
          check(
              named("convolveWeightGradient", s, s.out())
                  .in(s.in(), s.x())
                  .in(s.out(), s.y())
                  .out(rows, s.y(), beta),
              (q, m) -> q.images().convolveWeightGradient(w, s.groups(), m[0], m[1], beta, m[2]));
        });
  }

  @Test
  default void convolutionWithBias() {
    for (Sizes s : sizes(false)) {
      int rows = s.window().places() * s.ins();
      check(
          named("convolve with bias", s, rows)
              .in(s.in(), s.x())
              .in(rows, s.y())
              .in(1, s.y())
              .out(s.out(), s.y()),
          (q, m) -> q.images().convolve(s.window(), s.groups(), m[0], m[1], m[2], 0, m[3]));
    }
  }

  @Test
  default void depthwise() {
    forSizes(
        false,
        (s, beta) -> {
          Window w = s.window();
          int channels = s.ins();
          int outs = s.ins() * s.groups();
          check(
              named("depthwise", s, w.places())
                  .in(s.in(), channels)
                  .in(w.places(), outs)
                  .out(s.out(), outs),
              (q, m) -> q.images().depthwise(w, m[0], m[1], m[2]));
          check(
              named("depthwiseInputGradient", s, w.places() * s.groups())
                  .in(s.out(), outs)
                  .in(w.places(), outs)
                  .out(s.in(), channels, beta),
              (q, m) -> q.images().depthwiseInputGradient(w, m[0], m[1], beta, m[2]));
          check(
              named("depthwiseWeightGradient", s, s.out())
                  .in(s.in(), channels)
                  .in(s.out(), outs)
                  .out(w.places(), outs, beta),
              (q, m) -> q.images().depthwiseWeightGradient(w, m[0], m[1], beta, m[2]));
        });
  }

  @Test
  default void maxPooling() {
    forSizes(
        true,
        (s, beta) -> {
          Window w = s.window();
          check(
              KernelCase.of("maxPool " + s, 0).in(s.in(), s.x()).out(s.out(), s.x()),
              (q, m) -> q.images().maxPool(w, m[0], m[1]));
          // Small whole numbers: many windows have several largest ones.
          KernelCase gradient = named("maxPoolGradient", s, w.places());
          check(
              gradient
                  .wholes(s.in(), s.x(), 3)
                  .out(s.out(), s.x())
                  .in(s.out(), s.x())
                  .out(s.in(), s.x(), beta),
              (q, m) -> {
                q.images().maxPool(w, m[0], m[1]);
                q.images().maxPoolGradient(w, m[0], m[1], m[2], beta, m[3]);
              });
        });
  }

  @Test
  default void maximaThatAreInfiniteOrHardlyLarger() {
    double no = Double.NEGATIVE_INFINITY;
    double yes = Double.POSITIVE_INFINITY;
    double least = Float.MIN_VALUE;
    double[] x = {
      yes, yes, 1, 2, 0, 3, 5, 5, no, no, -1, -2, no, no, -3, -1, 0, least, 2 * least, least, 0, 0,
      no, 0, -0.0, 0, 3e38, yes, 0, 0, -3e38, no
    };
    double[] expected = {
      1, 0, 0, 0, 0, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0, 0,
      0, 5, 6, 0, 0, 0, 0, 0, 7, 0, 0, 8, 0, 0, 0, 0
    };
    Axis halves = new Axis(4, 2, 2, 1, 0, 0);
    Window w = new Window(halves, halves);
    for (Kernels k : tested()) {
      Matrix in = Matrix.of(k.allocate(32), 32, 1);
      in.set(x);
      Matrix y = Matrix.of(k.allocate(8), 8, 1);
      k.images().maxPool(w, in, y);
      Matrix dy = Matrix.of(k.allocate(8), 8, 1);
      dy.set(new double[] {1, 2, 3, 4, 5, 6, 7, 8});
      Matrix dx = Matrix.of(k.allocate(32), 32, 1);
      k.images().maxPoolGradient(w, in, y, dy, 0, dx);
      assertArrayEquals(expected, dx.toArray());
    }
  }

  @Test
  default void sumPooling() {
    for (Window.Divisor d : Window.Divisor.values()) {
      forSizes(
          false,
          (s, beta) -> {
            Window w = s.window();
            check(
                named("sumPool by " + d, s, w.places()).in(s.in(), s.x()).out(s.out(), s.x(), beta),
                (q, m) -> q.images().sumPool(w, d, m[0], beta, m[1]));
            check(
                named("sumPoolGradient by " + d, s, w.places())
                    .in(s.out(), s.x())
                    .out(s.in(), s.x(), beta),
                (q, m) -> q.images().sumPoolGradient(w, d, m[0], beta, m[1]));
          });
    }
  }

  @Test
  default void localResponse() {
    forSizesAndBetas(
        (r, c, beta) -> {
          for (int reach = 0; reach < 4; reach++) {
            localResponse(r, c, beta, reach, 0.75);
          }
          localResponse(r, c, beta, 2, 0.5);
          localResponse(r, c, beta, 2, 1.3);
        });
  }

  private void localResponse(int r, int c, double beta, int reach, double power) {
    KernelCase k = KernelCase.of("localResponse", 64 * EPS);
    check(
        k.in(r, c).out(r, c).out(r, c).in(r, c).out(r, c, beta),
        (q, m) -> {
          q.images().localResponse(reach, 1.5, 0.3, power, m[0], m[1], m[2]);
          q.images().localResponseGradient(reach, 0.3, power, m[0], m[1], m[2], m[3], beta, m[4]);
        });
  }

  @Test
  default void groupNormalization() {
    forSizes(
        false,
        (s, beta) -> {
          int positions = s.window().in();
          check(
              KernelCase.of("normalizeGroups " + s, 256 * EPS)
                  .in(s.in(), s.x())
                  .out(s.in(), s.x())
                  .in(s.in(), s.x())
                  .out(s.in(), s.x(), beta),
              (q, m) -> {
                q.images().normalizeGroups(positions, s.groups(), 0.1, m[0], m[1]);
                q.images()
                    .normalizeGroupsGradient(
                        positions, s.groups(), 0.1, m[0], m[1], m[2], beta, m[3]);
              });
        });
  }

  @Test
  default void channelDropout() {
    forSizes(
        false,
        (s, beta) ->
            check(
                KernelCase.of("dropChannels " + s, 4 * EPS)
                    .in(s.in(), s.x())
                    .out(s.in(), s.x(), beta),
                (q, m) -> q.images().dropChannels(s.window().in(), m[0], 0.4, 77, beta, m[1])));
  }

  @Test
  default void imagesThatDoNotFit() {
    Window w = new Window(new Axis(4, 3, 1, 1, 0, 0), new Axis(5, 2, 1, 1, 0, 0));
    refusedImages(
        "convolve", k -> k.images().convolve(w, 1, m(k, 40, 2), m(k, 11, 3), null, 0, m(k, 16, 3)));
    refusedImages(
        "convolve", k -> k.images().convolve(w, 1, m(k, 40, 2), m(k, 12, 3), null, 0, m(k, 15, 3)));
    refusedImages(
        "convolve", k -> k.images().convolve(w, 2, m(k, 40, 2), m(k, 6, 3), null, 0, m(k, 16, 3)));
    refusedImages("maxPool", k -> k.images().maxPool(w, m(k, 40, 2), m(k, 16, 3)));
    Window far = new Window(Axis.single(1), new Axis(3, 2, 1, 1, 2, 0));
    refusedImages("maxPool", k -> k.images().maxPool(far, m(k, 3, 1), m(k, 4, 1)));
    refusedImages("depthwise", k -> k.images().depthwise(w, m(k, 20, 2), m(k, 6, 3), m(k, 8, 3)));
    refusedImages(
        "normalizeGroups", k -> k.images().normalizeGroups(4, 2, 1, m(k, 8, 3), m(k, 8, 3)));
    refusedImages(
        "dropChannels", k -> k.images().dropChannels(3, m(k, 8, 3), 0.5, 1, 0, m(k, 8, 3)));
  }

  private static Matrix m(Kernels k, int rows, int columns) {
    return Matrix.of(k.allocate(rows * columns), rows, columns);
  }

  private void refusedImages(String method, Consumer<Kernels> call) {
    for (Kernels k : List.of(reference(), tested().get(0))) {
      String said = assertThrows(IllegalArgumentException.class, () -> call.accept(k)).getMessage();
      assertTrue(said.startsWith(method + ": "), said);
    }
  }
}
