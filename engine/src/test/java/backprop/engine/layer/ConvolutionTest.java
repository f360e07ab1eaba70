// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Relu;
import backprop.engine.backend.Axis;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.Window;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.network.Catalogs;
import backprop.engine.op.TestNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layer contract for layers with windows, what they compute, and what they refuse. */
@Tag("once")
final class ConvolutionTest extends LayerContract {
  private static final Function<RandomStream, Shape> IMAGES =
      r -> Shape.of(1 + r.nextInt(6), 1 + r.nextInt(7), 1 + r.nextInt(3));

  private static final Function<RandomStream, Shape> IMAGES_OF_FOUR =
      r -> Shape.of(1 + r.nextInt(6), 1 + r.nextInt(6), 4);

  private static final Function<RandomStream, Shape> SEQUENCES =
      r -> Shape.of(1 + r.nextInt(9), 1 + r.nextInt(4));

  private static final Function<RandomStream, Shape> SEQUENCES_OF_SIX =
      r -> Shape.of(1 + r.nextInt(9), 6);

  @Override
  protected Stream<Case> cases() {
    return Stream.of(
            of(
                IMAGES,
                "conv2d(3, 3)",
                "conv2d(2, 1, tanh)",
                "conv2d(2, 1, stride=2)",
                "conv2d(4, [2, 3], tanh, padding=same)",
                "conv2d(3, 3, relu, stride=2, padding=same)",
                "conv2d(2, [3, 2], stride=[2, 3], padding=1, bias=false)",
                "conv2d(2, 2, dilation=[2, 3], padding=same, weights=orthogonal)",
                "conv2d(2, 3, padding=sides(2, 0, 1, 3))",
                "conv2d(2, 3, padding=causal)",
                "depthwise-conv2d(3, padding=same)",
                "depthwise-conv2d([2, 3], multiplier=3, stride=2, activation=tanh, padding=2)",
                "depthwise-conv2d(2, multiplier=2, dilation=2, bias=false)",
                "separable-conv2d(3, 3, tanh, padding=same)",
                "separable-conv2d(2, 2, multiplier=2, stride=2, dilation=2, bias=false)",
                "transposed-conv2d(3, 3)",
                "transposed-conv2d(2, [2, 3], tanh, stride=2, padding=same)",
                "transposed-conv2d(2, 3, stride=2, padding=1, output-padding=1)",
                "transposed-conv2d(2, 2, stride=3, dilation=2, bias=false)",
                "max-pool(2)",
                "max-pool([3, 2], stride=1, padding=same)",
                "max-pool(3, stride=2, padding=1)",
                "average-pool(2)",
                "average-pool(3, stride=2, padding=same)",
                "average-pool([2, 3], stride=1, padding=1, count-padding=true)",
                "global-max-pool",
                "global-average-pool",
                "flatten",
                "zero-pad(2)",
                "zero-pad(1, 0)",
                "zero-pad(0, 1, 2, 3)",
                "crop(0, 1)",
                "crop(0, 1, 1, 0)",
                "upsample(2)",
                "upsample([1, 3])",
                "local-response-norm(3, alpha=0.4, beta=0.6, k=1.5)",
                "local-response-norm(5, alpha=0.1)",
                "spatial-dropout(0.4)",
                "spatial-dropout(0)",
                "group-norm(1, epsilon=0.1)",
                "instance-norm(epsilon=0.1)",
                "chain(conv2d(2, 2, relu, padding=same), max-pool(2), flatten, dense(3))"),
            of(
                IMAGES_OF_FOUR,
                "conv2d(6, 3, groups=2, padding=same)",
                "conv2d(4, 2, tanh, stride=2, dilation=2, groups=4, padding=2)",
                "conv2d(2, 1, groups=2)",
                "transposed-conv2d(6, 2, stride=2, groups=2)",
                "group-norm(2, epsilon=0.1)",
                "reshape(4, 1)"),
            of(
                SEQUENCES,
                "conv1d(3, 2)",
                "conv1d(3, 1, tanh, stride=2)",
                "conv1d(2, 3, padding=causal, dilation=2)",
                "conv1d(2, 3, stride=2, padding=same)",
                "conv1d(2, 4, stride=3, padding=2)",
                "conv1d(2, 2, padding=sides(0, 0, 2, 1))",
                "transposed-conv1d(3, 2, stride=2)",
                "transposed-conv1d(3, 4, stride=2, padding=same)",
                "transposed-conv1d(2, 3, padding=causal)",
                "transposed-conv1d(3, 3, stride=2, padding=1, output-padding=1)",
                "max-pool(2)",
                "max-pool(3, stride=2, padding=same)",
                "average-pool(3, stride=1, padding=1)",
                "global-max-pool",
                "global-average-pool",
                "zero-pad(1, 2)",
                "crop(1, 0)",
                "upsample(3)",
                "flatten",
                "spatial-dropout(0.3)",
                "instance-norm(epsilon=0.1)"),
            of(
                SEQUENCES_OF_SIX,
                "conv1d(3, 2, groups=3, padding=same)",
                "transposed-conv1d(4, 2, stride=2, groups=2)",
                "group-norm(3, epsilon=0.1)"))
        .flatMap(s -> s);
  }

  private static Stream<Case> of(Function<RandomStream, Shape> shapes, String... texts) {
    return Arrays.stream(texts)
        .map(
            text -> {
              boolean alone = !text.startsWith("spatial-dropout") || text.contains("(0)");
              return new Case(Catalogs.parse(Layer.class, text), alone, shapes);
            });
  }

  // ---- what they compute

  /** The output for the numbers 1, 2, 3 ... with all weights 1 and all biases 0. */
  private static double[] ones(String layer, int... input) {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Layer l = Catalogs.parse(Layer.class, layer);
      TestNetwork net =
          new TestNetwork(k, Mode.INFER, 1, Shape.of(input), l::apply, TestNetwork.PROBE);
      net.layout()
          .slots()
          .forEach(s -> k.fill(s.path().endsWith("bias") ? 0 : 1, net.parameter(s.path())));
      double[] x = IntStream.rangeClosed(1, Shape.of(input).elements()).asDoubleStream().toArray();
      net.program().input().set(x);
      net.program().forward();
      return net.program().prediction().toArray();
    }
  }

  @Test
  void windowsAreWhereTheFrameworksHaveThem() {
    // same, stride 2: 5 positions give 3, padded by 1 before and 1 after
    assertArrayEquals(new double[] {3, 9, 9}, ones("conv1d(1, 3, stride=2, padding=same)", 5, 1));
    // same, stride 2: 4 positions give 2, padded after only
    assertArrayEquals(new double[] {6, 7}, ones("conv1d(1, 3, stride=2, padding=same)", 4, 1));
    // a fixed padding of 1 pads before: not the same
    assertArrayEquals(new double[] {3, 9}, ones("conv1d(1, 3, stride=2, padding=1)", 4, 1));
    assertArrayEquals(
        new double[] {1, 2, 4, 6}, ones("conv1d(1, 2, dilation=2, padding=causal)", 4, 1));
    assertArrayEquals(new double[] {12, 16, 24, 28}, ones("conv2d(1, 2)", 3, 3, 1));
    assertArrayEquals(new double[] {1, 1, 2, 2}, ones("transposed-conv1d(1, 2, stride=2)", 2, 1));
    assertArrayEquals(new double[] {1, 3, 2}, ones("transposed-conv1d(1, 2)", 2, 1));
    assertArrayEquals(
        new double[] {1, 3, 2, 2},
        ones("transposed-conv1d(1, 3, stride=2, padding=1, output-padding=1)", 2, 1));
  }

  @Test
  void maximaOfReluAreReluOfMaxima() {
    Window w = new Window(new Axis(6, 2, 2, 1, 0, 0), new Axis(5, 3, 1, 1, 1, 1));
    Layer layer =
        Catalogs.parse(Layer.class, "max-pool([2, 3], stride=[2, 1], padding=sides(0, 0, 1, 1))");
    try (Kernels k = new JavaBackend().open(1)) {
      List<String> ops = new ArrayList<>();
      assertArrayEquals(
          pooled(k, (g, x) -> g.op(new backprop.engine.op.MaxPool(w), x), new ArrayList<>()),
          pooled(k, layer::apply, ops),
          1e-30);
      assertEquals(List.of("max-pool", "map " + new Relu()), ops.subList(1, 3));
    }
  }

  /**
   * The outputs of a pooling of relu, and the gradients of what relu is of: whole numbers, of which
   * many are equal and many are 0.
   */
  private static double[] pooled(Kernels k, TestNetwork.Body pooling, List<String> ops) {
    Value[] sums = new Value[1];
    TestNetwork net =
        new TestNetwork(
            k,
            Mode.TRAIN,
            4,
            Shape.of(6, 5, 2),
            (g, x) -> {
              sums[0] = Catalogs.parse(Layer.class, "scale").apply(g, x);
              return pooling.record(g, new Relu().apply(g, sums[0]));
            },
            TestNetwork.PROBE);
    RandomStream r = new RandomStream(5);
    Program p = net.program();
    p.input().set(IntStream.range(0, 240).mapToDouble(i -> r.nextInt(5) - 3).toArray());
    p.target().set(IntStream.range(0, p.target().size()).mapToDouble(i -> i % 7 - 3).toArray());
    p.forward();
    double[] outputs = p.prediction().toArray();
    k.fill(1, p.lossGradient());
    p.backward(false);
    p.nodes().forEach(n -> ops.add(n.op().toString()));
    return DoubleStream.concat(
            Arrays.stream(outputs), Arrays.stream(p.gradientOf(sums[0]).toArray()))
        .toArray();
  }

  @Test
  void poolsCountPaddingOnlyIfAsked() {
    assertArrayEquals(
        new double[] {1.5, 2, 2.5}, ones("average-pool(3, stride=1, padding=1)", 3, 1), 1e-12);
    assertArrayEquals(
        new double[] {1, 2, 5 / 3.0},
        ones("average-pool(3, stride=1, padding=1, count-padding=true)", 3, 1),
        1e-12);
    assertArrayEquals(new double[] {2, 4}, ones("max-pool(2)", 5, 1));
    assertArrayEquals(new double[] {6, 8}, ones("max-pool(2)", 2, 4, 1));
    assertArrayEquals(new double[] {4, 5}, ones("global-average-pool", 2, 2, 2), 1e-12);
    assertArrayEquals(new double[] {7, 8}, ones("global-max-pool", 2, 2, 2));
  }

  @Test
  void marginsAndRepetitions() {
    assertArrayEquals(new double[] {0, 1, 2, 0, 0}, ones("zero-pad(1, 2)", 2, 1));
    assertArrayEquals(new double[] {3}, ones("crop(2, 1)", 4, 1));
    assertArrayEquals(new double[] {5, 6}, ones("crop(1, 0, 1, 0)", 2, 3, 1));
    assertArrayEquals(new double[] {1, 2, 1, 2, 3, 4, 3, 4}, ones("upsample(2)", 2, 2));
    assertArrayEquals(new double[] {1, 1, 2, 2, 1, 1, 2, 2}, ones("upsample(2)", 1, 2, 1));
  }

  // ---- shapes and memory

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv2d(4, 5) | 28 28 1 | 24 x 24 x 4",
        "conv2d(4, 5, padding=same, stride=2) | 28 27 1 | 14 x 14 x 4",
        "conv2d(4, 3, padding=1, stride=2) | 224 224 3 | 112 x 112 x 4",
        "max-pool(3, stride=2) | 13 14 5 | 6 x 6 x 5",
        "max-pool(2) | 7 3 | 3 x 3",
        "transposed-conv2d(2, 4, stride=2, padding=1) | 7 7 3 | 14 x 14 x 2",
        "transposed-conv2d(2, 5, stride=2, padding=same) | 7 6 3 | 14 x 12 x 2",
        "global-average-pool | 7 7 12 | 12",
        "flatten | 3 4 5 | 60",
        "reshape(28, 28, 1) | 784 | 28 x 28 x 1",
        "upsample([2, 3]) | 4 5 2 | 8 x 15 x 2",
        "zero-pad(1, 2, 3, 4) | 4 5 2 | 7 x 12 x 2",
        "depthwise-conv2d(3, 2) | 5 5 4 | 3 x 4 x 4"
      })
  void shapes(String layer, String input, String output) {
    try (Kernels k = new JavaBackend().open(1)) {
      int[] sizes = Arrays.stream(input.trim().split(" ")).mapToInt(Integer::parseInt).toArray();
      Layer l = Catalogs.parse(Layer.class, layer);
      TestNetwork net =
          new TestNetwork(k, Mode.INFER, 1, Shape.of(sizes), l::apply, TestNetwork.PROBE);
      assertEquals(output, net.outputShape().toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv2d(4, 5) | 784 | layer 0-conv2d: the input is 784, but must be height x width x channels; put a reshape layer before",
        "conv1d(4, 5) | 5 5 2 | layer 0-conv1d: the input is 5 x 5 x 2, but must be time x features",
        "conv2d(4, 5) | 4 9 1 | layer 0-conv2d: for an input of 4 x 9 x 1, a window of 5 positions does not fit into 4",
        "conv2d(4, 3, groups=2) | 4 9 3 | layer 0-conv2d: 3 input channels and 4 filters cannot be cut into 2 equal groups",
        "max-pool(2, padding=2) | 4 9 3 | layer 0-max-pool: padding of 2 must be less than the window's size, 2",
        "max-pool([2, 3]) | 4 3 | layer 0-max-pool: for an input of 4 x 3, size is [2, 3], but a sequence has one direction only",
        "reshape(28, 28, 1) | 64 | layer 0-reshape: an input of 64 has 64 elements and cannot become 28 x 28 x 1, which has 784",
        "group-norm(4) | 5 6 | layer 0-group-norm: the 6 channels of 5 x 6 cannot be cut into 4 equal groups",
        "crop(3) | 5 6 | layer 0-crop: for an input of 5 x 6, a window of 1 positions does not fit into 5 positions padded by -3 and -3"
      })
  void whatDoesNotFitIsSaidInOneSentence(String layer, String input, String message) {
    int[] sizes = Arrays.stream(input.trim().split(" ")).mapToInt(Integer::parseInt).toArray();
    Layer chain = Chain.of(Catalogs.parse(Layer.class, layer));
    try (Kernels k = new JavaBackend().open(1)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  new TestNetwork(
                      k, Mode.INFER, 1, Shape.of(sizes), chain::apply, TestNetwork.PROBE));
      assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }
  }

  @Test
  void patchesOfABatchAreNotKept() {
    try (Kernels k = new JavaBackend().open(1)) {
      Layer l = Catalogs.parse(Layer.class, "conv2d(32, 5, padding=same)");
      Shape in = Shape.of(28, 28, 32);
      TestNetwork net = new TestNetwork(k, Mode.TRAIN, 64, in, l::apply, TestNetwork.PROBE);
      long numbers = 64L * 28 * 28 * 32;
      assertTrue(
          net.program().plannedElements() < 6 * numbers,
          net.program().plannedElements() + " numbers for activations of " + numbers);
    }
  }
}
