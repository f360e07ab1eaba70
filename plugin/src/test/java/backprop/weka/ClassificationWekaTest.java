// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import weka.classifiers.Classifier;

/** Weka's own tests of a classifier, with options that only a nominal class allows. */
public class ClassificationWekaTest extends ReferencedWekaTest {
  public ClassificationWekaTest(String name) {
    super(name);
  }

  @Override
  public Classifier getClassifier() {
    return TestData.network(
        "-layers \"dense(12, relu), dropout(0.1), dense(6, tanh)\" -loss cross-entropy(0.05)"
            + " -class-weights balanced -optimizer adam(rate=0.01) -N 20 -V 20 -E 8 -batch 8 -S 3");
  }
}
