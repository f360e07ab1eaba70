// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.statistics.Holm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All tests that the gates of an experiment make, corrected for their number by Holm's procedure.
 *
 * <p>Claims and denials are counted apart, as they err in different ways. A claim, {@code
 * significant(a, b, 0.05)}, errs by passing; it must hold on every data set, so its greatest p is
 * that of the gate (an intersection-union test) and only the gates are counted. A denial, {@code
 * !worse(a, b, 0.05)}, errs by failing, and each data set is a chance to; so every test is counted.
 */
final class Family {
  /**
   * A test with literal arguments.
   *
   * @param gate name of the gate
   * @param call the function with its arguments
   * @param claim whether the gate passes by it, and not by its denial
   */
  record Test(String gate, String call, boolean claim) {}

  private record Key(String gate, String call, String dataSet) {}

  private final Map<Test, Map<String, Double>> found = new LinkedHashMap<>();
  private final Map<Key, Double> adjusted = new LinkedHashMap<>();
  private int claims;
  private int denials;

  /** Adds the probability of a test on a data set. */
  void add(Test test, String dataSet, double p) {
    found.computeIfAbsent(test, t -> new LinkedHashMap<>()).put(dataSet, p);
  }

  /** Corrects; nothing is added afterwards. */
  void close() {
    List<Test> claimed = found.keySet().stream().filter(Test::claim).toList();
    claims = claimed.size();
    double[] greatest =
        claimed.stream()
            .mapToDouble(t -> found.get(t).values().stream().mapToDouble(p -> p).max().orElse(1))
            .toArray();
    double[] corrected = Holm.adjust(greatest);
    for (int i = 0; i < corrected.length; i++) {
      double factor = greatest[i] > 0 ? corrected[i] / greatest[i] : claims;
      put(claimed.get(i), factor);
    }
    List<Key> keys = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    found.forEach(
        (test, byData) -> {
          if (!test.claim()) {
            byData.forEach(
                (dataSet, p) -> {
                  keys.add(new Key(test.gate(), test.call(), dataSet));
                  values.add(p);
                });
          }
        });
    denials = keys.size();
    double[] each = Holm.adjust(values.stream().mapToDouble(p -> p).toArray());
    for (int i = 0; i < each.length; i++) {
      adjusted.merge(keys.get(i), each[i], Math::max);
    }
  }

  private void put(Test test, double factor) {
    found
        .get(test)
        .forEach(
            (dataSet, p) ->
                adjusted.merge(
                    new Key(test.gate(), test.call(), dataSet),
                    Math.min(1, p * factor),
                    Math::max));
  }

  /** Number of tests that errors add up over with a test: of claims or of denials. */
  int size(String gate, String call) {
    boolean claim =
        found.keySet().stream()
            .anyMatch(t -> t.claim() && t.gate().equals(gate) && t.call().equals(call));
    return claim ? claims : Math.max(denials, 1);
  }

  /**
   * The corrected probability of a test. One that was not counted, since its arguments are not
   * literal, is multiplied by the number of all tests (Bonferroni).
   */
  double adjusted(String gate, String call, String dataSet, double p) {
    Double known = adjusted.get(new Key(gate, call, dataSet));
    return known != null ? known : Math.min(1, p * (claims + denials + 1));
  }
}
