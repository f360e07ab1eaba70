// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which parameters are trained, and how fast, said by the paths of layers: for transfer learning.
 * Rules are applied in order; what a later rule says about a parameter replaces what an earlier one
 * said.
 *
 * <p>A pattern names a path or the beginning of one, part by part: {@code 0-dense} is the first
 * layer with all that is in it, {@code 0-dense/bias} one parameter. In a part {@code *} stands for
 * any characters, and the part {@code **} for any number of parts: {@code **​/bias}.
 *
 * <p>A frozen layer behaves as when predicting: its dropout is off and its batch normalization uses
 * the running moments and leaves them alone. No backward branch is recorded for it.
 */
public final class ParameterRules {
  /** Everything is trained at the rate of the optimizer. */
  public static final ParameterRules NONE = new ParameterRules(List.of());

  private final List<Rule> rules;

  /** What a rule does. */
  public enum Effect {
    FREEZE,
    UNFREEZE,
    RATE
  }

  /**
   * One rule.
   *
   * @param pattern which parameters
   * @param effect what becomes of them
   * @param rateFactor factor of the learning rate for {@link Effect#RATE}, above 0, else 1
   */
  public record Rule(String pattern, Effect effect, double rateFactor) {
    public Rule {
      if (pattern.isBlank()) {
        throw new IllegalArgumentException("a pattern for layers is empty; ** is all of them");
      }
      if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the factor of the learning rate of "
                + pattern
                + " is "
                + rateFactor
                + ", it must be above 0; freeze a layer instead of giving it a rate of 0");
      }
    }

    boolean matches(String path) {
      return compiled().matcher(path).matches();
    }

    private Pattern compiled() {
      StringBuilder regex = new StringBuilder();
      String[] parts = pattern.split("/", -1);
      for (int i = 0; i < parts.length; i++) {
        boolean last = i == parts.length - 1;
        if (parts[i].equals("**")) {
          regex.append(last ? ".*" : "(?:[^/]+/)*");
        } else {
          for (String piece : parts[i].split("(?=\\*)|(?<=\\*)")) {
            regex.append(piece.equals("*") ? "[^/]*" : Pattern.quote(piece));
          }
          regex.append(last ? "(?:/.*)?" : "/");
        }
      }
      return Pattern.compile(regex.toString());
    }
  }

  private ParameterRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** These rules, in this order. */
  public static ParameterRules of(Rule... rules) {
    return new ParameterRules(List.of(rules));
  }

  /** These rules, and then the parameters of the pattern are not trained. */
  public ParameterRules freeze(String pattern) {
    return and(new Rule(pattern, Effect.FREEZE, 1));
  }

  /** These rules, and then the parameters of the pattern are trained. */
  public ParameterRules unfreeze(String pattern) {
    return and(new Rule(pattern, Effect.UNFREEZE, 1));
  }

  /** These rules, and then the parameters of the pattern, if trained, have a factor of the rate. */
  public ParameterRules rate(String pattern, double factor) {
    return and(new Rule(pattern, Effect.RATE, factor));
  }

  private ParameterRules and(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new ParameterRules(more);
  }

  /** The rules in order. */
  public List<Rule> rules() {
    return rules;
  }

  /** Whether the rules leave nothing to train in the layer with this path. */
  boolean freezes(String path) {
    boolean frozen = false;
    if (!path.isEmpty()) {
      for (Rule r : rules) {
        if (r.effect() == Effect.FREEZE && r.matches(path)) {
          frozen = true;
        } else if (r.effect() == Effect.UNFREEZE
            && (r.matches(path) || r.pattern().startsWith(path + "/"))) {
          frozen = false;
        }
      }
    }
    return frozen;
  }

  Slot applyTo(Slot slot) {
    Slot ruled = slot;
    double factor = 1;
    for (Rule r : rules) {
      if (r.matches(slot.path())) {
        factor = r.effect() == Effect.RATE ? r.rateFactor() : factor;
        boolean trained =
            r.effect() == Effect.RATE ? ruled.trainable() : r.effect() == Effect.UNFREEZE;
        ruled = slot.trained(trained, slot.rateFactor() * factor);
      }
    }
    return ruled;
  }

  /**
   * Refuses rules that say something about no parameter at all: a mistyped path would train what
   * should be frozen.
   *
   * @throws IllegalArgumentException naming the pattern and the known paths
   */
  public void check(Layout layout) {
    for (Rule r : rules) {
      if (layout.slots().stream().noneMatch(s -> r.matches(s.path()))) {
        throw new IllegalArgumentException(
            "no parameter matches "
                + r.pattern()
                + "; known are "
                + String.join(", ", layout.slots().stream().map(Slot::path).toList()));
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ParameterRules p && p.rules.equals(rules);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rules);
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
