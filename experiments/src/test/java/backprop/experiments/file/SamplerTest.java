// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The points that searches draw. */
final class SamplerTest {
  private static Space space(String vary) {
    return new SpaceReader(1).read(YamlReader.parse(vary, "test"));
  }

  private static Search search(String text) {
    return Search.read(YamlReader.parse("'" + text + "'", "test"));
  }

  private static List<Map<String, Value>> points(String vary, String search, long seed) {
    return new Sampler(space(vary), seed, "network").points(search(search));
  }

  private static double number(Map<String, Value> point, String name) {
    return ((Number) point.get(name).value()).doubleValue();
  }

  private static final String TWO =
      "{ rate: { log-uniform: [1e-4, 1e-1] }, width: { uniform: [1, 100] } }";

  @ParameterizedTest
  @ValueSource(strings = {"random(40)", "latin(40)", "sobol(40)", "halving(samples=40)"})
  void areDifferentWithinTheirRangesAndFixedByTheSeed(String search) {
    List<Map<String, Value>> points = points(TWO, search, 1);
    assertEquals(40, points.size());
    assertEquals(40, new HashSet<>(points).size());
    for (Map<String, Value> point : points) {
      assertEquals(Set.of("rate", "width"), point.keySet());
      assertTrue(number(point, "rate") >= 1e-4 && number(point, "rate") <= 1e-1);
      assertTrue(point.get("width").value() instanceof Long);
      assertTrue(number(point, "width") >= 1 && number(point, "width") <= 100);
    }
    assertEquals(points, points(TWO, search, 1));
    assertNotEquals(points, points(TWO, search, 2));
  }

  @Test
  void aLatinHypercubeHasOnePointInEachStratum() {
    for (String name : List.of("rate", "width")) {
      Set<Integer> strata = new HashSet<>();
      for (Map<String, Value> point : points(TWO, "latin(20)", 3)) {
        double part =
            name.equals("rate")
                ? Math.log10(number(point, name) / 1e-4) / 3
                : (number(point, name) - 0.5) / 100;
        strata.add((int) Math.floor(part * 20));
      }
      assertEquals(20, strata.size(), name);
    }
  }

  /** Of 64 points of the shifted sequence, each half of each axis has half, nearly. */
  @Test
  void aSobolSequenceCoversEvenly() {
    List<Map<String, Value>> points = points(TWO, "sobol(64)", 5);
    long low = points.stream().filter(p -> number(p, "rate") < Math.sqrt(1e-5)).count();
    long both =
        points.stream()
            .filter(p -> number(p, "rate") < Math.sqrt(1e-5) && number(p, "width") <= 50)
            .count();
    assertTrue(Math.abs(low - 32) <= 2, low + " of 64");
    assertTrue(Math.abs(both - 16) <= 4, both + " of 64");
  }

  @Test
  void listsAndZippedValuesAreDrawnToo() {
    String vary =
        "{ zip: [ { batch: 8, epochs: 5 }, { batch: 64, epochs: 20 } ], rate: { uniform: [0, 1] },"
            + " kind: [a, b, c] }";
    Set<Object> kinds = new HashSet<>();
    for (Map<String, Value> point : points(vary, "random(30)", 1)) {
      kinds.add(point.get("kind").value());
      assertEquals(point.get("batch").value().equals(8L) ? 5L : 20L, point.get("epochs").value());
    }
    assertEquals(Set.of("a", "b", "c"), kinds);
  }

  @Test
  void aSmallSpaceIsRunWhole() {
    List<Map<String, Value>> points = points("{ a: [1, 2, 3], b: [x, y] }", "random(50)", 1);
    assertEquals(space("{ a: [1, 2, 3], b: [x, y] }").grid(), points);
    assertEquals(4, points("{ a: [1, 2, 3], b: [x, y] }", "random(4)", 1).size());
  }

  @Test
  void hyperbandTakesAllCombinationsInRandomOrder() {
    List<Map<String, Value>> all = space("{ a: { from: 1, to: 30 } }").grid();
    List<Map<String, Value>> points = points("{ a: { from: 1, to: 30 } }", "hyperband(eta=3)", 1);
    assertNotEquals(all, points);
    assertEquals(new HashSet<>(all), new HashSet<>(points));
  }
}
