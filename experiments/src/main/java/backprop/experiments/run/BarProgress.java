// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * For terminals: a bar with the time left, the leader on the data set at hand, and the numbers of
 * dropped configurations and of failures.
 */
public final class BarProgress implements Progress {
  private final PrintStream out;
  private Standings standings;
  private ProgressBar bar;
  private int failed;
  private int dropped;

  public BarProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(Plan plan, int alreadyFinished, int total) {
    standings = new Standings(plan);
    if (alreadyFinished == total) {
      return;
    }
    bar =
        new ProgressBarBuilder()
            .setTaskName(plan.file().name())
            .setInitialMax(total)
            .startsFrom(alreadyFinished, Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(out))
            .build();
  }

  @Override
  public void finished(Cell cell, CellResult result, boolean found) {
    standings.add(result);
    if (bar != null && !found) {
      bar.step();
      failed += result.succeeded() ? 0 : 1;
      String leader = standings.leader(result.dataSet()).orElse("no value yet");
      String failures = failed == 0 ? "" : ", " + failed + " failed";
      String drops = dropped == 0 ? "" : ", " + dropped + " dropped";
      bar.setExtraMessage(result.dataSet() + ": " + leader + drops + failures);
    }
  }

  @Override
  public void dropped(List<Dropped> more) {
    dropped += more.size();
  }

  @Override
  public void note(String sentence) {
    out.println(sentence);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
