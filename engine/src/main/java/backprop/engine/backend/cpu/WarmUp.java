// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the Java virtual machine has compiled the tiles. Interpreted, they are hundreds of
 * times slower than the plain loops, so until then those compute; a thread calls the tiles
 * meanwhile, from the first time that somebody would use them, until they are fast or it gives up.
 */
final class WarmUp {
  /** Multiplications and additions in a nanosecond that only compiled tiles reach. */
  private static final double FAST = 4;

  /** Numbers in a nanosecond that only compiled copying reaches. */
  private static final double FAST_COPY = 0.5;

  /** The compiler has threads of its own, which wait for their turn on a busy machine. */
  private static final long LONGEST_NANOS = 60_000_000_000L;

  /** So many rounds make the virtual machine compile; after that it only has to be waited for. */
  private static final int ENOUGH = 200;

  private static final int INNER = 64;
  private static final int ROUNDS = 8;

  private final Tiles tiles;
  private volatile boolean fast;
  private volatile boolean started;

  WarmUp(Tiles tiles) {
    this.tiles = tiles;
  }

  /** Whether the tiles are compiled; if not, sees to it. */
  boolean done() {
    if (!fast && !started) {
      start();
    }
    return fast;
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      Thread t = new Thread(this::run, "backprop-warm-up");
      t.setDaemon(true);
      t.start();
    }
  }

  /** Calls every tile until all are fast, or until the time is up: then they stay unused. */
  void run() {
    long begin = System.nanoTime();
    float[] a = new float[tiles.rows() * INNER];
    float[] b = new float[tiles.columns() * INNER];
    float[] c = new float[tiles.rows() * tiles.columns()];
    boolean all = false;
    for (int pass = 0; !all && System.nanoTime() - begin < LONGEST_NANOS; pass++) {
      if (pass > ENOUGH) {
        LockSupport.parkNanos(this, 5_000_000);
      }
      all = true;
      for (int height = tiles.height(1); ; height = tiles.rows()) {
        for (int width = tiles.width(1); ; width = tiles.columns()) {
          all &= isFast(height, width, a, b, c);
          if (width == tiles.columns()) {
            break;
          }
        }
        if (height == tiles.rows()) {
          break;
        }
      }
    }
    fast = all;
  }

  /** The best of some rounds counts: other processes can only make it slower. */
  private boolean isFast(int height, int width, float[] a, float[] b, float[] c) {
    long product = Long.MAX_VALUE;
    long copy = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      tiles.multiply(height, width, INNER, a, 0, b, 0, c, 0, width, c, 0, width);
      long between = System.nanoTime();
      tiles.copy(1, a, 0, tiles.rows(), INNER, tiles.rows(), a, 0);
      tiles.copy(1, b, 0, width, INNER, width, b, 0);
      tiles.transpose(1, a, 0, INNER, INNER, tiles.rows(), a, 0);
      tiles.transpose(1, b, 0, INNER, INNER, width, b, 0);
      product = Math.min(product, between - begin);
      copy = Math.min(copy, System.nanoTime() - between);
    }
    return product * FAST < (double) height * width * INNER
        && copy * FAST_COPY < 2.0 * (tiles.rows() + width) * INNER;
  }
}
