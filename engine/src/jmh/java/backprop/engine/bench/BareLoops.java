// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import backprop.engine.backend.cpu.Tiles;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The rates that floors are computed with: what bare loops reach with nothing else to do. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BareLoops {
  /** Flops of one call of {@link #multiplyAdd}. */
  static final double FLOPS = 8.0 * 512;

  /** Flops of one call of {@link #tiles}. */
  static final double TILED_FLOPS = 2.0 * 64 * 128 * 256;

  /** Bytes that one call of {@link #copy} reads and writes. */
  static final double BYTES = 8.0 * (1 << 22);

  private final float[][] rows = new float[5][512 + 12];
  private final Tiles tiles = loaded();
  private final float[] a = new float[64 * 256];
  private final float[] b = new float[128 * 256];
  private final float[] c = new float[64 * 128];
  private final float[] from = new float[1 << 22];
  private final float[] to = new float[1 << 22];

  /** Four rows times factors, added to a fifth, all in the first-level cache. */
  @Benchmark
  public float[] multiplyAdd() {
    float[] c = rows[0];
    float[] b0 = rows[1];
    float[] b1 = rows[2];
    float[] b2 = rows[3];
    float[] b3 = rows[4];
    for (int j = 0; j < 512; j++) {
      c[j] =
          Math.fma(
              0.1f,
              b3[j],
              Math.fma(0.2f, b2[j], Math.fma(0.3f, b1[j], Math.fma(0.4f, b0[j], c[j]))));
    }
    return c;
  }

  /** Tiles of a product in registers, its factors in the first-level cache. */
  @Benchmark
  public float[] tiles() {
    int rows = tiles.rows();
    int columns = tiles.columns();
    for (int i = 0; i < 64; i += rows) {
      for (int j = 0; j < 128; j += columns) {
        tiles.multiply(rows, columns, 256, a, 0, b, 0, c, i * 128 + j, 128, c, i * 128 + j, 128);
      }
    }
    return c;
  }

  /** By name, as nothing that is compiled without the module refers to this class. */
  private static Tiles loaded() {
    try {
      String name = "backprop.engine.backend.vector.VectorTiles";
      return Class.forName(name).asSubclass(Tiles.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sixteen megabytes from memory to memory. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }
}
