package backprop.experiments.report;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.rule.Verdict;
import backprop.experiments.run.ExperimentResults;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The reports that an experiment asks for. */
public final class Reports {
  private Reports() {}

  /**
   * Looks up reports by name: console, html, junit, arff, csv, json.
   *
   * @throws ExperimentException for an unknown name, with the nearest known one
   */
  public static Reports of(List<String> names) throws ExperimentException {
    return new Reports();
  }

  /**
   * Writes the reports, each aside and then moved; equal results give equal bytes.
   *
   * @return the files written, in the order of the names; the console report writes none
   */
  public List<Path> write(
      ExperimentResults results, List<Verdict> verdicts, Path folder, PrintStream console) {
    throw new UnsupportedOperationException("not yet written");
  }
}
