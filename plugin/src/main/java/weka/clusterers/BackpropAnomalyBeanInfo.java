// SPDX-License-Identifier: GPL-3.0-or-later
package weka.clusterers;

import backprop.weka.gui.Properties;
import java.beans.PropertyDescriptor;
import java.beans.SimpleBeanInfo;

/** Which editors Weka's property sheet has for {@link BackpropAnomaly}. Found by its name. */
public final class BackpropAnomalyBeanInfo extends SimpleBeanInfo {
  @Override
  public PropertyDescriptor[] getPropertyDescriptors() {
    return Properties.of(BackpropAnomaly.class);
  }
}
