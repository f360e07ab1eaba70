// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.openblas;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import backprop.engine.backend.blas.Sgemm;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * OpenBLAS's product of float matrices. The pointers are its own, so that setting their positions
 * disturbs nobody; they keep the buffers from being freed.
 */
final class NativeSgemm implements Sgemm {
  private final FloatPointer a;
  private final FloatPointer b;
  private final FloatPointer c;

  NativeSgemm(FloatBuffer a, FloatBuffer b, FloatBuffer c) {
    this.a = new FloatPointer(direct(a));
    this.b = new FloatPointer(direct(b));
    this.c = new FloatPointer(direct(c));
  }

  /** The pointer of any other buffer would be to a copy. */
  private static FloatBuffer direct(FloatBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("a buffer inside the Java heap");
    }
    return buffer;
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      int a0,
      int aStride,
      int b0,
      int bStride,
      float beta,
      int c0,
      int cStride) {
    cblas_sgemm(
        CblasRowMajor,
        transposeA ? CblasTrans : CblasNoTrans,
        transposeB ? CblasTrans : CblasNoTrans,
        m,
        n,
        k,
        alpha,
        a.position(a0),
        aStride,
        b.position(b0),
        bStride,
        beta,
        c.position(c0),
        cStride);
  }
}
