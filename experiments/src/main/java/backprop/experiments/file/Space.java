// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a learner varies: a product of axes. An axis is a list of points; a point gives one variable
 * its value, or several together where they are zipped.
 *
 * @param axes the axes, in file order; of an interval one point stands there for all
 * @param ranges the intervals that have no points, by the number of their axis from 0
 */
public record Space(List<List<Map<String, Value>>> axes, Map<Integer, Range> ranges) {

  /** A space of one empty combination. */
  public static final Space NONE = new Space(List.of(), Map.of());

  /** Whether all axes are lists of points. */
  public boolean isFinite() {
    return ranges.isEmpty();
  }

  /** The point of an axis at a part of it, from 0 to less than 1. */
  Map<String, Value> at(int axis, double part) {
    List<Map<String, Value>> points = axes.get(axis);
    Range range = ranges.get(axis);
    return range == null
        ? points.get((int) (part * points.size()))
        : Map.of(points.get(0).keySet().iterator().next(), range.at(part));
  }

  /** The most combinations that one learner may have. */
  static final int MOST = 100_000;

  /** Names of the variables, in file order. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    axes.forEach(axis -> names.addAll(axis.get(0).keySet()));
    return names;
  }

  /** All combinations; the last axis changes fastest. */
  public List<Map<String, Value>> grid() {
    List<Map<String, Value>> combinations = List.of(Map.of());
    for (List<Map<String, Value>> axis : axes) {
      List<Map<String, Value>> longer = new ArrayList<>(combinations.size() * axis.size());
      for (Map<String, Value> start : combinations) {
        for (Map<String, Value> point : axis) {
          Map<String, Value> both = new LinkedHashMap<>(start);
          both.putAll(point);
          longer.add(both);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  /** Number of combinations, forbidden ones included. */
  public long size() {
    long size = 1;
    for (List<Map<String, Value>> axis : axes) {
      size = Math.multiplyExact(size, (long) axis.size());
    }
    return size;
  }
}
