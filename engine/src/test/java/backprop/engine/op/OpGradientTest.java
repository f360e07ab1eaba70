// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.Rowwise;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** The op contract for every op of the engine. */
final class OpGradientTest extends OpContract {
  @Override
  protected Stream<Case> cases() {
    return Stream.of(
        new Case(
            "affine",
            r -> {
              Shape x = shape(r, 1);
              int units = 1 + r.nextInt(7);
              return new Draw(batch(r))
                  .example(x, r)
                  .fixed(Shape.of(x.columns(), units), r)
                  .fixed(Shape.of(1, units), r)
                  .op(new Affine());
            }),
        new Case(
            "affine without bias",
            r -> {
              Shape x = shape(r, 1);
              return new Draw(batch(r))
                  .example(x, r)
                  .fixed(Shape.of(x.columns(), 1 + r.nextInt(7)), r)
                  .op(new Affine());
            }),
        new Case(
            "affine of slices",
            r -> {
              int slices = 1 + r.nextInt(4);
              int in = 1 + r.nextInt(5);
              int units = slices * (1 + r.nextInt(4));
              return new Draw(batch(r))
                  .example(Shape.of(slices * in), r)
                  .fixed(Shape.of(in, units), r)
                  .fixed(Shape.of(1, units), r)
                  .op(new AffineSlices(slices));
            }),
        unary("map", 1, new Map(new Square())),
        unary("map by inverse root", 1, new Map(Power.INVERSE_ROOT), OpGradientTest::positive),
        unary("map by inverse", 1, new Map(Power.INVERSE), OpGradientTest::positive),
        binary("add", new Add()),
        binary("multiply", new Multiply()),
        twice("add of a value to itself", new Add()),
        twice("multiply of a value with itself", new Multiply()),
        unary("dropout", 1, new Dropout(0.3)),
        unary("normalize rows", 2, new NormalizeRows(1e-5)),
        unary("normalize rows, large epsilon", 1, new NormalizeRows(0.5)),
        withState("batch normalize", new BatchNormalize(0.9, 1e-5), 3),
        withState("batch normalize, large epsilon", new BatchNormalize(0.5, 0.5), 2),
        withState("normalize by state", new NormalizeByState(1e-3), 1),
        withRow("multiply row", new MultiplyRow()),
        withRow("add row", new AddRow()),
        unary("divergence of means", 1, new BatchDivergence(0.3), OpGradientTest::share),
        unary("map by slope", 1, new Map(new SlopeOf(new Square()))),
        unary("map by log variance", 1, new Map(Size.LOG_VARIANCE)),
        unary("map by absolute", 1, new Map(Size.ABSOLUTE), OpGradientTest::awayFromZero),
        unary("softmax", 1, new Softmax()),
        unary("log-softmax", 1, new LogSoftmax()),
        unary("scale", 1, new Scale(-1.7)),
        binary("subtract", new Subtract()),
        twice("subtract a value from itself", new Subtract()),
        unary("random slope", 1, new RandomSlope(0.1, 0.4), OpGradientTest::awayFromZero),
        new Case(
            "row loss",
            r -> {
              Shape s = shape(r, 2);
              return new Draw(batch(r))
                  .example(s, r)
                  .target(s.withColumns(2), r::nextGaussian)
                  .op(new RowLoss(new WeightedProduct()));
            }),
        attentionScores(),
        attentionSum(),
        maskedSoftmax(false, false),
        maskedSoftmax(true, false),
        maskedSoftmax(false, true),
        maskedSoftmax(true, true),
        concatenate(),
        twice("concatenation of a value with itself", new Concatenate()),
        maximum(),
        unary("normalize by root mean square", 1, new NormalizeByRootMeanSquare(1e-3)),
        crossEntropy(0),
        crossEntropy(0.2),
        new Case(
            "pair loss",
            r -> {
              Shape s = shape(r, 1);
              return new Draw(batch(r))
                  .example(s, r)
                  .target(s, r::nextGaussian)
                  .op(new PairLoss(new CubedDifference()));
            }));
  }

  private static Case unary(String name, int leastColumns, Op op) {
    return unary(name, leastColumns, op, r -> r::nextGaussian);
  }

  private static Case unary(
      String name, int leastColumns, Op op, Function<RandomStream, DoubleSupplier> numbers) {
    return new Case(
        name, r -> new Draw(batch(r)).example(shape(r, leastColumns), numbers.apply(r)).op(op));
  }

  private static DoubleSupplier positive(RandomStream r) {
    return () -> 0.5 + r.nextDouble();
  }

  private static DoubleSupplier share(RandomStream r) {
    return () -> 0.1 + 0.8 * r.nextDouble();
  }

  private static DoubleSupplier awayFromZero(RandomStream r) {
    return () -> (r.nextInt(2) == 0 ? 1 : -1) * (0.1 + r.nextDouble());
  }

  /** {@code t0 * x0 * x1 + t1 * sum(x^3)}: the columns of outputs and targets differ. */
  private record WeightedProduct() implements Rowwise {
    @Override
    public double value(double[] x, int n, double[] t, int m) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += x[i] * x[i] * x[i];
      }
      return t[0] * x[0] * x[1] + t[m - 1] * sum;
    }

    @Override
    public void gradient(double[] x, int n, double[] t, int m, double[] gradient) {
      for (int i = 0; i < n; i++) {
        gradient[i] = 3 * t[m - 1] * x[i] * x[i];
      }
      gradient[0] += t[0] * x[1];
      gradient[1] += t[0] * x[0];
    }

    @Override
    public void curvature(double[] x, int n, double[] t, int m, double[] vector, double[] product) {
      for (int i = 0; i < n; i++) {
        product[i] = 6 * t[m - 1] * x[i] * vector[i];
      }
      product[0] += t[0] * vector[1];
      product[1] += t[0] * vector[0];
    }
  }

  private static Case binary(String name, Op op) {
    return new Case(
        name,
        r -> {
          Shape s = shape(r, 1);
          return new Draw(batch(r)).example(s, r).example(s, r).op(op);
        });
  }

  private static Case twice(String name, Op op) {
    return new Case(
        name,
        r -> new Draw(batch(r)).example(shape(r, 1), r).record((g, v) -> g.op(op, v[0], v[0])));
  }

  private static Case withRow(String name, Op op) {
    return new Case(
        name,
        r -> {
          Shape s = shape(r, 1);
          return new Draw(batch(r)).example(s, r).fixed(Shape.of(1, s.columns()), r).op(op);
        });
  }

  private static Case withState(String name, Op op, int leastBatch) {
    return new Case(
        name,
        r -> {
          Shape s = shape(r, 1);
          Shape row = Shape.of(1, s.columns());
          return new Draw(leastBatch + batch(r))
              .example(s, r)
              .state(row, r::nextGaussian)
              .state(row, positive(r))
              .state(row, positive(r))
              .op(op);
        });
  }

  private static Case attentionScores() {
    return new Case(
        "attention scores",
        r -> {
          int heads = 1 + r.nextInt(3);
          int columns = heads * (1 + r.nextInt(4));
          return new Draw(batch(r))
              .example(Shape.of(1 + r.nextInt(4), columns), r)
              .example(Shape.of(1 + r.nextInt(5), columns), r)
              .op(new AttentionScores(heads));
        });
  }

  private static Case attentionSum() {
    return new Case(
        "attention sum",
        r -> {
          int heads = 1 + r.nextInt(3);
          int keys = 1 + r.nextInt(4);
          return new Draw(batch(r))
              .example(Shape.of(1 + r.nextInt(5), heads * keys), r)
              .example(Shape.of(keys, heads * (1 + r.nextInt(4))), r)
              .op(new AttentionSum(heads));
        });
  }

  private static Case maskedSoftmax(boolean masked, boolean causal) {
    return new Case(
        (masked ? "masked " : "") + (causal ? "causal " : "") + "softmax of heads",
        r -> {
          int heads = 1 + r.nextInt(3);
          int keys = 1 + r.nextInt(5);
          Draw d = new Draw(batch(r)).example(Shape.of(1 + r.nextInt(5), heads * keys), r);
          return (masked ? d.target(Shape.of(keys, 1), () -> r.nextInt(2)) : d)
              .op(new MaskedSoftmax(heads, causal));
        });
  }

  private static Case concatenate() {
    return new Case(
        "concatenate",
        r -> {
          Shape s = shape(r, 1);
          return new Draw(batch(r))
              .example(s, r)
              .example(s.withColumns(1 + r.nextInt(5)), r)
              .example(s.withColumns(1 + r.nextInt(5)), r)
              .op(new Concatenate());
        });
  }

  /** Numbers so far apart that no step of a difference changes the order. */
  private static Case maximum() {
    return new Case(
        "maximum",
        r -> {
          int pieces = 1 + r.nextInt(4);
          Shape s = shape(r, 1);
          int[] order = new int[5 * pieces * s.elements()];
          Arrays.setAll(order, i -> i);
          r.shuffle(order);
          int[] at = {0};
          return new Draw(1 + r.nextInt(5))
              .example(s.withColumns(pieces * s.columns()), () -> 0.1 * order[at[0]++])
              .op(new Maximum(pieces));
        });
  }

  private static Case crossEntropy(double smoothing) {
    return new Case(
        "softmax cross-entropy, smoothing " + smoothing,
        r -> {
          Shape s = shape(r, 1);
          return new Draw(batch(r))
              .example(s, r)
              .target(s.withColumns(1), () -> r.nextInt(s.columns()))
              .op(new SoftmaxCrossEntropy(smoothing));
        });
  }

  /** One to five examples. */
  private static int batch(RandomStream r) {
    return 1 + r.nextInt(5);
  }

  /** Features, time x features, or height x width x channels; up to 9 columns. */
  private static Shape shape(RandomStream r, int leastColumns) {
    int columns = leastColumns + r.nextInt(10 - leastColumns);
    return switch (r.nextInt(3)) {
      case 0 -> Shape.of(columns);
      case 1 -> Shape.of(1 + r.nextInt(4), columns);
      default -> Shape.of(1 + r.nextInt(2), 1 + r.nextInt(3), columns);
    };
  }

  private record Square() implements Elementwise {
    @Override
    public double value(double x) {
      return x * x;
    }

    @Override
    public double derivative(double x, double y) {
      return 2 * x;
    }

    @Override
    public double curvature(double x, double y) {
      return 2;
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = x[i] * x[i];
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] = 2 * dy[i] * x[i];
      }
    }
  }

  private record CubedDifference() implements Pairwise {
    @Override
    public double value(double p, double t) {
      return (p - t) * (p - t) * (p - t);
    }

    @Override
    public double derivative(double p, double t) {
      return 3 * (p - t) * (p - t);
    }

    @Override
    public double curvature(double p, double t) {
      return 6 * (p - t);
    }

    @Override
    public void forward(float[] p, float[] t, float[] out, int from, int to) {
      for (int i = from; i < to; i++) {
        out[i] = (p[i] - t[i]) * (p[i] - t[i]) * (p[i] - t[i]);
      }
    }

    @Override
    public void backward(float[] p, float[] t, float[] out, int from, int to) {
      for (int i = from; i < to; i++) {
        out[i] = 3 * (p[i] - t[i]) * (p[i] - t[i]);
      }
    }
  }
}
