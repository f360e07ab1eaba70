// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

/**
 * What has been trained since Start was pressed in Weka's Explorer, which makes a thread for that:
 * first the model that it shows and saves, then those of the folds. A Stop ends all of it, as
 * without our keeping anything: only the first training may keep its model, and after that no other
 * one begins. Weka then says that the run was cancelled, and lists the model that was kept. Belongs
 * to one thread, and is gone with it; for other threads it does nothing.
 */
final class ExplorerRun {
  /** How the classes of the Explorer's threads begin. */
  private static final String THREADS = "weka.gui.explorer.ClassifierPanel";

  private static final ThreadLocal<ExplorerRun> RUNS = ThreadLocal.withInitial(ExplorerRun::new);

  private int trainings;
  private boolean stopped;

  private ExplorerRun() {}

  private static boolean here() {
    return Thread.currentThread().getClass().getName().startsWith(THREADS);
  }

  /**
   * Notes that a training begins.
   *
   * @throws InterruptedException when the run has been stopped
   */
  static void begin() throws InterruptedException {
    if (here()) {
      ExplorerRun run = RUNS.get();
      run.trainings++;
      if (run.stopped) {
        throw new InterruptedException("the run was stopped");
      }
    }
  }

  /** Whether a Stop of the training that runs here may keep its model; the run is over then. */
  static boolean keeps() {
    if (!here()) {
      return true;
    }
    ExplorerRun run = RUNS.get();
    run.stopped = run.trainings <= 1;
    return run.stopped;
  }
}
