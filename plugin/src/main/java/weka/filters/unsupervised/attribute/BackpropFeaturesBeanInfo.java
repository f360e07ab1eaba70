// SPDX-License-Identifier: GPL-3.0-or-later
package weka.filters.unsupervised.attribute;

import backprop.weka.gui.Properties;
import java.beans.PropertyDescriptor;
import java.beans.SimpleBeanInfo;

/** Which editors Weka's property sheet has for {@link BackpropFeatures}. Found by its name. */
public final class BackpropFeaturesBeanInfo extends SimpleBeanInfo {
  @Override
  public PropertyDescriptor[] getPropertyDescriptors() {
    return Properties.of(BackpropFeatures.class);
  }
}
