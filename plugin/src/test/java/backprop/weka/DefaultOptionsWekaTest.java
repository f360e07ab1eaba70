// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import weka.classifiers.Classifier;
import weka.classifiers.functions.BackpropNetwork;

/** Weka's own tests of a classifier, with the default options. */
public class DefaultOptionsWekaTest extends ReferencedWekaTest {
  public DefaultOptionsWekaTest(String name) {
    super(name);
  }

  @Override
  public Classifier getClassifier() {
    return new BackpropNetwork();
  }
}
