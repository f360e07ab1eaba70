// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.sheet;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import weka.core.CustomDisplayStringProvider;
import weka.core.Option;
import weka.core.OptionHandler;
import weka.core.Utils;

/**
 * Some of the classifier's options as an object of their own, which Weka's property editor opens in
 * a sheet of its own. A copy: the classifier takes the values when it is given the group.
 */
public abstract class OptionGroup
    implements OptionHandler, CustomDisplayStringProvider, Serializable {
  private static final long serialVersionUID = 1L;

  private Settings settings;

  OptionGroup() {
    this(Settings.initial());
  }

  OptionGroup(Settings settings) {
    this.settings = settings;
  }

  /** The settings that belong to the group, in the order of the sheet. */
  public abstract List<Setting> members();

  final Settings settings() {
    return settings;
  }

  final void set(Settings changed) {
    settings = changed;
  }

  /** Other settings with this group's values. */
  public final Settings into(Settings others) {
    return others.with(members(), settings);
  }

  private Settings own() {
    return into(Settings.initial());
  }

  @Override
  public Enumeration<Option> listOptions() {
    return Collections.enumeration(Option.listOptionsForClass(getClass()));
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    String[] rest = options.clone();
    Settings taken = Settings.take(rest);
    Utils.checkForRemainingOptions(rest);
    settings = taken;
    Arrays.fill(options, "");
  }

  @Override
  public String[] getOptions() {
    List<String> options = new ArrayList<>();
    for (Setting s : members()) {
      if (s.valueless() ? settings.yes(s) : !settings.text(s).isEmpty()) {
        options.add("-" + s.flag());
        if (!s.valueless()) {
          options.add(settings.text(s));
        }
      }
    }
    return options.toArray(new String[0]);
  }

  /** What differs from the defaults; Weka shows it in the sheet above. */
  @Override
  public String toDisplay() {
    List<String> changed = new ArrayList<>();
    for (Setting s : members()) {
      if (!settings.text(s).equals(s.initial())) {
        changed.add("-" + s.flag() + (s.valueless() ? "" : " " + settings.text(s)));
      }
    }
    return changed.isEmpty() ? "defaults" : String.join("  ", changed);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof OptionGroup g && g.getClass() == getClass() && g.own().equals(own());
  }

  @Override
  public int hashCode() {
    return own().hashCode();
  }

  @Override
  public String toString() {
    return toDisplay();
  }
}
