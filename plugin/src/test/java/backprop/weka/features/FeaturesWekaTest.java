// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import backprop.weka.WekaReference;
import weka.filters.AbstractFilterTest;
import weka.filters.Filter;
import weka.filters.unsupervised.attribute.BackpropFeatures;

/** Weka's tests of filters. */
public class FeaturesWekaTest extends AbstractFilterTest {
  public FeaturesWekaTest(String name) {
    super(name);
  }

  @Override
  protected void setUp() throws Exception {
    super.setUp();
    // Weka's rows have strings, too, which networks do not take.
    for (int a = m_Instances.numAttributes() - 1; a >= 0; a--) {
      if (m_Instances.attribute(a).isString() || m_Instances.attribute(a).isRelationValued()) {
        m_Instances.deleteAttributeAt(a);
      }
    }
  }

  @Override
  public Filter getFilter() {
    BackpropFeatures filter = new BackpropFeatures();
    filter.setEpochs(3);
    return filter;
  }

  @Override
  public void testRegression() {
    WekaReference.check(getClass(), super::testRegression);
  }
}
