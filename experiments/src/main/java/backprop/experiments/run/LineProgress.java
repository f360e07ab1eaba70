// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * For log files: one line for each configuration that has finished on a data set, or was dropped
 * there.
 */
public final class LineProgress implements Progress {
  /** Lines at once; the reports have all. */
  private static final int MOST_DROPPED = 5;

  private final PrintStream out;
  private Standings standings;
  private Instant start;
  private int total;
  private int found;
  private int done;

  public LineProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(Plan plan, int alreadyFinished, int all) {
    standings = new Standings(plan);
    total = all;
    found = alreadyFinished;
    start = Instant.now();
  }

  @Override
  public void finished(Cell cell, CellResult result, boolean wasFound) {
    done++;
    boolean complete = standings.add(result);
    if (!result.succeeded() && !wasFound) {
      out.printf(
          "failed: %s on %s, repeat %d, fold %d: %s%n",
          result.configuration(), result.dataSet(), result.repeat(), result.fold(), result.error());
    }
    if (complete && !wasFound) {
      out.printf(
          "%s on %s: %s%s (%d of %d cells%s)%n",
          result.configuration(),
          result.dataSet(),
          standings.summary(result.dataSet(), result.configuration()),
          standings.place(result.dataSet(), result.configuration()),
          done,
          total,
          left());
    }
  }

  @Override
  public void dropped(List<Dropped> dropped) {
    for (Dropped d : dropped.subList(0, Math.min(MOST_DROPPED, dropped.size()))) {
      out.printf(
          "dropped: %s on %s by %s: %s%n", d.configuration(), d.dataSet(), d.by(), d.evidence());
    }
    if (dropped.size() > MOST_DROPPED) {
      out.printf("dropped: %d more%n", dropped.size() - MOST_DROPPED);
    }
  }

  private String left() {
    int trained = done - found;
    if (done == total || trained == 0) {
      return "";
    }
    Duration passed = Duration.between(start, Instant.now());
    long seconds = passed.toMillis() * (total - done) / trained / 1000;
    return String.format(Locale.ROOT, ", about %d:%02d left", seconds / 60, seconds % 60);
  }

  @Override
  public void note(String sentence) {
    out.println(sentence);
  }

  @Override
  public void close() {
    out.flush();
  }
}
