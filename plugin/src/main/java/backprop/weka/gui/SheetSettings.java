// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.weka.options.Settings;
import java.awt.Window;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import weka.core.OptionHandler;
import weka.gui.PropertyDialog;

/** The options of the classifier whose property sheet an editor belongs to. */
final class SheetSettings {
  private SheetSettings() {}

  /** The options as they are in the sheet of the window, or of one that owns it; else defaults. */
  static Settings find(Window from) {
    for (Window w = from; w != null; w = w.getOwner()) {
      if (w instanceof PropertyDialog d && d.getEditor() != null) {
        Object bean = d.getEditor().getValue();
        if (bean instanceof OptionHandler o && hasLayers(bean)) {
          return of(o);
        }
      }
    }
    return Settings.initial();
  }

  private static Settings of(OptionHandler classifier) {
    try {
      return Settings.take(classifier.getOptions());
    } catch (Exception e) {
      // Two options that do not go together: the preview cannot know which of them will stay.
      return Settings.initial();
    }
  }

  private static boolean hasLayers(Object bean) {
    try {
      PropertyDescriptor[] all = Introspector.getBeanInfo(bean.getClass()).getPropertyDescriptors();
      return Arrays.stream(all)
          .anyMatch(p -> p.getPropertyEditorClass() == SettingEditors.LayersEditor.class);
    } catch (IntrospectionException e) {
      return false;
    }
  }
}
