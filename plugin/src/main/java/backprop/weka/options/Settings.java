// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.weka.preset.Preset;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import weka.core.Utils;

/**
 * The values of all options. Immutable, and never holds a value that is not allowed.
 *
 * <p>Serialized as flags with their texts, so that models outlive new options: what an old model
 * does not name has its default.
 */
public final class Settings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a number is while it is left to {@link Automatic}. */
  public static final int AUTOMATIC = -1;

  private static final Settings INITIAL = new Settings(new TreeMap<>());

  private final TreeMap<String, String> texts;

  private Settings(TreeMap<String, String> texts) {
    this.texts = texts;
  }

  /** All options at their defaults. */
  public static Settings initial() {
    return INITIAL;
  }

  /**
   * Takes the options of this classifier out of a command line.
   *
   * @param options found flags and values become empty strings, as Weka does it
   * @throws IllegalArgumentException when a value is not allowed
   * @throws Exception when a flag has no value behind it
   */
  public static Settings take(String[] options) throws Exception {
    Settings settings = INITIAL;
    for (Setting s : Setting.values()) {
      if (s.valueless()) {
        settings = Utils.getFlag(s.flag(), options) ? settings.with(s, "true") : settings;
      } else if (Utils.getOptionPos(s.flag(), options) >= 0) {
        settings = settings.with(s, Utils.getOption(s.flag(), options));
      }
    }
    settings.checkTogether();
    return settings;
  }

  /** The settings as a command line; what has no value is left out. */
  public String[] toOptions() {
    List<String> options = new ArrayList<>();
    for (Setting s : Setting.values()) {
      if (s.valueless() ? yes(s) : !text(s).isEmpty()) {
        options.add("-" + s.flag());
        if (!s.valueless()) {
          options.add(text(s));
        }
      }
    }
    return options.toArray(new String[0]);
  }

  /** The value as text. */
  public String text(Setting s) {
    return texts.getOrDefault(s.flag(), s.initial());
  }

  /** What kind of data there is; empty where it is a table like others. */
  public Optional<Preset> preset() {
    return automatic(Setting.PRESET)
        ? Optional.empty()
        : Optional.of(Setting.PRESET.preset(text(Setting.PRESET)));
  }

  /** Whether the choice is left to {@link Automatic}. */
  public boolean automatic(Setting s) {
    return text(s).equals(Setting.AUTO);
  }

  /** The value of a setting that is yes or no. */
  public boolean yes(Setting s) {
    return text(s).equals("true");
  }

  /** These settings with the values that other settings have of some of them. */
  public Settings with(List<Setting> some, Settings other) {
    Settings changed = this;
    for (Setting s : some) {
      changed = changed.with(s, other.text(s));
    }
    return changed;
  }

  /** The value of a setting that is a number, {@link #AUTOMATIC} for {@code auto}. */
  public int number(Setting s) {
    return automatic(s) ? AUTOMATIC : Integer.parseInt(text(s));
  }

  /** The value of a setting that is a number with a fraction. */
  public double real(Setting s) {
    return Double.parseDouble(text(s));
  }

  /**
   * These settings with another value.
   *
   * @throws IllegalArgumentException when it is not allowed: one sentence naming the option
   */
  public Settings with(Setting s, String text) {
    TreeMap<String, String> changed = new TreeMap<>(texts);
    changed.put(s.flag(), s.accept(text));
    return new Settings(changed);
  }

  /**
   * These settings with another number; {@link #AUTOMATIC} is {@code auto} where that is allowed.
   */
  public Settings with(Setting s, int number) {
    return with(s, s.automatic() && number == AUTOMATIC ? Setting.AUTO : String.valueOf(number));
  }

  /** These settings with another number that may have a fraction. */
  public Settings with(Setting s, double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
    return with(s, whole ? String.valueOf((long) number) : String.valueOf(number));
  }

  /**
   * Checks what each option alone cannot.
   *
   * @throws IllegalArgumentException when two options contradict each other
   */
  public void checkTogether() {
    if (!automatic(Setting.LAYERS) && !text(Setting.HIDDEN_LAYERS).isEmpty()) {
      throw new IllegalArgumentException(
          "options -layers \""
              + text(Setting.LAYERS)
              + "\" and -H "
              + text(Setting.HIDDEN_LAYERS)
              + " both give the hidden layers: leave one of them out");
    }
    boolean layers = !automatic(Setting.LAYERS) || !text(Setting.HIDDEN_LAYERS).isEmpty();
    if (layers && preset().map(Preset::complete).orElse(false)) {
      throw new IllegalArgumentException(
          "options -preset \""
              + text(Setting.PRESET)
              + "\" and "
              + (automatic(Setting.LAYERS)
                  ? "-H " + text(Setting.HIDDEN_LAYERS)
                  : "-layers \"" + text(Setting.LAYERS) + "\"")
              + " both give the hidden layers: leave one of them out");
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    for (Map.Entry<String, String> e : texts.entrySet()) {
      if (Setting.of(e.getKey()).isEmpty()) {
        throw new InvalidObjectException(
            "the model has an option -"
                + e.getKey()
                + " that this version does not know: use a newer version of Backprop");
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Settings s && List.of(s.toOptions()).equals(List.of(toOptions()));
  }

  @Override
  public int hashCode() {
    return List.of(toOptions()).hashCode();
  }

  @Override
  public String toString() {
    return Utils.joinOptions(toOptions());
  }
}
