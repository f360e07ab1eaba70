// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.FloatMath;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the first call of a size, kernels allocate nothing. */
class JavaKernelsMemoryTest {
  private static final Elementwise TANH =
      new Elementwise() {
        @Override
        public double value(double x) {
          return Math.tanh(x);
        }

        @Override
        public double derivative(double x, double y) {
          return 1 - y * y;
        }

        @Override
        public double curvature(double x, double y) {
          return -2 * y * (1 - y * y);
        }

        @Override
        public void forward(float[] x, float[] y, int from, int to) {
          FloatMath.tanh(x, y, from, to);
        }

        @Override
        public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
          for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (1 - y[i] * y[i]);
          }
        }
      };

  /** The matrices of one layer and its loss. */
  private record Step(Kernels k, Matrix[] m) {
    static Step of(Kernels k, int batch, int in, int out) {
      int[][] sizes = {
        {batch, in},
        {in, out},
        {1, out},
        {batch, out},
        {batch, out},
        {batch, out},
        {batch, in},
        {in, out},
        {batch, 1},
        {batch, 1},
        {1, out},
        {1, out}
      };
      Matrix[] m = new Matrix[sizes.length];
      for (int i = 0; i < m.length; i++) {
        m[i] = Matrix.of(k.allocate(sizes[i][0] * sizes[i][1]), sizes[i][0], sizes[i][1]);
      }
      k.fill(0.01, m[0]);
      k.fill(0.02, m[1]);
      return new Step(k, m);
    }

    void run() {
      Matrix x = m[0];
      Matrix w = m[1];
      Matrix z = m[3];
      Matrix y = m[4];
      Matrix dz = m[5];
      k.affine(x, w, m[2], z);
      k.map(TANH, z, y);
      k.softmaxCrossEntropy(y, m[8], 0.1, dz, m[9]);
      k.softmaxCrossEntropyGradient(dz, m[8], 0.1, m[9], 0, dz);
      k.mapGradient(TANH, z, y, dz, 1, dz);
      k.gemm(true, false, 1, x, dz, 0, m[7]);
      k.gemm(false, true, 1, dz, w, 0, m[6]);
      k.sumRows(dz, 0, m[10]);
      k.columnMoments(z, m[10], m[11]);
      k.normalizeColumns(z, m[10], m[11], 1e-5, y);
      k.normalizeRows(z, 1e-5, y, m[9]);
      k.dropout(z, 0.3, 5, 0, y);
      k.axpby(-0.001, m[7], 1, w);
      k.limitColumnNorms(w, 2, 3, 1);
      if (!(k.dot(w, w) >= 0 && k.allFinite(w))) {
        throw new IllegalStateException("numbers got lost");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void callsAllocateNothing(int threads) {
    callsAllocateNothing(new JavaBackend().open(threads));
  }

  /** A vector that the compiler does not keep in a register would be seen here. */
  @Tag("vector")
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void callsOnTilesAllocateNothing(int threads) {
    callsAllocateNothing(WarmTiles.open(threads));
  }

  private static void callsAllocateNothing(Kernels kernels) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Kernels k = kernels) {
      Step small = Step.of(k, 32, 8, 3);
      Step large = Step.of(k, 160, 300, 700);
      for (int i = 0; i < 20; i++) {
        small.run();
        large.run();
      }
      long self = Thread.currentThread().getId();
      long measuring = -bean.getThreadAllocatedBytes(self);
      measuring += bean.getThreadAllocatedBytes(self);
      // The JVM itself allocates a little, once, when it replaces code: the quietest round counts.
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 8; round++) {
        long before = bean.getThreadAllocatedBytes(self);
        for (int i = 0; i < 20; i++) {
          small.run();
          large.run();
        }
        least = Math.min(least, bean.getThreadAllocatedBytes(self) - before - measuring);
      }
      assertEquals(0, least);
    }
  }
}
