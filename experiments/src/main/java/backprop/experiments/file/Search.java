// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a learner's space is searched.
 *
 * @param kind the way
 * @param samples points drawn from the space; 0 for all of its grid
 * @param eta of {@link Kind#HALVING} and {@link Kind#HYPERBAND}: one configuration of so many goes
 *     on, with so many times the epochs; 0 otherwise
 */
public record Search(Kind kind, int samples, int eta) {

  /** Ways to search. */
  public enum Kind {
    /** All combinations. */
    GRID,
    /** Independent points. */
    RANDOM,
    /** A Latin hypercube: each variable is cut into as many strata as points, one point in each. */
    LATIN,
    /** Points of a Sobol sequence, shifted by the seed. */
    SOBOL,
    /** Successive halving: few epochs for all, more for the better ones. */
    HALVING,
    /** Several halvings that start with more and more epochs. */
    HYPERBAND
  }

  /** All combinations, with all epochs. */
  public static final Search ALL = new Search(Kind.GRID, 0, 0);

  /** The most points that a search may draw. */
  static final int MOST = Space.MOST;

  private static final int ETA = 3;
  private static final int MOST_ETA = 100;
  private static final Pattern CALL = Pattern.compile("([a-z-]+)\\s*(?:\\(([^()]*)\\))?");

  /** Whether configurations are compared before all their epochs are run. */
  public boolean inSteps() {
    return eta > 0;
  }

  /** Reads the value of {@code search}. */
  static Search read(YamlValue value) {
    Matcher call = CALL.matcher(value.text().strip());
    List<String> known =
        Arrays.stream(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
    if (!call.matches() || !known.contains(call.group(1))) {
      throw value
          .textPlace()
          .error(
              "unknown search '"
                  + value.text()
                  + "'; "
                  + Nearest.hint(call.matches() ? call.group(1) : value.text(), known));
    }
    Kind kind = Kind.values()[known.indexOf(call.group(1))];
    Map<String, String> arguments = arguments(value, kind, call.group(2));
    boolean steps = kind == Kind.HALVING || kind == Kind.HYPERBAND;
    String resource = arguments.getOrDefault("resource", "epochs");
    if (!resource.equals("epochs")) {
      throw value
          .textPlace()
          .error(
              "the resource of " + call.group(1) + " can only be epochs, found '" + resource + "'");
    }
    int samples = number(value, arguments, "samples", 0, 1, MOST);
    if (!steps && kind != Kind.GRID && samples == 0) {
      throw value
          .textPlace()
          .error(
              "the search %s needs a number of samples, such as %s(20)"
                  .formatted(call.group(1), call.group(1)));
    }
    return new Search(kind, samples, steps ? number(value, arguments, "eta", ETA, 2, MOST_ETA) : 0);
  }

  private static List<String> allowed(Kind kind) {
    return switch (kind) {
      case GRID -> List.of();
      case RANDOM, LATIN, SOBOL -> List.of("samples");
      case HALVING, HYPERBAND -> List.of("eta", "resource", "samples");
    };
  }

  private static Map<String, String> arguments(YamlValue value, Kind kind, String text) {
    Map<String, String> arguments = new LinkedHashMap<>();
    String name = kind.name().toLowerCase(Locale.ROOT);
    if (text == null || text.isBlank()) {
      return arguments;
    }
    for (String part : text.split(",", -1)) {
      String[] sides = part.split("=", 2);
      boolean first = sides.length == 1 && arguments.isEmpty() && kind != Kind.GRID;
      String key = first ? "samples" : sides[0].strip();
      if (!allowed(kind).contains(key) || sides.length == 1 && !first) {
        throw value
            .textPlace()
            .error(
                "the search %s takes %s, found '%s'"
                    .formatted(
                        name,
                        allowed(kind).isEmpty() ? "no arguments" : String.join(", ", allowed(kind)),
                        part.strip()));
      }
      if (arguments.put(key, sides[sides.length - 1].strip()) != null) {
        throw value.textPlace().error("the search " + name + " has '" + key + "' twice");
      }
    }
    return arguments;
  }

  private static int number(
      YamlValue value, Map<String, String> arguments, String key, int absent, int least, int most) {
    String text = arguments.get(key);
    if (text == null) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw value
        .textPlace()
        .error(
            "'%s' of a search is a whole number from %d to %d, found '%s'"
                .formatted(key, least, most, text));
  }
}
