// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** For log files: one line for each configuration that has finished on a data set. */
public final class LineProgress implements Progress {
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
