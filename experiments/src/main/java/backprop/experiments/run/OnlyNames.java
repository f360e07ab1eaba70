// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the arguments of {@code --only}: names with commas between them, and in them. */
final class OnlyNames {
  private OnlyNames() {}

  /**
   * The names in some arguments. Where several readings are possible, a name goes as far as it can:
   * with the learners {@code a}, {@code b} and {@code a, b} the argument {@code a, b} is the last
   * one.
   *
   * @param known all names that there are
   * @throws ExperimentException in one sentence where a part of an argument is no name
   */
  static Set<String> of(List<String> arguments, Collection<String> known) {
    Set<String> names = new LinkedHashSet<>();
    for (String argument : arguments) {
      List<String> parts = Arrays.asList(argument.split(",", -1));
      for (int from = 0; from < parts.size(); ) {
        int to = parts.size();
        while (to > from && !known.contains(joined(parts, from, to))) {
          to--;
        }
        if (to == from) {
          throw unknown(parts, from, known);
        }
        names.add(joined(parts, from, to));
        from = to;
      }
    }
    return names;
  }

  private static String joined(List<String> parts, int from, int to) {
    return String.join(",", parts.subList(from, to)).strip();
  }

  private static ExperimentException unknown(
      List<String> parts, int from, Collection<String> known) {
    // Of "vectors,RBF" the whole is nearer to a name than its first part.
    String whole = joined(parts, from, parts.size());
    String name = Nearest.to(whole, known).isPresent() ? whole : joined(parts, from, from + 1);
    String near = Nearest.to(name, known).map(n -> "; did you mean '" + n + "'?").orElse("");
    return new ExperimentException(
        "--only: no learner and no data set is called '%s'; there are %s%s"
            .formatted(
                name,
                known.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", ")),
                near));
  }
}
