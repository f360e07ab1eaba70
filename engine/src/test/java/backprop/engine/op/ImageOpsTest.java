// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Axis;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.Window;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The op contract for the ops on images and sequences with windows. */
final class ImageOpsTest extends OpContract {
  @Override
  protected Stream<Case> cases() {
    return Stream.of(
        convolution("convolution", true),
        convolution("convolution without bias", false),
        transposed("transposed convolution", true),
        transposed("transposed convolution without bias", false),
        depthwise("depthwise convolution", true),
        depthwise("depthwise convolution without bias", false),
        new Case(
            "max-pool",
            r -> {
              Window w = window(r, true);
              Shape x = in(r, w, 1 + r.nextInt(3));
              int batch = 1 + r.nextInt(3);
              return new Draw(batch)
                  .example(x, apart(batch * x.elements(), r)::next)
                  .op(new MaxPool(w));
            }),
        pool("sum-pool", w -> new SumPool(w, Window.Divisor.ONE)),
        pool("average-pool of what is inside", w -> new SumPool(w, Window.Divisor.INSIDE)),
        pool("average-pool with padding", w -> new SumPool(w, Window.Divisor.PLACES)),
        new Case(
            "spread",
            r -> {
              Window w = window(r, false);
              Shape x = out(r, w, 1 + r.nextInt(3));
              return new Draw(1 + r.nextInt(3)).example(x, r).op(new Spread(w));
            }),
        groups("normalize one group", 1),
        groups("normalize three groups", 3),
        any("local response", (r, x) -> new LocalResponse(r.nextInt(3), 1.5, 0.3, 0.75)),
        any("local response to the power of 1.2", (r, x) -> new LocalResponse(2, 1, 0.2, 1.2)),
        any("drop channels", (r, x) -> new DropChannels(0.3)));
  }

  private interface OfWindow {
    Op op(Window w);
  }

  private static Case pool(String name, OfWindow op) {
    return new Case(
        name,
        r -> {
          Window w = window(r, false);
          Shape x = in(r, w, 1 + r.nextInt(3));
          return new Draw(1 + r.nextInt(3)).example(x, r).op(op.op(w));
        });
  }

  private static Case any(String name, BiFunction<RandomStream, Shape, Op> op) {
    return new Case(
        name,
        r -> {
          Shape x = Shape.of(1 + r.nextInt(3), 1 + r.nextInt(4), 1 + r.nextInt(7));
          return new Draw(1 + r.nextInt(3)).example(x, r).op(op.apply(r, x));
        });
  }

  private static Case groups(String name, int groups) {
    return new Case(
        name,
        r -> {
          Shape x = Shape.of(2, 2, groups * (1 + r.nextInt(3)));
          return new Draw(1 + r.nextInt(3)).example(x, r).op(new NormalizeGroups(groups, 0.3));
        });
  }

  private static Case convolution(String name, boolean bias) {
    return new Case(
        name,
        r -> {
          Window w = window(r, false);
          int groups = 1 + r.nextInt(2);
          int ins = 1 + r.nextInt(3);
          int filters = groups * (1 + r.nextInt(3));
          Shape x = in(r, w, groups * ins);
          Draw d =
              new Draw(1 + r.nextInt(3))
                  .example(x, r)
                  .fixed(Shape.of(w.places() * ins, filters), r);
          return (bias ? d.fixed(Shape.of(1, filters), r) : d).op(new Convolution(w, groups));
        });
  }

  private static Case transposed(String name, boolean bias) {
    return new Case(
        name,
        r -> {
          Window w = window(r, false);
          int groups = 1 + r.nextInt(2);
          int outs = 1 + r.nextInt(3);
          int channels = groups * (1 + r.nextInt(3));
          Shape x = out(r, w, channels);
          Draw d =
              new Draw(1 + r.nextInt(3))
                  .example(x, r)
                  .fixed(Shape.of(w.places() * outs, channels), r);
          return (bias ? d.fixed(Shape.of(1, groups * outs), r) : d)
              .op(new TransposedConvolution(w, groups));
        });
  }

  private static Case depthwise(String name, boolean bias) {
    return new Case(
        name,
        r -> {
          Window w = window(r, false);
          int channels = 1 + r.nextInt(3);
          int outs = channels * (1 + r.nextInt(3));
          Shape x = in(r, w, channels);
          Draw d = new Draw(1 + r.nextInt(3)).example(x, r).fixed(Shape.of(w.places(), outs), r);
          return (bias ? d.fixed(Shape.of(1, outs), r) : d).op(new DepthwiseConvolution(w));
        });
  }

  private static Shape in(RandomStream r, Window w, int channels) {
    return shape(r, w, w.vertical().in(), w.horizontal().in(), channels);
  }

  private static Shape out(RandomStream r, Window w, int channels) {
    return shape(r, w, w.vertical().out(), w.horizontal().out(), channels);
  }

  /** An image, or a sequence where that is the same. */
  private static Shape shape(RandomStream r, Window w, int height, int width, int channels) {
    return height == 1 && w.vertical().trivial() && r.nextInt(2) == 0
        ? Shape.of(width, channels)
        : Shape.of(height, width, channels);
  }

  private static Window window(RandomStream r, boolean sees) {
    return new Window(r.nextInt(3) == 0 ? Axis.single(1) : axis(r, sees), axis(r, sees));
  }

  private static Axis axis(RandomStream r, boolean sees) {
    while (true) {
      int kernel = 1 + r.nextInt(3);
      int most = sees ? kernel : 4;
      int shift = sees ? 0 : 1;
      try {
        return new Axis(
            1 + r.nextInt(6),
            kernel,
            1 + r.nextInt(3),
            sees ? 1 : 1 + r.nextInt(2),
            r.nextInt(most) - shift,
            r.nextInt(most) - shift);
      } catch (IllegalArgumentException tooSmall) {
        continue;
      }
    }
  }

  /** Numbers in random order that keep their distance, so that no window has a tie. */
  private static Iterator<Double> apart(int count, RandomStream r) {
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(0.1 * i - 0.05 * count);
    }
    for (int i = count - 1; i > 0; i--) {
      Collections.swap(numbers, i, r.nextInt(i + 1));
    }
    return numbers.iterator();
  }
}
