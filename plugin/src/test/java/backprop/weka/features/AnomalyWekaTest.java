// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import backprop.weka.WekaReference;
import weka.clusterers.AbstractClustererTest;
import weka.clusterers.BackpropAnomaly;
import weka.clusterers.Clusterer;

/** Weka's tests of clusterers. */
public class AnomalyWekaTest extends AbstractClustererTest {
  public AnomalyWekaTest(String name) {
    super(name);
  }

  @Override
  public Clusterer getClusterer() {
    BackpropAnomaly anomaly = new BackpropAnomaly();
    anomaly.setEpochs(3);
    return anomaly;
  }

  @Override
  public void testRegression() throws Exception {
    WekaReference.check(getClass(), super::testRegression);
  }
}
