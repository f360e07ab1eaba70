// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.util.Arrays;
import java.util.List;

/**
 * Finds out by measuring what cannot be known in Java: where in their margin rows must start to be
 * aligned, which changes whenever the garbage collector moves them, and which {@link TallForm} the
 * compiler has made vectors of. Asked for each width again after some work, ever more rarely; that
 * costs less than a thousandth of the work. What it finds changes the time, never a result.
 */
final class PanelTuning {
  /** Packed rows that a measurement passes over. */
  private static final int STRIP = 16;

  private static final int ROUNDS = 4;

  /** Enough for the compiler to notice, before it has. */
  private static final int ROUNDS_IN_FOURS = 24;

  /** Passes of four rows before the first measurement and between the later ones. */
  private static final int FIRST = 4_000;

  private static final int LATER = 1_000_000;

  /** By then the compiler is done with {@link TallPairs}. */
  private static final int WARM = 64 * FIRST;

  /** What a change must gain. */
  private static final double GAIN = 0.95;

  /** The narrowest rows for which it pays to make all rows lie alike. */
  private static final int NARROWEST = 128;

  /** A row that takes so many times as long as another is not aligned. */
  private static final double SLOW = 1.2;

  /** One row out of so many is enough to begin; fewer may only have been interrupted. */
  private static final int MANY = 8;

  /** How often at most: collections that move the rows again and again are too much. */
  private static final int ALIGNMENTS = 6;

  /** An array of so many bytes takes 72. */
  private static final int FILLER = 56;

  private static final List<TallForm> FORMS = List.of(TallForm.PAIRS, TallForm.FOURS);

  private final float[][] same = new float[4][];
  private byte[] filler;
  private int alignments;
  private final float[] zeros = new float[TallLoops.ROWS * STRIP];
  private final int[] start = new int[PanelWidths.COUNT];
  private final TallForm[] form = new TallForm[PanelWidths.COUNT];
  private final int[] interval = new int[PanelWidths.COUNT];
  private final long[] left = new long[PanelWidths.COUNT];

  PanelTuning() {
    for (int w = 0; w < start.length; w++) {
      start[w] = AlignedLoops.MARGIN - 1;
      form[w] = TallForm.NONE;
      interval[w] = FIRST;
      left[w] = FIRST;
    }
  }

  /** Where rows of this width start: their first number is one further. */
  int start(int width) {
    return start[PanelWidths.index(width)];
  }

  /** The loops to use where there are four rows. */
  TallForm form(int width) {
    return form[PanelWidths.index(width)];
  }

  /**
   * Notes work that is about to be done; measures if it is time.
   *
   * @param passes of four rows
   * @param packed rows that hold nothing of use now
   * @param buffers rows of each thread that hold nothing of use now
   */
  void before(int width, double passes, float[][] packed, float[][][] buffers) {
    int w = PanelWidths.index(width);
    left[w] -= (long) passes;
    if (left[w] >= 0 || packed.length < STRIP || !FusedMultiplyAdd.available()) {
      return;
    }
    interval[w] = Math.min(LATER, 4 * interval[w]);
    left[w] = interval[w];
    double now = nanos(width, start[w], TallForm.NONE, packed, buffers[0]);
    for (int s = 1; s < AlignedLoops.MARGIN; s += 2) {
      double nanos = nanos(width, s, TallForm.NONE, packed, buffers[0]);
      if (nanos < GAIN * now) {
        now = nanos;
        start[w] = s;
      }
    }
    if (width >= NARROWEST && interval[w] > 4 * FIRST && alignments < ALIGNMENTS) {
      align(width, packed, buffers);
    }
    choose(w, width, now, packed, buffers[0]);
  }

  /** Chooses the fastest loops for this width. */
  private void choose(int w, int width, double oneByOne, float[][] packed, float[][] buffers) {
    if (interval[w] <= WARM) {
      TallPairs.warmUp(buffers, packed, zeros);
    }
    double best = GAIN * oneByOne;
    form[w] = TallForm.NONE;
    for (TallForm f : FORMS) {
      if (f.has(width)) {
        double nanos = nanos(width, start[w], f, packed, buffers);
        if (nanos < best) {
          best = nanos;
          form[w] = f;
        }
      }
    }
  }

  /** Puts rows in place of those that are not aligned where most are. */
  private void align(int width, float[][] packed, float[][][] buffers) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < STRIP; i++) {
      best = Math.min(best, nanos(width, packed[i]));
    }
    double slow = best * SLOW;
    int misplaced = misplaced(width, packed, slow);
    int all = packed.length;
    for (float[][] rows : buffers) {
      misplaced += misplaced(width, rows, slow);
      all += rows.length;
    }
    if (misplaced * MANY < all) {
      return;
    }
    alignments++;
    align(width, packed, slow);
    for (float[][] rows : buffers) {
      align(width, rows, slow);
    }
  }

  private int misplaced(int width, float[][] rows, double slow) {
    int count = 0;
    for (float[] row : rows) {
      count += nanos(width, row) > slow ? 1 : 0;
    }
    return count;
  }

  private void align(int width, float[][] rows, double slow) {
    for (int i = 0; i < rows.length; i++) {
      for (int t = 0; t < AlignedLoops.MARGIN && nanos(width, rows[i]) > slow; t++) {
        // Arrays that follow each other lie at the same place modulo 64 bytes; this moves on by 8.
        filler = new byte[FILLER];
        rows[i] = AlignedLoops.allocate();
      }
    }
  }

  /** The shortest time of a row alone. */
  private double nanos(int width, float[] row) {
    Arrays.fill(same, row);
    int s = start(width);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      for (int r = 0; r < STRIP / 4; r++) {
        AlignedLoops.add(width, s, row, same, 0, zeros, 0, 1);
      }
      best = Math.min(best, System.nanoTime() - began);
    }
    return best;
  }

  /** The shortest time that some rows took. */
  private double nanos(int width, int s, TallForm f, float[][] packed, float[][] buffers) {
    long best = Long.MAX_VALUE;
    int rounds = f == TallForm.NONE ? ROUNDS : ROUNDS_IN_FOURS;
    for (int round = 0; round < rounds; round++) {
      long began = System.nanoTime();
      for (int twice = 0; twice < 2; twice++) {
        if (f != TallForm.NONE) {
          f.add(width, s, buffers, 0, packed, 0, zeros, STRIP);
        } else {
          for (int r = 0; r < TallLoops.ROWS; r++) {
            AlignedLoops.add(width, s, buffers[r], packed, 0, zeros, 0, STRIP / 4);
          }
        }
      }
      best = Math.min(best, System.nanoTime() - began);
    }
    return best;
  }
}
