// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

/**
 * How the experiment's seed reaches splits and classifiers.
 *
 * <ul>
 *   <li>The rows of repeat {@code r} are ordered with {@code r + 1000003 (seed - 1)}. With seed 1
 *       that is the run's number, as in Weka's Experimenter: the same folds, row by row.
 *   <li>A classifier that takes a seed, and for which the file sets none, gets one of its own in
 *       every repeat and fold, the same for all configurations and data sets. So the spread of the
 *       results holds the spread of the initialization, and configurations are compared with equal
 *       luck. To repeat the Experimenter's numbers of such a classifier, set its seed in the file.
 * </ul>
 */
final class Seeds {
  private static final long STEP = 1_000_003;

  private Seeds() {}

  /** The seed of the order of the rows in a repeat. */
  static long rows(long seed, int repeat) {
    return repeat + STEP * (seed - 1);
  }

  /** The seed of a classifier: from 1 to 2^31 - 1. */
  static int classifier(long seed, int repeat, int fold) {
    long mixed = mix(mix(mix(seed) + repeat) + fold);
    return (int) (mixed >>> 33) == 0 ? 1 : (int) (mixed >>> 33);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long x) {
    long z = x + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
