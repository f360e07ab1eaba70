// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How much time training may take for the sake of better predictions. */
public enum Effort {
  /** Half the members of an ensemble, half the epochs. */
  FAST(4, 0.5),
  /** The default. */
  NORMAL(8, 1),
  /** Twice the members, or twice the epochs where there are none, and a search before. */
  THOROUGH(16, 2);

  private final int members;
  private final double epochs;

  /**
   * @param epochs factor of the epochs of what is no ensemble
   */
  Effort(int members, double epochs) {
    this.members = members;
    this.epochs = epochs;
  }

  /** The effort that an option asks for. */
  public static Effort of(Settings s) {
    return valueOf(s.text(Setting.EFFORT).toUpperCase(Locale.ROOT));
  }

  /** What the option allows, from little to much. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Effort::text).toList();
  }

  /** As the option has it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  int members() {
    return members;
  }

  /** The epochs of an ensemble: it stops by itself, so that more would change nothing. */
  int ofEnsemble(int usual) {
    return Math.max(1, (int) Math.round(usual * Math.min(1, epochs)));
  }

  /** The epochs of anything else. */
  int ofOne(int usual) {
    return Math.max(1, (int) Math.round(usual * epochs));
  }

  /** Whether the recipe of an ensemble is searched for. */
  public boolean searches() {
    return this == THOROUGH;
  }
}
