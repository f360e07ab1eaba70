// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;

/**
 * Edits the property of one setting in Weka's property sheet. The value is what the bean's property
 * is (a text or a number), the text is what the command line has, such as {@code auto}.
 */
public abstract class SettingEditor extends TextEditor {
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
  final String name() {
    return setting.flag();
  }

  @Override
  final String problem(String text) {
    try {
      setting.accept(text);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
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
}
