// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.baseline.Judging;
import backprop.experiments.cluster.Cluster;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.OutputSpec;
import backprop.experiments.rule.Firing;
import backprop.experiments.rule.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Runs the cells of a plan that have no record yet, several at once. The results depend on the plan
 * only: not on the number of workers, nor on how often the run was interrupted.
 */
public final class ExperimentRunner {
  private static final long MORE_SLOTS_SECONDS = 1;

  private final Plan plan;
  private final String version;
  private final int jobs;
  private final Progress progress;
  private boolean updatesBaseline;
  private volatile boolean stopped;
  private final long begun = System.nanoTime();
  private final List<CellRunner> runners = new ArrayList<>();
  private Cluster cluster;
  private ClusterCells remote;
  private volatile int finished;
  private volatile int total;

  /**
   * @param version version of this program
   * @param jobs number of cells that run at once; 0 for one here, and on a cluster for as many as
   *     it has slots
   */
  public ExperimentRunner(Plan plan, String version, int jobs, Progress progress) {
    this.plan = plan;
    this.version = version;
    this.jobs = jobs;
    this.progress = progress;
    this.total = plan.runs();
  }

  /**
   * Lets no further cell start or be kept. On return no record is being written any more, so that
   * the program may end.
   */
  public synchronized void stop() {
    stopped = true;
  }

  /** Number of cells that are kept. */
  public int finished() {
    return finished;
  }

  /** Number of cells that are kept when all is done, at most. */
  public int total() {
    return total;
  }

  /**
   * Runs what is missing, judges and reports. Records of earlier runs are used where their cells
   * are still in the plan.
   *
   * @param fresh whether earlier records are deleted first
   * @param console where the console report goes
   * @throws ExperimentException if the output folder cannot be used; nothing ran
   * @throws RecordException if results cannot be kept any more
   * @throws InterruptedException if {@link #stop} was called
   */
  public Outcome run(boolean fresh, PrintStream console) throws InterruptedException {
    OutputSpec output = plan.file().output();
    try (ResultFolder folder = ResultFolder.open(output, plan.file().name(), version, fresh)) {
      folder.records().warning().ifPresent(progress::note);
      ExperimentResults results = run(folder);
      progress.close();
      List<Verdict> verdicts = judge(results);
      if (output.saveBest() != null) {
        new BestModels(plan).save(results).forEach(progress::note);
      }
      return new Outcome(results, verdicts, report(results, verdicts, console));
    } catch (IOException e) {
      throw new RecordException(
          "cannot close the output folder '" + output.folder() + "': " + RecordFile.reason(e), e);
    } finally {
      progress.close();
    }
  }

  /**
   * Lets the cells run on other machines.
   *
   * @throws ExperimentException if a configuration cannot run there
   */
  public void on(Cluster machines) {
    ClusterCells.check(plan);
    cluster = machines;
  }

  /** Makes the results the baseline once they are judged. */
  public void updateBaseline() {
    updatesBaseline = true;
  }

  private List<Verdict> judge(ExperimentResults results) {
    Judging judging = new Judging(plan, version);
    if (!updatesBaseline) {
      return judging.judge(results);
    }
    try {
      Judging.Update update = judging.update(results);
      progress.note(update.note());
      return update.verdicts();
    } catch (IOException e) {
      throw new RecordException("cannot write the baseline: " + RecordFile.reason(e), e);
    }
  }

  private List<Path> report(
      ExperimentResults results, List<Verdict> verdicts, PrintStream console) {
    try {
      return plan.reports().write(results, verdicts, plan.file().output().path(), console);
    } catch (UncheckedIOException e) {
      throw new RecordException("cannot write the reports: " + RecordFile.reason(e.getCause()), e);
    } catch (ExperimentException e) {
      throw new RecordException(e.getMessage(), e);
    }
  }

  private ExperimentResults run(ResultFolder folder) throws InterruptedException {
    Course course = new Course(plan);
    StageRun.Tally tally = new StageRun.Tally(plan.rules().onExperiment());
    long worked = folder.records().elapsed();
    List<StageRun> found = new ArrayList<>();
    boolean started = false;
    for (List<Cell> cells = course.stage(); !cells.isEmpty(); cells = course.stage()) {
      StageRun stage = new StageRun(cells, folder.records(), tally, course.dropped().size());
      finished += stage.done().size();
      if (started) {
        tell(stage);
      } else {
        found.add(stage);
      }
      if (!started && stage.missing() > 0) {
        started = true;
        start(found, finished - stage.done().size() + course.remaining());
      }
      runMissing(stage, folder, worked);
      int dropped = course.dropped().size();
      int firings = course.firings().size();
      stage.close(course);
      List<Dropped> gone = List.copyOf(course.dropped().subList(dropped, course.dropped().size()));
      for (Dropped d : gone) {
        course.waiting(d).forEach(folder.checkpoints()::forget);
      }
      if (started && !gone.isEmpty()) {
        progress.dropped(gone);
      }
      List<Firing> fired = course.firings().subList(firings, course.firings().size());
      folder.log(fired);
    }
    if (!started) {
      start(found, finished);
    }
    folder.checkpoints().clear();
    List<CellResult> all = course.results();
    return plan.results(
        all,
        Remarks.of(course, all, plan.runs() - tally.cells()),
        course.dropped(),
        course.firings());
  }

  private void start(List<StageRun> found, int all) {
    total = all;
    progress.started(plan, finished, total);
    found.forEach(this::tell);
  }

  private void tell(StageRun stage) {
    stage.done().forEach(i -> progress.finished(stage.cell(i), stage.result(i), true));
  }

  private void runMissing(StageRun stage, ResultFolder folder, long worked)
      throws InterruptedException {
    if (stage.missing() > 0 && cluster != null) {
      if (remote == null) {
        remote = new ClusterCells(cluster, plan, version, folder.checkpoints());
      }
      runAtOnce(i -> remote, stage, folder, worked);
    } else if (stage.missing() > 0) {
      prepare(Math.min(slots(), stage.missing()), folder);
      if (slots() == 1) {
        // Not in a pool, where a network left to choose would take one thread only.
        work(runners.get(0), stage, folder, worked);
      } else {
        runAtOnce(runners::get, stage, folder, worked);
      }
    }
    if (stopped) {
      throw new InterruptedException();
    }
  }

  /** How many cells may run at once now. */
  private int slots() {
    return jobs > 0 ? jobs : cluster == null ? 1 : cluster.slots();
  }

  private void prepare(int workers, ResultFolder folder) {
    EpochTraining epochs = new EpochTraining(plan.rules().onEpochs(), folder.checkpoints());
    while (runners.size() < workers) {
      runners.add(
          new CellRunner(plan.file().evaluation(), plan.file().seed(), version, jobs > 1, epochs));
    }
  }

  private void work(CellWorker worker, StageRun stage, ResultFolder folder, long worked)
      throws InterruptedException {
    for (Optional<Integer> next = stage.take(); next.isPresent() && !stopped; next = stage.take()) {
      int at = next.get();
      CellRunner.Finished done = worker.run(stage.cell(at));
      keep(stage, at, done, folder, worked);
    }
  }

  private void runAtOnce(
      IntFunction<CellWorker> workers, StageRun stage, ResultFolder folder, long worked)
      throws InterruptedException {
    int most = stage.missing();
    ExecutorService pool = Executors.newCachedThreadPool();
    ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(pool);
    int started = 0;
    int ended = 0;
    try {
      do {
        // A cluster gets more slots while machines join it.
        for (int wanted = Math.min(slots(), most); started < wanted && ended == 0; started++) {
          CellWorker worker = workers.apply(started);
          running.submit(
              () -> {
                work(worker, stage, folder, worked);
                return null;
              });
        }
        Future<Void> end = running.poll(MORE_SLOTS_SECONDS, TimeUnit.SECONDS);
        if (end != null) {
          end.get();
          ended++;
        }
      } while (ended < started);
    } catch (ExecutionException e) {
      stop();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private synchronized void keep(
      StageRun stage, int at, CellRunner.Finished done, ResultFolder folder, long worked) {
    if (stopped) {
      return;
    }
    Cell cell = stage.cell(at);
    // Not the time of day, which may jump.
    long now = worked + (System.nanoTime() - begun) / 1_000_000;
    folder.addCurve(done.result(), done.curve());
    CellResult kept = folder.records().append(cell.key(), done.result(), now);
    folder.addTimes(done.result(), done.times());
    finished++;
    stage.keep(at, kept);
    progress.finished(cell, kept, false);
  }
}
