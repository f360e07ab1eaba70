// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.RandomStream;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every elementwise activation of the catalogue, with its defaults and with other settings: the
 * double-precision form over the whole range, and the float loops against it.
 */
@Tag("once")
final class ActivationTest {
  /** Bound of the error of the float loops, for numbers up to 1; beyond that relative. */
  private static final double FLOAT_ERROR = 1e-6;

  static Stream<ElementwiseActivation> activations() {
    Stream<Activation> defaults =
        Catalogs.texts().catalog(Activation.class).entries().stream().map(Entry::prototype);
    Stream<Activation> more =
        Stream.of(
            new LeakyRelu(0.3),
            new LeakyRelu(1e-6),
            new Elu(0.1),
            new Elu(3),
            new Celu(0.25),
            new Celu(4),
            new Swish(0.2),
            new Swish(5),
            new HardSigmoid(0.2),
            new HardTanh(-0.75, 3),
            new ClippedRelu(1.3),
            new ThresholdedRelu(0),
            new SoftShrink(0),
            new HardShrink(2),
            new Sine(1));
    return Stream.concat(defaults, more)
        .filter(a -> a instanceof ElementwiseActivation)
        .map(a -> (ElementwiseActivation) a);
  }

  /**
   * Zeros, the smallest and largest numbers, infinities, and all magnitudes between, both signs.
   */
  private static float[] wholeRange() {
    List<Float> x = new ArrayList<>();
    for (float special :
        new float[] {
          0f,
          Float.MIN_VALUE,
          1e-42f,
          Float.MIN_NORMAL,
          1f,
          Float.MAX_VALUE,
          Float.POSITIVE_INFINITY
        }) {
      x.add(special);
      x.add(-special);
    }
    RandomStream r = new RandomStream(7);
    for (int exponent = -149; exponent < 128; exponent++) {
      for (int i = 0; i < 8; i++) {
        float magnitude = (float) Math.scalb(1 + r.nextDouble(), exponent);
        x.add(magnitude);
        x.add(-magnitude);
      }
    }
    for (double d = -120; d <= 120; d += 0.0173) {
      x.add((float) d);
    }
    float[] all = new float[x.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = x.get(i);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void floatValuesAreThoseInDoublePrecision(ElementwiseActivation f) {
    float[] x = wholeRange();
    float[] y = new float[x.length];
    f.forward(x, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      if (hasLimit(f, x[i])) {
        close(f + " at " + x[i], f.value(x[i]), y[i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void floatDerivativesAreThoseInDoublePrecision(ElementwiseActivation f) {
    float[] x = wholeRange();
    float[] y = new float[x.length];
    float[] one = new float[x.length];
    float[] dx = new float[x.length];
    Arrays.fill(one, 1);
    f.forward(x, y, 0, x.length);
    f.backward(x, y, one, dx, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      if (!hasLimit(f, x[i])) {
        continue;
      }
      close("derivative of " + f + " at " + x[i], f.derivative(x[i], f.value(x[i])), dx[i]);
    }
  }

  /** A periodic function has no value at infinity. */
  private static boolean hasLimit(ElementwiseActivation f, float x) {
    return !(f instanceof Sine && Float.isInfinite(x));
  }

  /**
   * An infinite double may be a float's overflow only where the float is the largest or infinite.
   */
  private static void close(String what, double expected, float actual) {
    assertFalse(Double.isNaN(expected), what + ": NaN in double precision");
    if (Math.abs(expected) > Float.MAX_VALUE) {
      assertEquals((float) expected, actual, what);
      return;
    }
    double error = Math.abs(expected - actual) / Math.max(1, Math.abs(expected));
    assertTrue(error < FLOAT_ERROR, () -> what + ": " + actual + ", should be " + expected);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void notANumberStaysNotANumber(ElementwiseActivation f) {
    float[] x = {Float.NaN, 1f, Float.NaN};
    float[] y = new float[3];
    f.forward(x, y, 0, 3);
    assertTrue(Double.isNaN(f.value(Double.NaN)));
    assertTrue(Float.isNaN(y[0]) && !Float.isNaN(y[1]) && Float.isNaN(y[2]), f::toString);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void loopsKeepToTheirRange(ElementwiseActivation f) {
    float[] x = {1, -2, 0.5f, 4, -0.1f};
    float[] y = {9, 9, 9, 9, 9};
    f.forward(x, y, 1, 4);
    assertEquals(9, y[0]);
    assertEquals(9, y[4]);
    float[] dx = {9, 9, 9, 9, 9};
    f.backward(x, y, new float[] {1, 1, 1, 1, 1}, dx, 1, 4);
    assertEquals(9, dx[0]);
    assertEquals(9, dx[4]);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void loopsWorkInPlace(ElementwiseActivation f) {
    RandomStream r = new RandomStream(3);
    float[] x = new float[777];
    float[] dy = new float[777];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (3 * r.nextGaussian());
      dy[i] = (float) r.nextGaussian();
    }
    float[] y = new float[777];
    f.forward(x, y, 0, 777);
    float[] inPlace = x.clone();
    f.forward(inPlace, inPlace, 0, 777);
    assertArrayEquals(y, inPlace);
    float[] dx = new float[777];
    f.backward(x, y, dy, dx, 0, 777);
    f.backward(x, y, dy, dy, 0, 777);
    assertArrayEquals(dx, dy);
  }

  /** Central differences away from kinks. */
  @ParameterizedTest
  @MethodSource("activations")
  void derivativesAreThoseOfTheFunction(ElementwiseActivation f) {
    int checked = 0;
    for (double x = -30.003; x < 30; x += 0.0119) {
      if (!Kinks.near(f, x, 3 * H)) {
        double slope = difference(f::value, x);
        double stated = f.derivative(x, f.value(x));
        assertEquals(slope, stated, 1e-6 * Math.max(1e-5, Math.abs(slope)), f + " at " + x);
        checked++;
      }
    }
    assertTrue(checked > 4900, f + ": only " + checked + " places are away from kinks");
  }

  @ParameterizedTest
  @MethodSource("activations")
  void curvaturesAreThoseOfTheDerivative(ElementwiseActivation f) {
    int checked = 0;
    for (double x = -30.003; x < 30; x += 0.0119) {
      if (!Kinks.near(f, x, 3 * H)) {
        double bend = difference(v -> f.derivative(v, f.value(v)), x);
        double stated = f.curvature(x, f.value(x));
        assertEquals(bend, stated, 1e-6 * Math.max(1e-2, Math.abs(bend)), f + " at " + x);
        checked++;
      }
    }
    assertTrue(checked > 4900, f + ": only " + checked + " places are away from kinks");
  }

  /** Far out, where differences are rounded away: the curvature is a number. */
  @ParameterizedTest
  @MethodSource("activations")
  void curvaturesAreNumbersEverywhere(ElementwiseActivation f) {
    for (float x : wholeRange()) {
      if (hasLimit(f, x)) {
        assertFalse(Double.isNaN(f.curvature(x, f.value(x))), f + " at " + x);
      }
    }
  }

  private static final double H = 1e-3;

  private static double difference(DoubleUnaryOperator f, double x) {
    double near = f.applyAsDouble(x + H) - f.applyAsDouble(x - H);
    double far = f.applyAsDouble(x + 2 * H) - f.applyAsDouble(x - 2 * H);
    return (8 * near - far) / (12 * H);
  }

  /** The finder of kinks must neither miss one nor see one in a smooth function. */
  @ParameterizedTest
  @CsvSource({
    "relu, 0",
    "elu(3), 0",
    "selu, 0",
    "hard-tanh, -1 1",
    "hard-sigmoid(0.2), -2.5 2.5",
    "hard-swish, -3 3",
    "clipped-relu, 0 6",
    "thresholded-relu, 1",
    "hard-shrink, -0.5 0.5",
    "tanh, ''",
    "gelu, ''",
    "mish, ''",
    "sine, ''",
    "cube, ''",
    "exponential, ''"
  })
  void kinksAreWhereTheyAre(String name, String places) {
    List<Double> found =
        Kinks.of((Elementwise) Catalogs.parse(Activation.class, name)).stream()
            .map(x -> Math.rint(x * 1e6) / 1e6 + 0.0)
            .distinct()
            .toList();
    List<Double> expected =
        places.isEmpty()
            ? List.of()
            : Arrays.stream(places.split(" ")).map(Double::valueOf).toList();
    assertEquals(expected, found, name);
  }

  /** From tables, to 13 digits. */
  @ParameterizedTest
  @CsvSource({
    "relu, -3, 0",
    "relu, 2.5, 2.5",
    "leaky-relu, -3, -0.03",
    "leaky-relu(0.2), -3, -0.6",
    "elu, -1, -0.6321205588285577",
    "elu(2), -1, -1.2642411176571153",
    "elu(2), 3, 3",
    "selu, 1, 1.0507009873554805",
    "selu, -1, -1.1113307378125625",
    "gelu, 1, 0.8413447460685429",
    "gelu, -2, -0.04550026389635842",
    "gelu, -12, -2.131778534493214797e-32",
    "tanh, 0.5, 0.46211715726000975",
    "sigmoid, 2, 0.8807970779778823",
    "sigmoid, -700, 9.859676543759770e-305",
    "softplus, 0, 0.6931471805599453",
    "softplus, -50, 1.9287498479639178e-22",
    "softplus, 800, 800",
    "swish, 1, 0.7310585786300049",
    "swish(2), -1, -0.11920292202211755",
    "mish, 1, 0.8650983882673103",
    "mish, -1, -0.30340146137410895",
    "gelu-tanh, 1, 0.8411919906082767",
    "gelu-tanh, -2, -0.04540230591222498",
    "softsign, -3, -0.75",
    "hard-sigmoid, 1, 0.6666666666666666",
    "hard-sigmoid(0.2), -1, 0.3",
    "hard-tanh, -7, -1",
    "hard-swish, 1, 0.6666666666666666",
    "hard-swish, -1, -0.3333333333333333",
    "clipped-relu, 9, 6",
    "thresholded-relu(0.5), 0.4, 0",
    "thresholded-relu(0.5), 0.7, 0.7",
    "hard-shrink, -0.6, -0.6",
    "soft-shrink, -0.75, -0.25",
    "tanh-shrink, 1, 0.23840584404423515",
    "celu(2), -1, -0.7869386805747332",
    "cube, -3, -27",
    "square, -3, 9",
    "rational-tanh, 1.5, 1.3273752799193923",
    "log-sigmoid, -50, -50",
    "log-sigmoid, 1, -0.31326168751822286",
    "exponential, 1, 2.718281828459045",
    "sine(1), 1, 0.8414709848078965"
  })
  void valuesFromTables(String name, double x, double expected) {
    ElementwiseActivation f = (ElementwiseActivation) Catalogs.parse(Activation.class, name);
    assertEquals(expected, f.value(x), 1e-13 * Math.abs(expected), name);
  }

  @Test
  void theCatalogueIsNotEmpty() {
    assertTrue(activations().count() >= 27 + 15);
  }
}
