// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import weka.classifiers.Classifier;

/** Weka's own tests of a classifier, with options in MultilayerPerceptron's manner. */
public class RegressionWekaTest extends ReferencedWekaTest {
  public RegressionWekaTest(String name) {
    super(name);
  }

  @Override
  public Classifier getClassifier() {
    return TestData.network(
        "-H a,4 -loss huber(1) -optimizer \"sgd(rate=0.02, momentum=0.9)\" -regularizer"
            + " \"l2(0.001), max-norm(4)\" -N 15 -batch 4 -V 0 -threads 1");
  }
}
