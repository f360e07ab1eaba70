// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.metric.Accuracy;
import backprop.engine.metric.AreaUnderRoc;
import backprop.engine.metric.BalancedAccuracy;
import backprop.engine.metric.BrierScore;
import backprop.engine.metric.CohenKappa;
import backprop.engine.metric.DeterminationCoefficient;
import backprop.engine.metric.ErrorRate;
import backprop.engine.metric.LogLoss;
import backprop.engine.metric.MacroF1;
import backprop.engine.metric.MatthewsCorrelation;
import backprop.engine.metric.MeanAbsoluteError;
import backprop.engine.metric.MeanLoss;
import backprop.engine.metric.Metric;
import backprop.engine.metric.PearsonCorrelation;
import backprop.engine.metric.RootMeanSquaredError;
import backprop.engine.text.Catalog;

/** All metrics, one line per entry. */
final class MetricCatalog {
  private MetricCatalog() {}

  static Catalog<Metric> entries() {
    return Catalog.of(
        "metric",
        Metric.class,
        new MeanLoss(),
        new Accuracy(),
        new ErrorRate(),
        new LogLoss(),
        new BalancedAccuracy(),
        new MacroF1(),
        new AreaUnderRoc(),
        new BrierScore(),
        new CohenKappa(),
        new MatthewsCorrelation(),
        new RootMeanSquaredError(),
        new MeanAbsoluteError(),
        new DeterminationCoefficient(),
        new PearsonCorrelation());
  }
}
