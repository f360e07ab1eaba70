// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.openblas;

import backprop.engine.backend.blas.Sgemm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Loads the native library once, and says why if that fails. */
final class NativeLibrary {
  private static final String ELSE = "; or use backend 'java'";

  private NativeLibrary() {}

  /** The virtual machine initializes it once, for all threads. */
  private static final class Loaded {
    static final String REFUSAL = load();
  }

  /** Why it cannot be used, with the remedy; null when it is loaded and computes on one thread. */
  static String refusal() {
    try {
      return Loaded.REFUSAL;
    } catch (LinkageError e) {
      return "Bytedeco's libraries openblas and javacpp are not both there ("
          + said(e)
          + "): add"
          + " the jar that is missing"
          + ELSE;
    }
  }

  private static String load() {
    String platform = Loader.getPlatform();
    if (missing("openblas", "jniopenblas_nolapack", platform)
        || missing("javacpp", "jnijavacpp", platform)) {
      return "its native library for "
          + platform
          + " is not there: install the Weka package"
          + " backprop-openblas-"
          + platform
          + " (outside Weka: put Bytedeco's jars openblas and javacpp for "
          + platform
          + " on the class path)"
          + ELSE;
    }
    try {
      openblas_nolapack.blas_set_num_threads(1);
      if (openblas_nolapack.blas_get_vendor() == 0) {
        return "the library that was loaded instead cannot be told to use one thread: remove the"
            + " system property org.bytedeco.openblas.load"
            + ELSE;
      }
      return multiplies() ? null : "it multiplies wrongly on this processor: use backend 'java'";
    } catch (LinkageError | RuntimeException e) {
      return "it cannot be loaded ("
          + said(e)
          + "): it needs a folder to unpack it to that may be written to and executed from, which"
          + " is .javacpp/cache in the home folder or what the system property"
          + " org.bytedeco.javacpp.cachedir names"
          + ELSE;
    }
  }

  private static boolean missing(String artifact, String library, String platform) {
    String file = System.mapLibraryName(library);
    return Loader.class.getResource("/org/bytedeco/" + artifact + "/" + platform + "/" + file)
        == null;
  }

  /** (1 2; 3 4) (5 6; 7 8) = (19 22; 43 50). */
  private static boolean multiplies() {
    FloatBuffer a = floats(1, 2, 3, 4);
    FloatBuffer b = floats(5, 6, 7, 8);
    FloatBuffer c = floats(Float.NaN, Float.NaN, Float.NaN, Float.NaN);
    Sgemm product = new NativeSgemm(a, b, c);
    product.multiply(false, false, 2, 2, 2, 1, 0, 2, 0, 2, 0, 0, 2);
    return c.equals(floats(19, 22, 43, 50));
  }

  private static FloatBuffer floats(float... numbers) {
    return ByteBuffer.allocateDirect(numbers.length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(numbers)
        .flip();
  }

  /** The innermost cause, which is the one that names files. */
  private static String said(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
