// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.model.Scorer;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** Runs exported networks in ONNX Runtime, which knows nothing of this engine. */
final class OnnxRuntime {
  private static final Provenance UNTRAINED =
      new Provenance("test", 1, "java", 1, "none", "", 0, 0, 0, 0, "none", 0, List.of(), List.of());

  private OnnxRuntime() {}

  static NetworkSpec spec(Shape input, String layers, String loss) {
    return new NetworkSpec(
        input, Catalogs.parse(Layer.class, layers), Catalogs.parse(Loss.class, loss));
  }

  /** A network in which no number is where it started: every gain, bias and state is random. */
  static Model random(NetworkSpec spec, long seed) {
    Network n = new Network(spec, new JavaBackend().open(1));
    n.initialize(seed);
    Model m = Model.of(n, UNTRAINED);
    RandomStream r = new RandomStream(seed);
    for (int i = 0; i < m.parameters().length; i++) {
      m.parameters()[i] += (float) (0.3 * r.nextGaussian());
    }
    for (int i = 0; i < m.state().length; i++) {
      m.state()[i] = (float) (0.5 + r.nextDouble());
    }
    return m;
  }

  static float[] run(byte[] onnx, float[] x, Shape input, int rows) {
    int[] sizes = input.sizes();
    long[] dims = new long[sizes.length + 1];
    dims[0] = rows;
    for (int i = 0; i < sizes.length; i++) {
      dims[i + 1] = sizes[i];
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(onnx, options);
          OnnxTensor in = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), dims)) {
        String name = session.getInputNames().iterator().next();
        Map<String, ? extends OnnxTensorLike> inputs = Map.of(name, in);
        try (OrtSession.Result result = session.run(inputs)) {
          FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
          float[] y = new float[out.remaining()];
          out.get(y);
          return y;
        }
      }
    } catch (OrtException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /**
   * The largest difference between ours in float, ours in double precision and ONNX Runtime's,
   * relative to the largest number where that is above 1.
   */
  static double difference(Model model, byte[] onnx, float[] x, int rows) {
    float[] theirs = run(onnx, x, model.spec().input(), rows);
    float[] exact = ours(new Scorer(model, new ReferenceBackend()), x, rows);
    float[] ours = ours(new Scorer(model, new JavaBackend()), x, rows);
    assertEquals(ours.length, theirs.length, "number of outputs");
    double worst = 0;
    double scale = 1;
    for (float e : exact) {
      scale = Math.max(scale, Math.abs(e));
    }
    for (int i = 0; i < ours.length; i++) {
      double d = Math.max(Math.abs(exact[i] - theirs[i]), Math.abs(ours[i] - theirs[i])) / scale;
      worst = d <= worst ? worst : d;
    }
    return worst;
  }

  private static float[] ours(Scorer scorer, float[] x, int rows) {
    float[] y = new float[rows * scorer.outputs()];
    scorer.score(x, rows, y);
    return y;
  }

  static float[] inputs(Shape input, int rows, long seed) {
    RandomStream r = new RandomStream(seed);
    float[] x = new float[rows * input.elements()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) r.nextGaussian();
    }
    return x;
  }
}
