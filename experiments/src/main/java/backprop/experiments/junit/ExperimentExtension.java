// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.junit;

import backprop.experiments.Version;
import backprop.experiments.file.ExperimentReader;
import backprop.experiments.rule.Verdict;
import backprop.experiments.run.Cell;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.ExperimentRunner;
import backprop.experiments.run.Outcome;
import backprop.experiments.run.Plan;
import backprop.experiments.run.Planner;
import backprop.experiments.run.Progress;
import backprop.experiments.run.WekaHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Runs the experiment of an {@link ExperimentFile} and gives a test for each gate. */
public final class ExperimentExtension implements TestTemplateInvocationContextProvider {
  /** The test that all cells succeed: as for the command, a failed cell is no passed gate. */
  private static final String CELLS = "all cells succeed";

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return annotation(context).isPresent();
  }

  private static Optional<ExperimentFile> annotation(ExtensionContext context) {
    return context.getTestMethod().map(method -> method.getAnnotation(ExperimentFile.class));
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Outcome outcome = run(annotation(context).orElseThrow());
    List<TestTemplateInvocationContext> tests = new ArrayList<>();
    tests.add(new GateTest(cells(outcome)));
    outcome.verdicts().forEach(verdict -> tests.add(new GateTest(verdict)));
    return tests.stream();
  }

  private static Outcome run(ExperimentFile wanted) {
    WekaHome.prepare();
    Path file = Path.of(wanted.value());
    Plan plan =
        new Planner(
                ExperimentReader.read(file, List.of(wanted.set())), List.of(), Version.version())
            .plan();
    try {
      return new ExperimentRunner(plan, Version.version(), wanted.jobs(), new Silent())
          .run(false, System.out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestAbortedException("interrupted while the experiment ran", e);
    }
  }

  private static Verdict cells(Outcome outcome) {
    List<CellResult> cells = outcome.results().cells();
    Optional<CellResult> failed = cells.stream().filter(cell -> !cell.succeeded()).findFirst();
    String reason =
        failed
            .map(
                cell ->
                    "%s on %s, repeat %d, fold %d: %s"
                        .formatted(
                            cell.configuration(),
                            cell.dataSet(),
                            cell.repeat(),
                            cell.fold(),
                            cell.error()))
            .orElse(cells.size() + " cells");
    return new Verdict(
        CELLS,
        Verdict.Level.ERROR,
        failed.isPresent() ? Verdict.Outcome.FAIL : Verdict.Outcome.PASS,
        reason);
  }

  /** The test of one gate. */
  private record GateTest(Verdict verdict)
      implements TestTemplateInvocationContext, BeforeTestExecutionCallback, ParameterResolver {
    @Override
    public String getDisplayName(int index) {
      return verdict.rule();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
      context.publishReportEntry(verdict.rule(), verdict.reason());
      if (verdict.outcome() == Verdict.Outcome.PASS) {
        return;
      }
      String undecided = verdict.outcome() == Verdict.Outcome.INCONCLUSIVE ? "inconclusive, " : "";
      if (verdict.level() == Verdict.Level.ERROR) {
        throw new AssertionFailedError(undecided + verdict.reason());
      }
      throw new TestAbortedException(
          verdict.level().name().toLowerCase(Locale.ROOT) + ": " + undecided + verdict.reason());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Verdict.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return verdict;
    }
  }

  /** Tells nothing but notes. */
  private static final class Silent implements Progress {
    @Override
    public void started(Plan plan, int alreadyFinished, int total) {}

    @Override
    public void finished(Cell cell, CellResult result, boolean found) {}

    @Override
    public void note(String sentence) {
      System.out.println(sentence);
    }

    @Override
    public void close() {}
  }
}
