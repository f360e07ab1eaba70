// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.engine.model.EpochRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rules that are asked after each epoch of each run. */
public final class EpochRules {
  private final List<EventRule> rules;
  private final Source source;

  EpochRules(List<EventRule> rules, Source source) {
    this.rules = rules;
    this.source = source;
  }

  /**
   * What they are compiled from, which can travel.
   *
   * @param rules the rules, in file order
   * @param learners names of the learners and configurations
   * @param dataSets names of the data sets, null where they are not known
   */
  public record Source(List<RuleSpec> rules, List<String> learners, List<String> dataSets)
      implements Serializable {

    /** The rules, parsed and type-checked. */
    public EpochRules compile() {
      return new EpochRules(
          rules.stream()
              .map(rule -> new EventRule(rule, learners, Optional.ofNullable(dataSets)))
              .toList(),
          this);
    }
  }

  /** The rules again, where they came from. */
  public Source source() {
    return source;
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** All that they do to a run, as text: runs under equal rules have equal results. */
  public String text() {
    return rules.stream()
        .map(r -> r.spec().name() + "\n" + r.spec().expression() + "\n" + r.action())
        .collect(Collectors.joining("\n"));
  }

  /**
   * One run.
   *
   * @param learner name of the learner
   * @param configuration name of the configuration
   * @param dataSet name of the data set
   * @param repeat the repeat, from 1
   * @param fold the fold, from 1
   */
  public record Run(String learner, String configuration, String dataSet, int repeat, int fold) {}

  /**
   * What the rules want after an epoch.
   *
   * @param stop whether the run is to end
   * @param rateFactor what the learning rate is to be multiplied by, 1 to leave it
   */
  public record Decision(boolean stop, double rateFactor) {}

  /**
   * Starts to watch a run.
   *
   * @param earlier the firings of its epochs so far, where it is gone on with
   */
  public Watch watch(Run run, List<Firing> earlier) {
    return new Watch(run, earlier);
  }

  /** The rules on one run; belongs to its thread. */
  public final class Watch {
    private final Run run;
    private final List<Firing> firings;
    private double bestLoss = Double.POSITIVE_INFINITY;

    private Watch(Run run, List<Firing> earlier) {
      this.run = run;
      this.firings = new ArrayList<>(earlier);
    }

    /** All firings so far. */
    public List<Firing> firings() {
      return List.copyOf(firings);
    }

    /** Notes an epoch that was judged in an earlier part of the run. */
    public void replay(EpochRecord epoch) {
      bestLoss = Math.min(bestLoss, judged(epoch));
    }

    /**
     * Judges an epoch, in the order of the file; a rule that stops the run is the last one asked.
     *
     * @param planned epochs planned
     * @param best the best epoch so far, by early stopping's metric
     */
    public Decision judge(EpochRecord epoch, int planned, int best) {
      replay(epoch);
      double factor = 1;
      for (EventRule rule : rules) {
        Action action = rule.action();
        boolean once = action.kind() != Action.Kind.RATE;
        if (once && fired(rule)) {
          continue;
        }
        EventRule.Answer answer = rule.ask(values(rule, epoch, planned, best));
        if (answer.problem() != null) {
          if (!fired(rule)) {
            note(rule, "none", epoch, answer.problem());
          }
        } else if (answer.holds()) {
          note(rule, action.toString(), epoch, answer.evidence());
          if (action.kind() == Action.Kind.STOP) {
            return new Decision(true, factor);
          }
          factor *= action.factor();
        }
      }
      return new Decision(false, factor);
    }

    private boolean fired(EventRule rule) {
      return firings.stream().anyMatch(f -> f.rule().equals(rule.spec().name()));
    }

    private int lastChange(EventRule rule) {
      return firings.stream()
          .filter(f -> f.rule().equals(rule.spec().name()) && f.action().startsWith("rate"))
          .mapToInt(Firing::at)
          .max()
          .orElse(0);
    }

    private void note(EventRule rule, String action, EpochRecord epoch, String evidence) {
      firings.add(
          new Firing(
              rule.spec().name(),
              "epoch",
              action,
              run.dataSet(),
              run.configuration(),
              run.repeat(),
              run.fold(),
              epoch.epoch(),
              evidence));
    }

    private Map<String, Object> values(EventRule rule, EpochRecord epoch, int planned, int best) {
      Map<String, Object> values = new HashMap<>();
      values.put("epoch", (long) epoch.epoch());
      values.put("epochs", (long) planned);
      values.put("training.loss", epoch.trainingLoss());
      values.put("validation.loss", epoch.validationLoss());
      values.put("best.loss", bestLoss);
      values.put("best.epoch", (long) best);
      values.put("epochsSinceBest", (long) epoch.epoch() - Math.max(best, lastChange(rule)));
      values.put("learningRate", epoch.rate());
      values.put("learner", run.learner());
      values.put("this", run.configuration());
      values.put("dataSet", run.dataSet());
      values.put("repeat", (long) run.repeat());
      values.put("fold", (long) run.fold());
      return values;
    }
  }

  private static double judged(EpochRecord epoch) {
    return Double.isNaN(epoch.validationLoss()) ? epoch.trainingLoss() : epoch.validationLoss();
  }
}
