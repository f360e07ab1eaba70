// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * SMOTE: adds rows between a row of a rare class and one of its nearest neighbors of that class,
 * until the class weighs as much as asked for. Chawla et al., "SMOTE: synthetic minority
 * over-sampling technique", JAIR 16, 2002. Distances are Euclidean, of the network's inputs;
 * columns of nominal attributes are interpolated like all others. Each new row has the mean weight
 * of its class. A class with one row has it repeated.
 *
 * @param neighbors nearest neighbors of which one is drawn, at least 1
 * @param ratio weight that every class is brought to, as a share of the heaviest class's, above 0
 *     up to 1
 */
@Description("Adds rows between neighbors of rare classes.")
@Formula("new = x + u * (neighbor - x), u uniform in [0, 1)")
@Source(
    "Chawla, Bowyer, Hall and Kegelmeyer, \"SMOTE: synthetic minority over-sampling technique\", JAIR 16, 2002")
public record Smote(
    @Tip(value = "nearest rows of the class of which one is drawn", min = 1) int neighbors,
    @Tip(
            value = "weight that every class is brought to, as a share of the heaviest one's",
            above = 0,
            max = 1)
        double ratio)
    implements Oversampling {
  /** Neighbors are looked for among so many rows of the class, drawn by the seed. */
  private static final int CANDIDATES = 4096;

  private static final long STREAM = 0x534D4F5445L;

  public Smote {
    if (neighbors < 1) {
      throw new IllegalArgumentException("neighbors is " + neighbors + ", allowed are 1 and above");
    }
    if (!(ratio > 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio is " + ratio + ", allowed are above 0 up to 1");
    }
  }

  @Override
  public Blends choose(LabeledRows rows, long seed) {
    int classes = Arrays.stream(rows.classes()).max().orElse(0) + 1;
    double[] totals = new double[classes];
    for (int r = 0; r < rows.rows(); r++) {
      totals[rows.classes()[r]] += rows.weights()[r];
    }
    double goal = ratio * Arrays.stream(totals).max().orElse(0);
    Blends[] parts = new Blends[classes];
    for (int c = 0; c < classes; c++) {
      int label = c;
      int[] members =
          IntStream.range(0, rows.rows())
              .filter(r -> rows.classes()[r] == label && rows.weights()[r] > 0)
              .toArray();
      double mean = totals[c] / Math.max(1, members.length);
      long count = members.length == 0 ? 0 : Math.round((goal - totals[c]) / mean);
      parts[c] = ofClass(rows, members, count, mean, RandomStream.key(seed, STREAM, c));
    }
    return joined(parts);
  }

  private Blends ofClass(LabeledRows rows, int[] members, long count, double weight, long key) {
    if (count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the augmentation smote would have to add " + count + " rows: lower its ratio");
    }
    int n = (int) Math.max(0, count);
    RandomStream random = new RandomStream(key);
    random.shuffle(members);
    int[][] near = new int[members.length][];
    int[] base = new int[n];
    int[] other = new int[n];
    double[] share = new double[n];
    for (int i = 0; i < n; i++) {
      if (Thread.currentThread().isInterrupted()) {
        return new Blends(new int[0], new int[0], new double[0], new double[0]);
      }
      int m = i % members.length;
      if (near[m] == null) {
        near[m] = nearest(rows, members, m);
      }
      base[i] = members[m];
      other[i] = near[m].length == 0 ? base[i] : near[m][random.nextInt(near[m].length)];
      share[i] = random.nextDouble();
    }
    double[] weights = new double[n];
    Arrays.fill(weights, weight);
    return new Blends(base, other, share, weights);
  }

  /** The nearest rows of member m among the first members, which are in random order. */
  private int[] nearest(LabeledRows rows, int[] members, int m) {
    int candidates = Math.min(CANDIDATES, members.length);
    int[] found = new int[neighbors < candidates ? neighbors : candidates];
    double[] distances = new double[found.length];
    int count = 0;
    for (int i = 0; i < candidates; i++) {
      if (i == m) {
        continue;
      }
      double d = rows.squaredDistance(members[m], members[i]);
      if (count == found.length && d >= distances[count - 1]) {
        continue;
      }
      int at = count < found.length ? count++ : count - 1;
      while (at > 0 && distances[at - 1] > d) {
        distances[at] = distances[at - 1];
        found[at] = found[at - 1];
        at--;
      }
      distances[at] = d;
      found[at] = members[i];
    }
    return Arrays.copyOf(found, count);
  }

  private static Blends joined(Blends[] parts) {
    return new Blends(
        Arrays.stream(parts).flatMapToInt(p -> Arrays.stream(p.base())).toArray(),
        Arrays.stream(parts).flatMapToInt(p -> Arrays.stream(p.other())).toArray(),
        Arrays.stream(parts).flatMapToDouble(p -> Arrays.stream(p.share())).toArray(),
        Arrays.stream(parts).flatMapToDouble(p -> Arrays.stream(p.weight())).toArray());
  }
}
