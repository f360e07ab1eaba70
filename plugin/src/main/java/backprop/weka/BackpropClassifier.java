// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import java.io.Serializable;
import java.util.Arrays;
import weka.classifiers.RandomizableClassifier;
import weka.core.Capabilities;
import weka.core.Instance;
import weka.core.Instances;

/** Placeholder for packaging work: nearest centroid. Replaced by the real classifier. */
public abstract class BackpropClassifier extends RandomizableClassifier {
  private static final long serialVersionUID = 1L;

  /** Centroids, classes x attributes. */
  private record State(double[][] centroids) implements Serializable {}

  private State state;

  @Override
  public Capabilities getCapabilities() {
    Capabilities c = super.getCapabilities();
    c.disableAll();
    c.enable(Capabilities.Capability.NUMERIC_ATTRIBUTES);
    c.enable(Capabilities.Capability.NOMINAL_CLASS);
    return c;
  }

  @Override
  public void buildClassifier(Instances data) throws Exception {
    getCapabilities().testWithFail(data);
    double[][] sums = new double[data.numClasses()][data.numAttributes()];
    double[] weights = new double[data.numClasses()];
    for (Instance row : data) {
      int label = (int) row.classValue();
      weights[label] += row.weight();
      for (int a = 0; a < data.numAttributes(); a++) {
        sums[label][a] += row.weight() * row.value(a);
      }
    }
    for (int label = 0; label < sums.length; label++) {
      for (int a = 0; a < sums[label].length; a++) {
        sums[label][a] /= Math.max(weights[label], 1e-9);
      }
    }
    state = new State(sums);
  }

  @Override
  public double[] distributionForInstance(Instance row) {
    double[] scores = new double[state.centroids().length];
    for (int label = 0; label < scores.length; label++) {
      double distance = 0;
      for (int a = 0; a < row.numAttributes(); a++) {
        if (a != row.classIndex()) {
          double d = row.value(a) - state.centroids()[label][a];
          distance += d * d;
        }
      }
      scores[label] = Math.exp(-distance);
    }
    double sum = Arrays.stream(scores).sum();
    for (int label = 0; label < scores.length; label++) {
      scores[label] = sum > 0 ? scores[label] / sum : 1.0 / scores.length;
    }
    return scores;
  }

  @Override
  public String toString() {
    return "Placeholder " + (state == null ? "untrained" : Arrays.deepToString(state.centroids()));
  }
}
