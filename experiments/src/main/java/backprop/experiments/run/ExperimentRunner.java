// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.baseline.Judging;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.OutputSpec;
import backprop.experiments.rule.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the cells of a plan that have no record yet, several at once. The results depend on the plan
 * only: not on the number of workers, nor on how often the run was interrupted.
 */
public final class ExperimentRunner {
  private final Plan plan;
  private final String version;
  private final int jobs;
  private final Progress progress;
  private boolean updatesBaseline;
  private volatile boolean stopped;
  private volatile int finished;

  /**
   * @param version version of this program
   * @param jobs number of cells that run at once
   */
  public ExperimentRunner(Plan plan, String version, int jobs, Progress progress) {
    this.plan = plan;
    this.version = version;
    this.jobs = jobs;
    this.progress = progress;
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
    List<Cell> cells = plan.cells();
    CellResult[] results = new CellResult[cells.size()];
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      Optional<CellResult> found = folder.records().find(cells.get(i).key());
      if (found.isPresent()) {
        results[i] = named(found.get(), cells.get(i));
      } else {
        missing.add(i);
      }
    }
    finished = results.length - missing.size();
    progress.started(plan, finished);
    for (int i = 0; i < results.length; i++) {
      if (results[i] != null) {
        progress.finished(cells.get(i), results[i], true);
      }
    }
    runMissing(cells, missing, results, folder);
    List<CellResult> all = List.of(results);
    return plan.results(all, failures(all));
  }

  /** A record carries the names of the run that made it; the plan may have renamed them since. */
  static CellResult named(CellResult r, Cell cell) {
    return new CellResult(
        cell.data().info().name(),
        r.dataChecksum(),
        cell.configuration().configuration().name(),
        r.scheme(),
        r.options(),
        r.repeat(),
        r.fold(),
        r.seed(),
        r.version(),
        r.trainRows(),
        r.testRows(),
        r.metrics(),
        r.texts(),
        r.error());
  }

  private void runMissing(
      List<Cell> cells, List<Integer> missing, CellResult[] results, ResultFolder folder)
      throws InterruptedException {
    int workers = Math.max(1, Math.min(jobs, missing.size()));
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(pool);
    AtomicInteger next = new AtomicInteger();
    Callable<Void> worker =
        () -> {
          CellRunner runner =
              new CellRunner(plan.file().evaluation(), plan.file().seed(), version, jobs > 1);
          for (int i = next.getAndIncrement();
              i < missing.size() && !stopped;
              i = next.getAndIncrement()) {
            int at = missing.get(i);
            CellRunner.Finished done = runner.run(cells.get(at));
            keep(cells.get(at), at, done, results, folder);
          }
          return null;
        };
    try {
      for (int i = 0; i < workers; i++) {
        running.submit(worker);
      }
      for (int i = 0; i < workers; i++) {
        running.take().get();
      }
    } catch (ExecutionException e) {
      stop();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
    if (stopped) {
      throw new InterruptedException();
    }
  }

  private synchronized void keep(
      Cell cell, int at, CellRunner.Finished done, CellResult[] results, ResultFolder folder) {
    if (stopped) {
      return;
    }
    folder.addCurve(done.result(), done.curve());
    results[at] = folder.records().append(cell.key(), done.result());
    folder.addTimes(done.result(), done.times());
    finished++;
    progress.finished(cell, results[at], false);
  }

  static List<String> failures(List<CellResult> results) {
    List<CellResult> failed = results.stream().filter(r -> !r.succeeded()).toList();
    if (failed.isEmpty()) {
      return List.of();
    }
    CellResult first = failed.get(0);
    return List.of(
        "%d of %d cells failed; the first is '%s' on '%s', repeat %d, fold %d: %s"
            .formatted(
                failed.size(),
                results.size(),
                first.configuration(),
                first.dataSet(),
                first.repeat(),
                first.fold(),
                first.error()));
  }
}
