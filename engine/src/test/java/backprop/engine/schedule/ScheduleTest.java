// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import backprop.engine.text.RandomEntries;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  private static final double TIGHT = 1e-12;

  /** Values by hand: a run of 4 epochs of 5 steps, asked before the given step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.3                          | 7  | 0.3",
        "step(8, factor=0.5, every=2) | 0  | 8",
        "step(8, factor=0.5, every=2) | 9  | 8",
        "step(8, factor=0.5, every=2) | 10 | 4",
        "step(8, factor=0.5, every=2) | 19 | 4",
        "step(8, factor=0.5, every=2) | 45 | 0.5",
        "step(8, factor=0.1, every=0.5) | 3 | 0.8",
        "exponential(2, factor=0.25)  | 0  | 2",
        "exponential(2, factor=0.25)  | 5  | 0.5",
        "exponential(2, factor=0.25)  | 10 | 0.125",
        "exponential(2, factor=0.0625)| 20 | 0.000030517578125",
        "polynomial(1)                | 5  | 0.75",
        "polynomial(1, end=0.5)       | 10 | 0.75",
        "polynomial(1, power=2)       | 10 | 0.25",
        "polynomial(1, end=3)         | 15 | 2.5",
        "polynomial(1, end=0.25)      | 20 | 0.25",
        "polynomial(1, end=0.25)      | 99 | 0.25",
        "cosine(2)                    | 0  | 2",
        "cosine(2)                    | 5  | 1.7071067811865475",
        "cosine(2)                    | 10 | 1",
        "cosine(2, end=1)             | 10 | 1.5",
        "cosine(2, end=1)             | 20 | 1",
        "cosine(2, end=1)             | 30 | 1",
        "flat-cosine(2)               | 9  | 2",
        "flat-cosine(2)               | 15 | 1",
        "flat-cosine(2, end=0.5)      | 20 | 0.5",
        "flat-cosine(2, flat=1, end=3)| 19 | 2",
        "flat-cosine(2, flat=1, end=3)| 20 | 3",
        "flat-cosine(2, flat=0)       | 10 | 1",
        "log-cosine(2)                | 0  | 0",
        "log-cosine(2, cycles=1)      | 20 | 0",
        "log-cosine(2, cycles=2)      | 5  | 0.6473780084577447",
        "warm-up(2, schedule=1)       | 0  | 0.1",
        "warm-up(2, schedule=1)       | 4  | 0.5",
        "warm-up(2, schedule=1)       | 9  | 1",
        "warm-up(2, schedule=1)       | 15 | 1",
        "warm-up(0, schedule=1)       | 0  | 1",
        "warm-up(0.1, schedule=1)     | 0  | 1",
        "warm-up(8, schedule=1)       | 19 | 0.5",
        "warm-up(2, polynomial(1))    | 4  | 0.4",
        "warm-up(2, polynomial(1))    | 10 | 0.5",
        "one-cycle(1, rise=0.25, divide=10, final-divide=100) | 0  | 0.1",
        "one-cycle(1, rise=0.25, divide=10, final-divide=100) | 5  | 1",
        "one-cycle(1, rise=0.5, divide=10, final-divide=100)  | 5  | 0.55",
        "one-cycle(1, rise=0.5, divide=10, final-divide=100)  | 15 | 0.5005",
        "one-cycle(1, rise=0.5, divide=10, final-divide=100)  | 20 | 0.001",
        "one-cycle(1, rise=0.5, divide=10, final-divide=100)  | 90 | 0.001",
        "one-cycle(1, rise=0, divide=10, final-divide=100)    | 0  | 1",
        "one-cycle(1, rise=1, divide=10, final-divide=100)    | 20 | 1",
        "linear(1) | 5 | 0.75",
        "linear(1, end=3, epochs=2) | 5 | 2",
        "linear(1, end=3, epochs=2) | 10 | 3",
        "linear(1, end=3, epochs=2) | 19 | 3",
        "time(2, 0.5) | 5 | 1.3333333333333333",
        "time(2, 0.5) | 10 | 1",
        "inverse(2, 0.1, 2) | 10 | 0.5",
        "inverse-root(2, 4) | 0 | 0.5",
        "inverse-root(2, 4) | 3 | 2",
        "inverse-root(2, 4) | 15 | 1",
        "sigmoid(3, 2, 1) | 5 | 1.5",
        "sigmoid(3, 2, 1) | 10 | 0.35760876606635265",
        "multi-step(8, 0.5, [2.4, 1]) | 4 | 8",
        "multi-step(8, 0.5, [2.4, 1]) | 5 | 4",
        "multi-step(8, 0.5, [2.4, 1]) | 11 | 4",
        "multi-step(8, 0.5, [2.4, 1]) | 12 | 2",
        "piecewise([0, 1, 3], [5, 4, 2]) | 0 | 5",
        "piecewise([0, 1, 3], [5, 4, 2]) | 4 | 5",
        "piecewise([0, 1, 3], [5, 4, 2]) | 5 | 4",
        "piecewise([0, 1, 3], [5, 4, 2]) | 14 | 4",
        "piecewise([0, 1, 3], [5, 4, 2]) | 99 | 2",
        "cosine-restarts(2, 1, 1) | 2 | 1.3090169943749475",
        "cosine-restarts(2, 1, 1) | 5 | 2",
        "cosine-restarts(2, 1, 2, end=1) | 5 | 2",
        "cosine-restarts(2, 1, 2, end=1) | 10 | 1.5",
        "cosine-restarts(2, 1, 2, end=1) | 15 | 2",
        "cosine-restarts(2, 1, 2, end=1) | 25 | 1.5",
        "cyclical(1, 3, 2) | 0 | 1",
        "cyclical(1, 3, 2) | 2 | 1.8",
        "cyclical(1, 3, 2) | 5 | 3",
        "cyclical(1, 3, 2) | 10 | 1",
        "cyclical(1, 3, 2, halving=true) | 5 | 3",
        "cyclical(1, 3, 2, halving=true) | 15 | 2",
        "join([1, 2], [1, cosine(2), 0.5]) | 4 | 1",
        "join([1, 2], [1, cosine(2), 0.5]) | 5 | 1.7071067811865475",
        "join([1, 2], [1, cosine(2), 0.5]) | 10 | 1",
        "join([1, 2], [1, cosine(2), 0.5]) | 15 | 0.5"
      })
  void values(String text, long step, double expected) {
    Progress p = new Progress(5, 4);
    p.moveTo(step);
    assertEquals(expected, parse(text).at(p), TIGHT * Math.max(1, expected));
  }

  /** The wave's troughs lie where 1 + (2^cycles - 1) t is a power of two. */
  @Test
  void logCosineTouchesZeroBetweenItsWaves() {
    Progress p = new Progress(1, 15);
    for (int epoch : new int[] {0, 1, 3, 7, 15}) {
      p.moveTo(epoch);
      assertEquals(0, new LogCosine(0.04, 4).at(p), TIGHT);
    }
    p.moveTo(5);
    assertTrue(new LogCosine(0.04, 4).at(p) > 0.03);
  }

  @Test
  void onPlateauFallsAfterPatience() {
    Schedule s = new OnPlateau(8, 0.5, 2, 1.5, 0.1);
    double[] losses = {5, 4, 3.95, 3.92, 3.7, 9, 9, 9, 9, Double.NaN, 9, 9, 1, 1, 1};
    double[] expected = {8, 8, 8, 4, 4, 4, 2, 2, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5};
    Progress p = new Progress(3, 100);
    assertEquals(8, s.at(p));
    for (int i = 0; i < losses.length; i++) {
      p.epochDone(losses[i]);
      assertEquals(expected[i], s.at(p), "after epoch " + i);
      assertEquals(expected[i], s.at(p), "asked again after epoch " + i);
      assertEquals(expected[i], replayed(s, losses, i + 1), "asked for the first time");
    }
    assertEquals(2, new OnPlateau(2, 0.1, 1, 5, 0).at(p), "a minimum above the start is no rise");
  }

  private static double replayed(Schedule s, double[] losses, int count) {
    Progress p = new Progress(3, 100);
    for (int i = 0; i < count; i++) {
      p.epochDone(losses[i]);
    }
    return s.at(p);
  }

  @Test
  void twoPlateausInOneRunDoNotDisturbEachOther() {
    Schedule fast = new OnPlateau(1, 0.5, 1, 0, 0);
    Schedule slow = new OnPlateau(1, 0.5, 3, 0, 0);
    Progress p = new Progress(1, 100);
    p.epochDone(1);
    for (int i = 1; i <= 6; i++) {
      p.epochDone(1);
      assertEquals(Math.pow(0.5, i), fast.at(p));
      assertEquals(Math.pow(0.5, i / 3), slow.at(p));
    }
  }

  static List<Schedule> all() {
    RandomEntries random = new RandomEntries(Catalogs.texts(), 11);
    List<Schedule> all = new ArrayList<>();
    for (Entry<Schedule> e : Catalogs.texts().catalog(Schedule.class).entries()) {
      all.add(e.prototype());
      for (int i = 0; i < 5; i++) {
        all.add(random.of(e));
      }
    }
    return all;
  }

  /** One epoch of one step, more steps than planned, very many steps: never NaN, never below 0. */
  @ParameterizedTest
  @MethodSource("all")
  void edgesAreFiniteAndNotNegative(Schedule s) {
    for (int[] plan : new int[][] {{1, 1}, {1, 3}, {7, 1}, {1000, 1000}}) {
      Progress p = new Progress(plan[0], plan[1]);
      for (long step : new long[] {0, 1, 6, 7, 999_999, 1_000_000, Long.MAX_VALUE - 1}) {
        p.moveTo(step);
        double x = s.at(p);
        assertTrue(
            Double.isFinite(x) && (x >= 0 || s instanceof Constant || s instanceof WarmUp),
            s + " at " + step + ": " + x);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aResumedRunSeesTheSameValues(Schedule s) {
    double[] straight = new double[24];
    double[] resumed = new double[24];
    Progress p = new Progress(3, 8);
    for (int step = 0; step < 24; step++) {
      straight[step] = s.at(p);
      Progress again = new Progress(3, 8);
      for (int epoch = 0; epoch < p.judged(); epoch++) {
        again.epochDone(p.loss(epoch));
      }
      again.moveTo(step);
      resumed[step] = s.at(again);
      p.stepDone();
      if (p.step() % 3 == 0) {
        p.epochDone(step < 9 ? 10 - step : 4);
      }
    }
    assertArrayEquals(straight, resumed);
  }

  @ParameterizedTest
  @MethodSource("all")
  void askingAllocatesNothing(Schedule s) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Progress p = new Progress(100, 1000);
    p.epochDone(1);
    double sum = 0;
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2000; i++) {
        sum += s.at(p);
        p.stepDone();
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 1000, s + ": " + least + " bytes in 2000 calls, sum " + sum);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cosine(-1)                  | initial is -1, allowed are numbers at least 0",
        "step(1, factor=0)           | factor is 0, allowed are numbers above 0 and at most 1",
        "exponential(1, factor=1.5)  | factor is 1.5, allowed are numbers above 0 and at most 1",
        "step(1, every=0)            | every is 0, allowed are numbers above 0",
        "polynomial(1, power=-2)     | power is -2, allowed are numbers above 0",
        "one-cycle(1, rise=2)        | rise is 2, allowed are numbers at least 0 and at most 1",
        "one-cycle(1, divide=0)      | divide is 0, allowed are numbers at least 1",
        "on-plateau(1, factor=1)     | factor is 1, allowed are numbers above 0 and below 1",
        "on-plateau(1, patience=0)   | patience is 0, allowed are numbers at least 1",
        "warm-up(-1, schedule=1)     | epochs is -1, allowed are numbers at least 0",
        "cyclical(1, 2, length=0) | length is 0, allowed are numbers above 0",
        "cosine-restarts(1, multiplier=0.5) | multiplier is 0.5, allowed are numbers at least 1",
        "piecewise([0, 1], [1]) | 2 epochs and 1 values: there must be as many",
        "piecewise([1], [1]) | the first of the epochs must be 0",
        "piecewise([0, 2, 1], [1, 2, 3]) | the epochs must ascend, but 1.0 follows 2.0",
        "join([1], [1]) | there are 1 schedules, allowed are one more than the 1 lengths in epochs",
        "inverse-root(1, 0) | warm-up is 0, allowed are numbers at least 1"
      })
  void refusals(String text, String problem) {
    String message = assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage();
    assertTrue(message.endsWith(": " + problem), message);
  }

  @Test
  void constructorsRefuseTooNotOnlyTexts() {
    assertThrows(IllegalArgumentException.class, () -> new Constant(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Cosine(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Step(1, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new OnPlateau(1, 1, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new OneCycle(1, 0.3, 0.5, 1));
    assertThrows(IllegalArgumentException.class, () -> new LogCosine(1, 0));
  }

  private static Schedule parse(String text) {
    return Catalogs.parse(Schedule.class, text);
  }
}
