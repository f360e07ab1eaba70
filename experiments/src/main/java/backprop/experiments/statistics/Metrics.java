// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import static backprop.experiments.statistics.Metric.Direction.HIGHER;
import static backprop.experiments.statistics.Metric.Direction.LOWER;
import static backprop.experiments.statistics.Metric.Direction.NEUTRAL;
import static backprop.experiments.statistics.Metric.Task.ANY;
import static backprop.experiments.statistics.Metric.Task.CLASSIFICATION;
import static backprop.experiments.statistics.Metric.Task.REGRESSION;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.Nearest;
import backprop.experiments.statistics.Metric.Direction;
import backprop.experiments.statistics.Metric.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of all metrics: every numeric column of Weka's ClassifierSplitEvaluator and
 * RegressionSplitEvaluator, and {@code Log_loss}.
 *
 * <p>Where Weka has a column for the first class value and one averaged over all class values,
 * weighted by their frequency, the short name ({@code roc-area}) means the average, which is what
 * Weka's own summary prints last; {@code first-class-roc-area} means the other.
 *
 * <p>{@code Log_loss} is no column of Weka's: the runner computes it as the mean over the test
 * rows, weighted by the instance weights, of {@code -ln(max(p, 1e-15))} with {@code p} the
 * probability that the scheme, scaled to sum to one, gives the actual class. Weka's {@code
 * SF_mean_scheme_entropy} does not fit: it is in bits and lets {@code p} go down to 4.9e-324, so
 * one confident mistake costs 1074 bits and hides all other rows.
 */
public final class Metrics {
  private static final List<Metric> ALL = List.copyOf(table());
  private static final Map<String, Metric> BY_NAME = index();

  private Metrics() {}

  /** All metrics, those of classification first. */
  public static List<Metric> all() {
    return ALL;
  }

  /**
   * The metric of a name as files ({@code percent-correct}), expressions ({@code percentCorrect})
   * or result columns ({@code Percent_correct}) write it.
   */
  public static Optional<Metric> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The metric of a name.
   *
   * @throws ExperimentException for an unknown name, with the nearest known one
   */
  public static Metric named(String name) throws ExperimentException {
    return find(name)
        .orElseThrow(
            () ->
                new ExperimentException(
                    "unknown metric \"" + name + "\"" + "; " + Nearest.hint(name, names())));
  }

  /** The names of all metrics as files write them. */
  public static List<String> names() {
    return ALL.stream().map(Metric::name).toList();
  }

  private static Map<String, Metric> index() {
    Map<String, Metric> index = new LinkedHashMap<>();
    for (Metric metric : ALL) {
      index.put(metric.name(), metric);
      index.put(metric.variable(), metric);
      index.put(metric.column(), metric);
    }
    index.put("mae", index.get("mean-absolute-error"));
    index.put("rmse", index.get("root-mean-squared-error"));
    index.put("rae", index.get("relative-absolute-error"));
    index.put("rrse", index.get("root-relative-squared-error"));
    return Map.copyOf(index);
  }

  private static List<Metric> table() {
    List<Metric> t = new ArrayList<>();
    add(t, "percent-correct", "Percent_correct", HIGHER, "%", "rows classified correctly");
    add(t, "percent-incorrect", "Percent_incorrect", LOWER, "%", "rows classified wrongly");
    add(t, "kappa", "Kappa_statistic", HIGHER, "", "agreement beyond chance, at most 1");
    add(t, "log-loss", "Log_loss", LOWER, "nats", "mean -ln of the actual class's probability");
    String average = ", averaged over the classes by frequency";
    add(t, "roc-area", "Weighted_avg_area_under_ROC", HIGHER, "", "area under ROC" + average);
    add(t, "prc-area", "Weighted_avg_area_under_PRC", HIGHER, "", "area under PRC" + average);
    add(t, "f-measure", "Weighted_avg_F_measure", HIGHER, "", "F1" + average);
    add(t, "precision", "Weighted_avg_IR_precision", HIGHER, "", "precision" + average);
    add(t, "recall", "Weighted_avg_IR_recall", HIGHER, "", "recall" + average);
    add(t, "matthews", "Weighted_avg_matthews_correlation", HIGHER, "", "Matthews" + average);
    add(t, "macro-f-measure", "Unweighted_macro_avg_F_measure", HIGHER, "", "F1, mean of classes");
    add(t, "micro-f-measure", "Unweighted_micro_avg_F_measure", HIGHER, "", "F1 of summed counts");
    rates(t, "", "Weighted_avg_true_positive_rate", "Weighted_avg_false_positive_rate", average);
    add(t, "true-negative-rate", "Weighted_avg_true_negative_rate", HIGHER, "", "TNR" + average);
    add(t, "false-negative-rate", "Weighted_avg_false_negative_rate", LOWER, "", "FNR" + average);
    String first = ", of the first class value";
    rates(t, "first-class-", "True_positive_rate", "False_positive_rate", first);
    add(t, "first-class-true-negative-rate", "True_negative_rate", HIGHER, "", "TNR" + first);
    add(t, "first-class-false-negative-rate", "False_negative_rate", LOWER, "", "FNR" + first);
    add(t, "first-class-true-positives", "Num_true_positives", HIGHER, "rows", "TP" + first);
    add(t, "first-class-false-positives", "Num_false_positives", LOWER, "rows", "FP" + first);
    add(t, "first-class-true-negatives", "Num_true_negatives", HIGHER, "rows", "TN" + first);
    add(t, "first-class-false-negatives", "Num_false_negatives", LOWER, "rows", "FN" + first);
    add(t, "first-class-precision", "IR_precision", HIGHER, "", "precision" + first);
    add(t, "first-class-recall", "IR_recall", HIGHER, "", "recall" + first);
    add(t, "first-class-f-measure", "F_measure", HIGHER, "", "F1" + first);
    add(t, "first-class-matthews", "Matthews_correlation", HIGHER, "", "Matthews" + first);
    add(t, "first-class-roc-area", "Area_under_ROC", HIGHER, "", "area under ROC" + first);
    add(t, "first-class-prc-area", "Area_under_PRC", HIGHER, "", "area under PRC" + first);
    add(t, "number-correct", "Number_correct", HIGHER, "rows", "rows classified correctly");
    add(t, "number-incorrect", "Number_incorrect", LOWER, "rows", "rows classified wrongly");
    String kb = ", Kononenko and Bratko";
    add(t, "kb-information", "KB_information", HIGHER, "bits", "information score" + kb);
    add(t, "kb-mean-information", "KB_mean_information", HIGHER, "bits", "score a row" + kb);
    add(t, "kb-relative-information", "KB_relative_information", HIGHER, "%", "relative" + kb);

    put(t, "correlation", "Correlation_coefficient", REGRESSION, HIGHER, "", "Pearson's r");

    any(t, "mean-absolute-error", "Mean_absolute_error", LOWER, "", "mean absolute error");
    any(t, "root-mean-squared-error", "Root_mean_squared_error", LOWER, "", "root mean squared");
    any(t, "relative-absolute-error", "Relative_absolute_error", LOWER, "%", "of the mean's error");
    String mean = "of the mean's error";
    any(t, "root-relative-squared-error", "Root_relative_squared_error", LOWER, "%", mean);
    any(t, "number-unclassified", "Number_unclassified", LOWER, "rows", "without a prediction");
    any(t, "percent-unclassified", "Percent_unclassified", LOWER, "%", "without a prediction");
    any(t, "prior-entropy", "SF_prior_entropy", NEUTRAL, "bits", "entropy of the prior");
    any(t, "scheme-entropy", "SF_scheme_entropy", LOWER, "bits", "entropy of the scheme");
    any(t, "entropy-gain", "SF_entropy_gain", HIGHER, "bits", "prior less scheme");
    any(t, "mean-prior-entropy", "SF_mean_prior_entropy", NEUTRAL, "bits", "of the prior, a row");
    any(t, "mean-scheme-entropy", "SF_mean_scheme_entropy", LOWER, "bits", "of the scheme, a row");
    any(t, "mean-entropy-gain", "SF_mean_entropy_gain", HIGHER, "bits", "prior less scheme, a row");
    any(t, "coverage", "Coverage_of_Test_Cases_By_Regions", HIGHER, "%", "rows in 95% regions");
    any(t, "region-size", "Size_of_Predicted_Regions", LOWER, "%", "of the class's range");
    any(t, "training-rows", "Number_of_training_instances", NEUTRAL, "rows", "training rows");
    any(t, "testing-rows", "Number_of_testing_instances", NEUTRAL, "rows", "test rows");
    any(t, "training-time", "Elapsed_Time_training", LOWER, "s", "time to train");
    any(t, "testing-time", "Elapsed_Time_testing", LOWER, "s", "time to test");
    any(t, "training-cpu-time", "UserCPU_Time_training", LOWER, "s", "processor time to train");
    any(t, "testing-cpu-time", "UserCPU_Time_testing", LOWER, "s", "processor time to test");
    any(t, "training-cpu-millis", "UserCPU_Time_millis_training", LOWER, "ms", "time to train");
    any(t, "testing-cpu-millis", "UserCPU_Time_millis_testing", LOWER, "ms", "time to test");
    any(t, "model-size", "Serialized_Model_Size", LOWER, "bytes", "of the serialized model");
    any(t, "training-size", "Serialized_Train_Set_Size", NEUTRAL, "bytes", "of the training rows");
    any(t, "testing-size", "Serialized_Test_Set_Size", NEUTRAL, "bytes", "of the test rows");
    return t;
  }

  private static void rates(
      List<Metric> table, String prefix, String hits, String alarms, String what) {
    add(table, prefix + "true-positive-rate", hits, HIGHER, "", "TPR" + what);
    add(table, prefix + "false-positive-rate", alarms, LOWER, "", "FPR" + what);
  }

  private static void add(
      List<Metric> table, String name, String column, Direction better, String unit, String text) {
    put(table, name, column, CLASSIFICATION, better, unit, text);
  }

  private static void any(
      List<Metric> table, String name, String column, Direction better, String unit, String text) {
    put(table, name, column, ANY, better, unit, text);
  }

  private static void put(
      List<Metric> table,
      String name,
      String column,
      Task task,
      Direction better,
      String unit,
      String text) {
    table.add(new Metric(name, column, task, better, unit, text));
  }
}
