// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Reads the {@code vary} part of a learner. A variable takes a list of values or a range:
 *
 * <pre>
 * width: [32, 128]
 * depth: { from: 1, to: 4 }                            1, 2, 3, 4; "step" changes the distance
 * rate:  { from: 1e-4, to: 1e-1, count: 4, scale: log }
 * drop:  { uniform: [0, 0.5], samples: 8 }             drawn with the experiment's seed
 * decay: { log-uniform: [1e-6, 1e-2], samples: 8 }
 * zip:   [ { batch: 32, epochs: 50 }, { batch: 256, epochs: 200 } ]
 * </pre>
 */
final class SpaceReader {
  private static final int MOST_POINTS = 10_000;
  private final long seed;

  SpaceReader(long seed) {
    this.seed = seed;
  }

  Space read(YamlValue vary) {
    List<List<Map<String, Value>>> axes = new ArrayList<>();
    Map<Integer, Range> ranges = new HashMap<>();
    Set<String> names = new HashSet<>();
    long size = 1;
    for (Map.Entry<String, YamlValue> entry : vary.entries().entrySet()) {
      String name = entry.getKey();
      YamlValue value = entry.getValue();
      List<Map<String, Value>> axis;
      if (value.isMapping() && isInterval(value) && !name.equals("zip")) {
        checkName(name, vary.keyPlace(name));
        Range range = interval(value);
        ranges.put(axes.size(), range);
        axis = List.of(Map.of(name, range.at(0.5)));
      } else {
        axis = name.equals("zip") ? zip(value) : axis(name, value, vary.keyPlace(name));
      }
      for (String variable : axis.get(0).keySet()) {
        if (!names.add(variable)) {
          throw value.place().error("the variable '" + variable + "' is varied twice");
        }
      }
      axes.add(axis);
      size *= axis.size();
      if (size > Space.MOST) {
        throw vary.place()
            .error(
                vary.title() + " has more than " + Space.MOST + " combinations; vary fewer values");
      }
    }
    if (axes.isEmpty()) {
      throw vary.expected("a mapping of variables to values");
    }
    return new Space(List.copyOf(axes), Map.copyOf(ranges));
  }

  private static void checkName(String name, Place place) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw place.error(
          "'" + name + "' is no name for a variable; allowed are letters, digits and _");
    }
  }

  private List<Map<String, Value>> axis(String name, YamlValue value, Place key) {
    checkName(name, key);
    List<Value> values = value.isMapping() ? range(name, value) : list(value);
    List<Map<String, Value>> points = new ArrayList<>();
    same(name, values).forEach(v -> points.add(Map.of(name, v)));
    return points;
  }

  private static List<Value> list(YamlValue value) {
    if (!value.isList()) {
      throw value.expected("a list of values, or a range such as { from: 1, to: 4 }");
    }
    List<Value> values = new ArrayList<>();
    value.items().forEach(item -> values.add(Value.of(item)));
    if (values.isEmpty()) {
      throw value.expected("a list with at least one value");
    }
    return values;
  }

  /** Whole and decimal numbers together become decimals; other mixtures and repeats are refused. */
  private static List<Value> same(String name, List<Value> values) {
    boolean decimal = values.stream().anyMatch(v -> v.value() instanceof Double);
    List<Value> result = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Value value : values) {
      Value v = decimal ? value.decimal() : value;
      if (!result.isEmpty() && result.get(0).value().getClass() != v.value().getClass()) {
        throw value
            .place()
            .error(
                "the values of '%s' must be of one kind: '%s' is %s, '%s' is %s"
                    .formatted(
                        name,
                        result.get(0).text(),
                        kind(result.get(0).value()),
                        v.text(),
                        kind(v.value())));
      }
      if (!seen.add(v.value())) {
        throw value.place().error("'" + name + "' lists the value '" + value.text() + "' twice");
      }
      result.add(v);
    }
    return result;
  }

  static String kind(Object value) {
    return value instanceof Number
        ? "a number"
        : value instanceof Boolean ? "true or false" : "text";
  }

  private List<Map<String, Value>> zip(YamlValue value) {
    List<Map<String, Value>> rows = new ArrayList<>();
    Map<String, List<Value>> columns = new LinkedHashMap<>();
    for (YamlValue item : value.items()) {
      Map<String, YamlValue> entries = item.entries();
      if (!rows.isEmpty() && !entries.keySet().equals(columns.keySet())) {
        throw item.place()
            .error(
                item.title()
                    + " must give values to "
                    + String.join(", ", columns.keySet())
                    + " as the first one does, found "
                    + String.join(", ", entries.keySet()));
      }
      Map<String, Value> row = new LinkedHashMap<>();
      for (Map.Entry<String, YamlValue> entry : entries.entrySet()) {
        checkName(entry.getKey(), item.keyPlace(entry.getKey()));
        row.put(entry.getKey(), Value.of(entry.getValue()));
        columns
            .computeIfAbsent(entry.getKey(), k -> new ArrayList<>())
            .add(row.get(entry.getKey()));
      }
      if (rows.contains(row) || row.isEmpty()) {
        throw item.expected(row.isEmpty() ? "a mapping of variables" : "different from the others");
      }
      rows.add(row);
    }
    if (rows.isEmpty()) {
      throw value.expected("a list with at least one mapping");
    }
    for (Map.Entry<String, List<Value>> column : columns.entrySet()) {
      if (column.getValue().stream().anyMatch(v -> v.value() instanceof Double)) {
        rows.forEach(row -> row.compute(column.getKey(), (k, v) -> v.decimal()));
      }
    }
    return rows;
  }

  private List<Value> range(String name, YamlValue value) {
    Map<String, YamlValue> keys =
        value.entries("from", "to", "step", "count", "scale", "uniform", "log-uniform", "samples");
    if (keys.containsKey("uniform") || keys.containsKey("log-uniform")) {
      return samples(name, value, keys);
    }
    if (keys.containsKey("samples")) {
      throw value.expected("uniform or log-uniform with samples");
    }
    double from = value.required("from").number();
    double to = value.required("to").number();
    if (from >= to) {
      throw keys.get("to").expected("larger than 'from'");
    }
    boolean whole =
        keys.get("from").scalar() instanceof Long && keys.get("to").scalar() instanceof Long;
    String scale = keys.containsKey("scale") ? keys.get("scale").text() : "linear";
    boolean log = scale.equals("log");
    if (!log && !scale.equals("linear")) {
      throw keys.get("scale").expected("'linear' or 'log'");
    }
    if (log && from <= 0) {
      throw keys.get("from").expected("larger than 0 on a logarithmic scale");
    }
    List<Value> values = new ArrayList<>();
    if (keys.containsKey("count")) {
      if (keys.containsKey("step")) {
        throw keys.get("step").place().error(value.title() + " has both 'step' and 'count'");
      }
      int count = (int) keys.get("count").whole(2, MOST_POINTS);
      for (int i = 0; i < count; i++) {
        double part = i / (count - 1.0);
        double x = log ? from * Math.pow(to / from, part) : from + (to - from) * part;
        values.add(made(x, whole && x == Math.rint(x), value.place()));
      }
      return values;
    }
    if (log) {
      throw value.place().error(value.title() + " needs 'count' on a logarithmic scale");
    }
    if (!keys.containsKey("step") && !whole) {
      throw value.place().error(value.title() + " needs 'step' or 'count'");
    }
    double step = keys.containsKey("step") ? keys.get("step").number() : 1;
    if (step <= 0 || (to - from) / step > MOST_POINTS) {
      throw keys.get("step").expected("larger than 0, for at most " + MOST_POINTS + " values");
    }
    whole &= step == Math.rint(step);
    for (int i = 0; from + i * step <= to + 1e-9 * step; i++) {
      values.add(made(from + i * step, whole, value.place()));
    }
    return values;
  }

  /** Whether it is an interval that a search draws from, without points of its own. */
  private static boolean isInterval(YamlValue value) {
    Set<String> keys = value.entries().keySet();
    return keys.equals(Set.of("uniform")) || keys.equals(Set.of("log-uniform"));
  }

  private static Range interval(YamlValue value) {
    boolean log = value.entries().containsKey("log-uniform");
    YamlValue given = value.entries().get(log ? "log-uniform" : "uniform");
    List<YamlValue> ends = given.items();
    if (ends.size() != 2) {
      throw given.expected("a list of two numbers");
    }
    double from = ends.get(0).number();
    double to = ends.get(1).number();
    if (from >= to) {
      throw ends.get(1).expected("larger than the first number");
    }
    if (log && from <= 0) {
      throw ends.get(0).expected("larger than 0 on a logarithmic scale");
    }
    boolean whole = ends.stream().allMatch(end -> end.scalar() instanceof Long);
    return new Range(from, to, log, whole, value.place());
  }

  /** Draws from the experiment's seed and the variable's name: other variables change nothing. */
  private List<Value> samples(String name, YamlValue value, Map<String, YamlValue> keys) {
    String kind = keys.containsKey("log-uniform") ? "log-uniform" : "uniform";
    if (!keys.keySet().equals(Set.of(kind, "samples"))) {
      throw value.expected("{ " + kind + ": [LEAST, MOST], samples: NUMBER }");
    }
    Range range = interval(value);
    double from = range.from();
    double to = range.to();
    boolean log = range.log();
    boolean whole = range.whole();
    int count = (int) keys.get("samples").whole(1, MOST_POINTS);
    if (whole && count > to - from + 1) {
      throw keys.get("samples")
          .expected("at most " + (long) (to - from + 1) + ", the whole numbers there are");
    }
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    double[] points = new double[0];
    Set<Double> seen = new HashSet<>();
    for (int tries = 0; seen.size() < count && tries < 1000 * count; tries++) {
      double u = random.nextDouble();
      double high = whole && !log ? to + 1 : to;
      double x = log ? from * Math.pow(to / from, u) : from + (high - from) * u;
      seen.add(
          whole ? (log ? Math.rint(x) : Math.floor(x)) : Double.parseDouble(Range.digits(x, 4)));
    }
    points = seen.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    List<Value> values = new ArrayList<>();
    Arrays.stream(points).forEach(x -> values.add(made(x, whole, value.place())));
    return values;
  }

  private static Value made(double x, boolean whole, Place place) {
    if (whole) {
      return new Value((long) Math.rint(x), Long.toString((long) Math.rint(x)), place);
    }
    String text = Range.digits(x, 6);
    return new Value(Double.valueOf(text), text, place);
  }
}
