// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.ExperimentRules;
import backprop.experiments.rule.Firing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One stage of a course while it runs. Cells finish in any order; the rules on the experiment are
 * asked about them in the order of the stage, as soon as all cells before are done too. Where one
 * of them finishes the experiment, later cells do not count, though some may have run already. All
 * methods may be called by several threads.
 */
final class StageRun {
  /** What the rules on the experiment count, over all stages. */
  static final class Tally {
    private final ExperimentRules rules;
    private final List<Firing> fired = new ArrayList<>();
    private int cells;
    private int failures;
    private long elapsed;

    Tally(ExperimentRules rules) {
      this.rules = rules;
    }

    /** Number of cells that count. */
    int cells() {
      return cells;
    }
  }

  private final List<Cell> cells;
  private final CellResult[] results;
  private final ToLongFunction<String> elapsed;
  private final Tally tally;
  private final int dropped;
  private final List<Firing> fired = new ArrayList<>();
  private int judged;
  private Firing end;
  private int next;

  /** Takes from the records what is there. */
  StageRun(List<Cell> cells, RecordFile records, Tally tally, int dropped) {
    this(cells, records::find, records::elapsed, tally, dropped);
  }

  /**
   * @param find the result of a cell, by its key
   * @param elapsed the milliseconds worked when it was done, by its key
   */
  StageRun(
      List<Cell> cells,
      Function<String, Optional<CellResult>> find,
      ToLongFunction<String> elapsed,
      Tally tally,
      int dropped) {
    this.cells = cells;
    this.elapsed = elapsed;
    this.tally = tally;
    this.dropped = dropped;
    this.results = new CellResult[cells.size()];
    for (int i = 0; i < results.length; i++) {
      Cell cell = cells.get(i);
      // A record carries the names of the run that made it; the plan may have renamed them since.
      results[i] =
          find.apply(cell.key())
              .map(
                  r ->
                      r.named(
                          cell.data().info().name(), cell.configuration().configuration().name()))
              .orElse(null);
    }
    judge();
  }

  /** Cells that have a result, by their number in the stage. */
  synchronized List<Integer> done() {
    List<Integer> done = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      if (results[i] != null) {
        done.add(i);
      }
    }
    return done;
  }

  Cell cell(int i) {
    return cells.get(i);
  }

  synchronized CellResult result(int i) {
    return results[i];
  }

  /** Number of cells that are to run. */
  synchronized int missing() {
    return end != null ? 0 : (int) Arrays.stream(results).filter(r -> r == null).count();
  }

  /** A cell that nobody has taken yet. */
  synchronized Optional<Integer> take() {
    while (end == null && next < results.length) {
      int i = next++;
      if (results[i] == null) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** Notes a result that is in the records. */
  synchronized void keep(int i, CellResult result) {
    results[i] = result;
    judge();
  }

  private void judge() {
    for (; end == null && judged < results.length && results[judged] != null; judged++) {
      tally.cells++;
      tally.failures += results[judged].succeeded() ? 0 : 1;
      tally.elapsed = Math.max(tally.elapsed, elapsed.applyAsLong(cells.get(judged).key()));
      for (Firing firing :
          tally.rules.judge(
              Duration.ofMillis(tally.elapsed),
              tally.cells,
              tally.failures,
              dropped,
              tally.fired)) {
        tally.fired.add(firing);
        fired.add(firing);
        if (firing.action().equals("finish") && end == null) {
          end = firing;
        }
      }
    }
  }

  /** The results that are there. */
  synchronized List<CellResult> found() {
    return Arrays.stream(results).filter(r -> r != null).toList();
  }

  /** Tells the course what came of the stage. */
  synchronized void close(Course course) {
    List<CellResult> counted = Arrays.asList(results).subList(0, judged);
    if (end != null) {
      course.end(counted, end);
    } else {
      course.done(counted);
    }
    fired.forEach(course::add);
  }
}
