// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.awt.Component;
import java.beans.PropertyEditorSupport;
import javax.swing.JPanel;
import weka.gui.CustomPanelSupplier;

/**
 * Edits the property of one setting in Weka's property sheet. The value is what the bean's property
 * is (a text or a number), the text is what the command line has, such as {@code auto}.
 */
public abstract class SettingEditor extends PropertyEditorSupport implements CustomPanelSupplier {
  private final Setting setting;
  private final Class<?> type;

  /**
   * @param type the property's: String, int or double
   */
  SettingEditor(Setting setting, Class<?> type) {
    this.setting = setting;
    this.type = type;
  }

  /** What is edited. */
  public final Setting setting() {
    return setting;
  }

  @Override
  public final String getAsText() {
    Object value = getValue();
    Settings none = Settings.initial();
    if (value instanceof Integer i) {
      return i == Settings.AUTOMATIC ? Setting.AUTO : String.valueOf(i);
    }
    return value instanceof Double d ? none.with(setting, d).text(setting) : (String) value;
  }

  /**
   * Sets the value.
   *
   * @throws IllegalArgumentException when the text is not allowed, in one sentence
   */
  @Override
  public final void setAsText(String text) {
    Settings changed = Settings.initial().with(setting, text);
    if (type == int.class) {
      setValue(changed.number(setting));
    } else if (type == double.class) {
      setValue(changed.real(setting));
    } else {
      setValue(changed.text(setting));
    }
  }

  /** Weka shows the panel that {@link #getCustomPanel} makes where both are true. */
  @Override
  public boolean isPaintable() {
    return true;
  }

  @Override
  public boolean supportsCustomEditor() {
    return true;
  }

  @Override
  public final JPanel getCustomPanel() {
    return new EntryField(this, larger()).panel();
  }

  /** A larger editor. */
  interface Larger {
    /** Edits a text in a window that belongs to a component; the new text. */
    String edit(Component parent, String text);
  }

  /** What opens a larger editor; null where there is none. */
  Larger larger() {
    return null;
  }
}
