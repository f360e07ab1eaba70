// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.beans.PropertyEditor;
import java.util.Map;
import java.util.TreeMap;
import weka.core.OptionHandler;

/** The properties of a bean, with our editors. */
public final class Properties {
  private Properties() {}

  /**
   * The properties of a bean class as they are found by their getters and setters, each with the
   * editor of its name, if there is one; groups of options with that of a group.
   */
  public static PropertyDescriptor[] of(Class<?> bean) {
    Map<String, Class<? extends PropertyEditor>> editors = new TreeMap<>(FieldEditors.of(bean));
    if (editors.isEmpty()) {
      // The classifier, or a group of its options.
      editors.putAll(FieldEditors.common());
      editors.putAll(SettingEditors.byProperty());
    }
    try {
      BeanInfo found = Introspector.getBeanInfo(bean, Introspector.IGNORE_IMMEDIATE_BEANINFO);
      PropertyDescriptor[] all = found.getPropertyDescriptors();
      for (PropertyDescriptor p : all) {
        if (editors.containsKey(p.getName())) {
          p.setPropertyEditorClass(editors.get(p.getName()));
        } else if (OptionHandler.class.isAssignableFrom(p.getPropertyType())) {
          p.setPropertyEditorClass(GroupEditor.class);
        }
      }
      return all;
    } catch (IntrospectionException e) {
      throw new IllegalStateException(e);
    }
  }
}
