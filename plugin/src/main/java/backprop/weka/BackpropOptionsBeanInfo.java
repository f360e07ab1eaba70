// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import backprop.weka.gui.Properties;
import java.beans.PropertyDescriptor;
import java.beans.SimpleBeanInfo;

/** Which editors Weka's property sheet has for {@link BackpropOptions}. Found by its name. */
public final class BackpropOptionsBeanInfo extends SimpleBeanInfo {
  @Override
  public PropertyDescriptor[] getPropertyDescriptors() {
    return Properties.of(BackpropOptions.class);
  }
}
