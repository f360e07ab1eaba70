// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.model.Model;
import backprop.engine.model.Scorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX models come in as networks that compute the same. */
final class OnnxImportTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8 | chain(dense(6, relu), batch-norm, dropout, dense(3, tanh), dense(4)) | cross-entropy",
        "8 | chain(batch-norm, dense(6, sigmoid), dense(1)) | binary-cross-entropy",
        "8 | chain(dense(6, elu, bias=false), activation(selu), dense(2)) | mean-squared-error",
        "6,5,3 | chain(conv2d(4, 3, relu, padding=same), batch-norm, max-pool(2), flatten,"
            + " dense(3)) | cross-entropy",
        "6,5,4 | chain(conv2d(4, [3, 2], leaky-relu(0.1), stride=[2, 1], groups=2),"
            + " average-pool(2, stride=1), global-average-pool, flatten, dense(3)) | huber",
        "8 | chain(dense(6), residual(dense(5, relu), dense(6)), residual(dense(4, tanh),"
            + " projection=true), dense(2)) | mean-squared-error",
        "8 | chain(concatenate(dense(3, relu), chain(dense(4, tanh), dense(2)), chain()),"
            + " multiply(dense(5, sigmoid), dense(5)), add(dense(2), chain(), dense(2))) | huber",
        "6,5,4 | chain(conv2d(8, 3, relu, padding=same), residual(batch-norm, conv2d(8, 3,"
            + " padding=same)), concatenate(conv2d(3, 1), max-pool(3, stride=1, padding=1), chain()),"
            + " flatten, dense(3)) | cross-entropy",
        "9,4 | chain(conv1d(6, 3, relu, stride=2, padding=1), batch-norm, max-pool(2, stride=1),"
            + " residual(conv1d(6, 3, padding=same)), flatten, dense(3)) | cross-entropy",
        "9,4 | chain(conv1d(6, 2, dilation=2, groups=2), average-pool(2), global-max-pool,"
            + " dense(2)) | mean-squared-error"
      })
  void oursToOnnxAndBack(String sizes, String layers, String loss) {
    int[] dims = java.util.Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
    Model m = OnnxRuntime.random(OnnxRuntime.spec(Shape.of(dims), layers, loss), 3);
    Model back = OnnxImport.read(OnnxExport.write(m));
    assertEquals(m.spec().input(), back.spec().input());
    float[] x = OnnxRuntime.inputs(m.spec().input(), 7, 5);
    close(score(m, x, 7), score(back, x, 7));
  }

  /**
   * Channels first, a flattening in that order, weights as units x inputs: as PyTorch writes it.
   */
  @Test
  void channelsFirstAsPyTorchExportsThem() {
    OnnxGraph g = new OnnxGraph("torch");
    String x = g.input("x", Shape.of(3, 6, 5));
    float[] kernel = OnnxRuntime.inputs(Shape.of(4, 3, 9), 1, 1);
    Attributes conv = Attributes.NONE.withList("kernel_shape", 3, 3).withList("pads", 1, 0, 1, 0);
    String c =
        g.node(
            "Conv",
            conv,
            x,
            g.floats("conv.weight", kernel, 4, 3, 3, 3),
            g.floats("conv.bias", OnnxRuntime.inputs(Shape.of(4), 1, 2), 4));
    Attributes pool = Attributes.NONE.withList("kernel_shape", 2, 1).withList("strides", 2, 1);
    String p = g.node("MaxPool", pool, g.node("Relu", c));
    String f = g.node("Flatten", Attributes.of("axis", 1), p);
    float[] w = OnnxRuntime.inputs(Shape.of(5, 36), 1, 3);
    String y =
        g.node(
            "Gemm",
            Attributes.of("transB", 1),
            f,
            g.floats("fc.weight", w, 5, 36),
            g.floats("fc.bias", OnnxRuntime.inputs(Shape.of(5), 1, 4), 5));
    g.output("y", y, Shape.of(5));
    byte[] onnx = OnnxExport.wrap(g).toByteArray();
    Model m = OnnxImport.read(onnx);
    assertEquals(Shape.of(6, 5, 3), m.spec().input());
    int rows = 4;
    float[] first = OnnxRuntime.inputs(Shape.of(3, 30), rows, 6);
    float[] last = new float[first.length];
    for (int i = 0; i < first.length; i++) {
      int row = i / 90;
      int channel = i % 90 / 30;
      last[row * 90 + i % 30 * 3 + channel] = first[i];
    }
    close(OnnxRuntime.run(onnx, first, Shape.of(3, 6, 5), rows), score(m, last, rows));
  }

  /** A branch of two weighted sums of images, channels first, flattened and put side by side. */
  @Test
  void sidesOfWhatWasFlattenedInAnotherOrderAreRefused() {
    OnnxGraph g = new OnnxGraph("torch");
    String x = g.input("x", Shape.of(3, 2, 2));
    String a = g.node("Flatten", Attributes.of("axis", 1), g.node("Relu", x));
    String b = g.node("Flatten", Attributes.of("axis", 1), g.node("Tanh", x));
    g.output("y", g.node("Concat", Attributes.of("axis", 1), a, b), Shape.of(24));
    byte[] onnx = OnnxExport.wrap(g).toByteArray();
    OnnxException e = assertThrows(OnnxException.class, () -> OnnxImport.read(onnx));
    assertTrue(e.getMessage().endsWith("it joins something else than channels"), e.getMessage());
  }

  @Test
  void branchesThatShareANodeAreRefused() {
    OnnxGraph g = new OnnxGraph("shared");
    String x = g.input("x", Shape.of(4));
    String a = g.node("Relu", x);
    String b = g.node("Tanh", x);
    String inner = g.node("Add", a, b);
    g.output("y", g.node("Mul", inner, g.node("Elu", a)), Shape.of(4));
    byte[] onnx = OnnxExport.wrap(g).toByteArray();
    OnnxException e = assertThrows(OnnxException.class, () -> OnnxImport.read(onnx));
    assertTrue(e.getMessage().contains("not apart from each other"), e.getMessage());
  }

  @Test
  void whatIsNotReadIsRefusedByNode() {
    Model m = OnnxRuntime.random(OnnxRuntime.spec(Shape.of(4), "layer-norm", "huber"), 1);
    OnnxException e = assertThrows(OnnxException.class, () -> OnnxImport.read(OnnxExport.write(m)));
    assertTrue(e.getMessage().contains("(LayerNormalization) cannot be read"), e.getMessage());
    Model r = OnnxRuntime.random(OnnxRuntime.spec(Shape.of(4), "residual(rms-norm)", "huber"), 1);
    OnnxException not =
        assertThrows(OnnxException.class, () -> OnnxImport.read(OnnxExport.write(r)));
    assertTrue(not.getMessage().contains("cannot be read"), not.getMessage());
    assertThrows(OnnxException.class, () -> OnnxImport.read(new byte[] {1, 2, 3}));
    assertThrows(OnnxException.class, () -> OnnxImport.read(new byte[0]));
  }

  private static float[] score(Model m, float[] x, int rows) {
    Scorer s = new Scorer(m, new JavaBackend());
    float[] y = new float[rows * s.outputs()];
    s.score(x, rows, y);
    return y;
  }

  private static void close(float[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    float scale = 1;
    for (float e : expected) {
      scale = Math.max(scale, Math.abs(e));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 2e-5f * scale, "element " + i);
    }
  }
}
