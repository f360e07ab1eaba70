// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.file.Nearest;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The values of all metrics as a map that computes what it is asked for, and only that. */
final class Summary extends AbstractMap<String, Double> {
  private final ToDoubleFunction<Metric> value;

  Summary(ToDoubleFunction<Metric> value) {
    this.value = value;
  }

  @Override
  public Double get(Object key) {
    String name = String.valueOf(key);
    Metric metric =
        Metrics.find(name)
            .orElseThrow(
                () ->
                    new Undecided(
                        "unknown metric \""
                            + name
                            + "\""
                            + "; "
                            + Nearest.hint(name, Metrics.names())));
    return value.applyAsDouble(metric);
  }

  /** Always true, so that {@link #get} explains a value that is missing. */
  @Override
  public boolean containsKey(Object key) {
    return true;
  }

  /** Not to be listed: the check of names lets nothing through but reading one metric. */
  @Override
  public Set<Map.Entry<String, Double>> entrySet() {
    throw new Undecided("a learner's values are read one by one, as in best('network').kappa");
  }
}
