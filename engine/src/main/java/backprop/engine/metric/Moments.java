// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

/** Weighted means and sums of squares of one column of truths and predictions. */
record Moments(double truth, double prediction, double both, double errors) {

  /** About the means, and of the errors; each divided by the sum of the weights. */
  static Moments of(Scores s, int column) {
    double all = s.totalWeight();
    double meanTruth = 0;
    double meanPrediction = 0;
    for (int r = 0; r < s.rows(); r++) {
      double w = s.weight(r) / all;
      meanTruth += w * s.wanted(r, column);
      meanPrediction += w * s.predicted(r, column);
    }
    double truth = 0;
    double prediction = 0;
    double both = 0;
    double errors = 0;
    for (int r = 0; r < s.rows(); r++) {
      double w = s.weight(r) / all;
      double t = s.wanted(r, column) - meanTruth;
      double p = s.predicted(r, column) - meanPrediction;
      double e = s.predicted(r, column) - s.wanted(r, column);
      truth += w * t * t;
      prediction += w * p * p;
      both += w * t * p;
      errors += w * e * e;
    }
    return new Moments(truth, prediction, both, errors);
  }
}
