package backprop.experiments.rule;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.ExperimentResults;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of one experiment, parsed and type-checked. */
public final class Rules {
  private Rules() {}

  /**
   * Parses and type-checks the rules, before anything is trained.
   *
   * @param rules the rules, in file order
   * @param metrics the metrics of the experiment as the file writes them, the leading one first
   * @param learnerNames the learners' names and the configurations' names
   * @param spaceVariables the variables of all {@code vary} parts: Long, Double, Boolean or String;
   *     a variable with both whole and decimal values is a Double; Object where the types differ
   * @throws ExperimentException at the first rule that is wrong, with its line and column
   */
  public static Rules compile(
      List<RuleSpec> rules,
      List<String> metrics,
      List<String> learnerNames,
      Map<String, Class<?>> spaceVariables)
      throws ExperimentException {
    return new Rules();
  }

  /** The name of the first space rule that forbids a configuration. */
  public Optional<String> forbids(Configuration configuration) {
    throw new UnsupportedOperationException("not yet written");
  }

  /** The verdicts of the gates, in file order. */
  public List<Verdict> judge(ExperimentResults results) {
    throw new UnsupportedOperationException("not yet written");
  }
}
