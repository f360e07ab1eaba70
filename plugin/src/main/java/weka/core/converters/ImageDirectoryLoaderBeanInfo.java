// SPDX-License-Identifier: GPL-3.0-or-later
package weka.core.converters;

import backprop.weka.gui.Properties;
import java.beans.PropertyDescriptor;
import java.beans.SimpleBeanInfo;

/** Which editors Weka's property sheet has for {@link ImageDirectoryLoader}. Found by its name. */
public final class ImageDirectoryLoaderBeanInfo extends SimpleBeanInfo {
  @Override
  public PropertyDescriptor[] getPropertyDescriptors() {
    return Properties.of(ImageDirectoryLoader.class);
  }
}
