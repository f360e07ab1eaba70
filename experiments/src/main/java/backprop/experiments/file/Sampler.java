// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Draws the points of a search from a space. The points depend on the experiment's seed and the
 * learner's name only.
 *
 * <p>Latin hypercube: McKay, Beckman and Conover 1979. Sobol: the sequence with Joe and Kuo's
 * direction numbers, shifted by a random vector modulo 1 (Cranley and Patterson 1976).
 */
final class Sampler {
  private static final int TRIES = 100;

  private final Space space;
  private final SplittableRandom random;

  Sampler(Space space, long seed, String learner) {
    this.space = space;
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + learner.hashCode());
  }

  /** The different points of a search, in the order of drawing; those of a grid in its order. */
  List<Map<String, Value>> points(Search search) {
    int wanted = search.samples();
    if (wanted == 0 || space.isFinite() && space.size() <= wanted) {
      List<Map<String, Value>> all = new ArrayList<>(space.grid());
      if (search.kind() == Search.Kind.HYPERBAND) {
        shuffle(all);
      }
      return all;
    }
    return switch (search.kind()) {
      case LATIN -> distinct(latin(wanted));
      case SOBOL -> distinct(sobol(wanted));
      default -> independent(wanted);
    };
  }

  private <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  private List<Map<String, Value>> independent(int wanted) {
    Set<Map<String, Object>> seen = new LinkedHashSet<>();
    List<Map<String, Value>> points = new ArrayList<>();
    for (int tries = 0; points.size() < wanted && tries < TRIES * wanted; tries++) {
      double[] parts = new double[space.axes().size()];
      for (int a = 0; a < parts.length; a++) {
        parts[a] = random.nextDouble();
      }
      add(points, seen, parts);
    }
    return points;
  }

  private double[][] latin(int wanted) {
    double[][] parts = new double[wanted][space.axes().size()];
    for (int a = 0; a < space.axes().size(); a++) {
      List<Integer> strata = new ArrayList<>();
      for (int i = 0; i < wanted; i++) {
        strata.add(i);
      }
      shuffle(strata);
      for (int i = 0; i < wanted; i++) {
        parts[i][a] = (strata.get(i) + random.nextDouble()) / wanted;
      }
    }
    return parts;
  }

  private double[][] sobol(int wanted) {
    int axes = space.axes().size();
    SobolSequenceGenerator sequence = new SobolSequenceGenerator(axes);
    double[] shift = new double[axes];
    for (int a = 0; a < axes; a++) {
      shift[a] = random.nextDouble();
    }
    double[][] parts = new double[wanted][];
    for (int i = 0; i < wanted; i++) {
      parts[i] = sequence.nextVector();
      for (int a = 0; a < axes; a++) {
        parts[i][a] = (parts[i][a] + shift[a]) % 1;
      }
    }
    return parts;
  }

  private List<Map<String, Value>> distinct(double[][] parts) {
    Set<Map<String, Object>> seen = new LinkedHashSet<>();
    List<Map<String, Value>> points = new ArrayList<>();
    for (double[] part : parts) {
      add(points, seen, part);
    }
    return points;
  }

  private void add(List<Map<String, Value>> points, Set<Map<String, Object>> seen, double[] parts) {
    Map<String, Value> point = new LinkedHashMap<>();
    for (int a = 0; a < parts.length; a++) {
      point.putAll(space.at(a, parts[a]));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    point.forEach((name, value) -> values.put(name, value.value()));
    if (seen.add(values)) {
      points.add(point);
    }
  }
}
