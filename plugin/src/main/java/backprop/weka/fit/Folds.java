// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.RandomStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which member of an ensemble each row is kept from: folds of a stratified cross-validation, dealt
 * out while the rows come. Of each class, every run of as many rows as there are members is dealt
 * to all of them in random order. Copies of a row, which bootstrap samples and joined tables have,
 * go where the row went: else members would be judged by rows that they know. Not for use by
 * several threads.
 */
final class Folds {
  /** Part of the random stream's key, so that the folds are independent of all else. */
  private static final long STREAM = 0x464F4C4453L;

  /** Rows that are remembered. */
  private static final int MOST_KNOWN = 200_000;

  private final int members;
  private final boolean keep;
  private final long seed;
  private final int[] dealt;
  private final int[][] hands;
  private final Map<Long, Integer> known = new HashMap<>();

  /**
   * Folds with no row yet.
   *
   * @param members number of members; 0 where there is nothing to cross-fit
   * @param classes number of classes, 1 for a numeric class
   */
  Folds(int members, int classes, long seed) {
    this(members, true, classes, seed);
  }

  private Folds(int members, boolean keep, int classes, long seed) {
    this.members = members;
    this.keep = keep;
    this.seed = seed;
    this.dealt = new int[classes];
    this.hands = new int[classes][];
  }

  /** Keeps no row from any of so many members: all train or judge it alike. */
  static Folds none(int members) {
    return new Folds(members, false, 0, 0);
  }

  /**
   * Deals a row.
   *
   * @param key the same for copies of a row, and else hardly ever
   * @param stratum index of its class, 0 for a numeric class
   * @param target receives a weight for each member from index {@code at}
   */
  void deal(int stratum, long key, float[] target, int at) {
    if (members == 0 || !keep) {
      Arrays.fill(target, at, at + members, 1);
      return;
    }
    int member = known.computeIfAbsent(RandomStream.extend(key, stratum), k -> next(stratum));
    Arrays.fill(target, at, at + members, (float) members / (members - 1));
    target[at + member] = 0;
    if (known.size() > MOST_KNOWN) {
      // So many rows say enough, even where some are copies of earlier ones.
      known.clear();
    }
  }

  private int next(int stratum) {
    int place = dealt[stratum] % members;
    if (place == 0) {
      int[] hand = new int[members];
      Arrays.setAll(hand, i -> i);
      long run = dealt[stratum] / members;
      long key = RandomStream.key(seed, STREAM, stratum, run);
      new RandomStream(key).shuffle(hand);
      hands[stratum] = hand;
    }
    dealt[stratum]++;
    return hands[stratum][place];
  }
}
