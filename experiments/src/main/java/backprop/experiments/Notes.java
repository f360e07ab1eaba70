// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.run.Cell;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.Dropped;
import backprop.experiments.run.Plan;
import backprop.experiments.run.Progress;
import java.util.List;

/**
 * Says at the start what of an earlier run is used, notes where the results come from, then passes
 * everything on.
 */
final class Notes implements Progress {
  private final Progress progress;
  private final boolean resume;
  private final Origin origin;

  Notes(Progress progress, boolean resume, Origin origin) {
    this.origin = origin;
    this.progress = progress;
    this.resume = resume;
  }

  @Override
  public void started(Plan plan, int found, int all) {
    origin.write(plan.file().output().path());
    String folder = plan.file().output().folder();
    plan.warnings().forEach(warning -> note("warning: " + warning));
    if (found == all) {
      note(
          "all %d cells have results in %s already, nothing is trained; --fresh trains again"
              .formatted(all, folder));
    } else if (found > 0) {
      note("going on: %d of %d cells have results in %s".formatted(found, all, folder));
    } else if (resume) {
      note("nothing to resume in %s; all %d cells run".formatted(folder, all));
    }
    progress.started(plan, found, all);
  }

  @Override
  public void finished(Cell cell, CellResult result, boolean found) {
    progress.finished(cell, result, found);
  }

  @Override
  public void dropped(List<Dropped> dropped) {
    progress.dropped(dropped);
  }

  @Override
  public void note(String sentence) {
    progress.note(sentence);
  }

  @Override
  public void close() {
    progress.close();
  }
}
