// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.file.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a rule does where its expression holds.
 *
 * @param kind what
 * @param factor of the learning rate, above 0; 1 where the action is another one
 */
public record Action(Kind kind, double factor) {

  /** The actions. */
  public enum Kind {
    FORBID("forbid", "the combination is not run"),
    STOP("stop", "this run ends; the weights of its best epoch count"),
    RATE(
        "rate(factor)",
        "the learning rates of this run are multiplied from the next epoch on; epochsSinceBest"
            + " of this rule counts anew"),
    DROP(
        "drop",
        "the configuration runs no further on this data set, is reported with the evidence and"
            + " kept out of tests and tables"),
    FINISH("finish", "no further cell starts"),
    WARN("warn", "the firing is reported, nothing else");

    private final String form;
    private final String meaning;

    Kind(String form, String meaning) {
      this.form = form;
      this.meaning = meaning;
    }

    /** How files write it. */
    String form() {
      return form;
    }

    /** What it does, in a few words. */
    String meaning() {
      return meaning;
    }
  }

  /** The events on which rules act, in the order in which they happen, with their actions. */
  static final Map<String, List<Kind>> OF_EVENTS =
      Map.of(
          "space", List.of(Kind.FORBID),
          "epoch", List.of(Kind.STOP, Kind.RATE, Kind.WARN),
          "fold", List.of(Kind.DROP, Kind.FINISH, Kind.WARN),
          "configuration", List.of(Kind.DROP, Kind.FINISH, Kind.WARN),
          "experiment", List.of(Kind.FINISH, Kind.WARN));

  private static final Pattern RATE = Pattern.compile("rate\\s*\\(\\s*([^)]*?)\\s*\\)");

  /**
   * Reads the text of {@code then}.
   *
   * @param event one of {@link #OF_EVENTS}
   * @throws IllegalArgumentException in one sentence when the event has no such action
   */
  public static Action parse(String event, String text) {
    List<Kind> allowed = OF_EVENTS.get(event);
    String word = text.strip();
    Matcher rate = RATE.matcher(word);
    if (rate.matches() && allowed.contains(Kind.RATE)) {
      return new Action(Kind.RATE, factor(rate.group(1)));
    }
    String name = word.replaceFirst("\\s*\\(.*", "");
    List<String> names = Arrays.stream(Kind.values()).map(Action::word).toList();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "unknown action '"
              + text
              + "'; "
              + Nearest.hint(name, allowed.stream().map(Action::word).toList()));
    }
    Kind kind = Kind.values()[names.indexOf(name)];
    if (!allowed.contains(kind)) {
      throw new IllegalArgumentException(
          "a rule on '"
              + event
              + "' can "
              + allowed.stream().map(Kind::form).collect(Collectors.joining(", "))
              + ", found '"
              + text
              + "'");
    } else if (kind == Kind.RATE) {
      throw new IllegalArgumentException(
          "the action rate needs a factor, such as rate(0.5), found '" + text + "'");
    } else if (!name.equals(word)) {
      throw new IllegalArgumentException(
          "the action " + name + " takes no arguments, found '" + text + "'");
    }
    return new Action(kind, 1);
  }

  private static double factor(String text) {
    try {
      double factor = Double.parseDouble(text);
      if (factor > 0 && factor < Double.POSITIVE_INFINITY) {
        return factor;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new IllegalArgumentException(
        "the factor of the action rate is a number above 0, such as 0.5, found '" + text + "'");
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return kind == Kind.RATE ? "rate(" + factor + ")" : word(kind);
  }
}
