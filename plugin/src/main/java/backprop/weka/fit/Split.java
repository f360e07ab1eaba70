// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.RandomStream;
import java.util.Arrays;
import weka.core.Instances;

/**
 * Training and validation rows, ascending indices.
 *
 * @param training at least one row
 * @param validation may be empty
 */
record Split(int[] training, int[] validation) {
  /** Part of the random stream's key, so that the split is independent of all else. */
  private static final long STREAM = 0x53504C4954L;

  /**
   * Draws validation rows by the seed. With a nominal class each class gives the same percentage,
   * rounded so that all together come as close as possible, and keeps at least one training row.
   *
   * @param rows the rows to divide
   * @param percent of validation rows, 0 to 90
   */
  static Split of(Instances data, int[] rows, int percent, long seed) {
    if (percent == 0 || rows.length < 2) {
      return new Split(rows, new int[0]);
    }
    boolean nominal = data.classAttribute().isNominal();
    int strata = nominal ? data.numClasses() : 1;
    int[] shuffled = rows.clone();
    new RandomStream(RandomStream.key(seed, STREAM)).shuffle(shuffled);
    int[] stratumOf = new int[shuffled.length];
    int[] sizes = new int[strata];
    for (int i = 0; i < shuffled.length; i++) {
      Supervision.goOn();
      stratumOf[i] = nominal ? (int) data.instance(shuffled[i]).classValue() : 0;
      sizes[stratumOf[i]]++;
    }
    int[][] members = new int[strata][];
    Arrays.setAll(members, s -> new int[sizes[s]]);
    int[] filled = new int[strata];
    for (int i = 0; i < shuffled.length; i++) {
      int s = stratumOf[i];
      members[s][filled[s]++] = shuffled[i];
    }
    int[] validation = new int[rows.length];
    int taken = 0;
    long seen = 0;
    for (int[] m : members) {
      seen += m.length;
      int goal = (int) Math.round(seen * percent / 100.0) - taken;
      int count = Math.max(0, Math.min(goal, m.length - 1));
      System.arraycopy(m, 0, validation, taken, count);
      taken += count;
    }
    int[] chosen = Arrays.copyOf(validation, taken);
    Arrays.sort(chosen);
    int[] training = Arrays.stream(rows).filter(r -> Arrays.binarySearch(chosen, r) < 0).toArray();
    return new Split(training, chosen);
  }
}
