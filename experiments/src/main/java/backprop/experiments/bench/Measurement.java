// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/**
 * What one workload came to.
 *
 * @param epochs epochs that the network had been trained for when its accuracy was measured
 * @param firstEpoch seconds of the first of them, from the start of training
 * @param wall seconds of the workload in all, reading its files included
 * @param accuracy share of test rows that are classified rightly
 * @param oneRow microseconds of predicting one row; empty where that is not measured
 * @param bareLoop operations in a nanosecond of one thread that has nothing else to do
 */
record Measurement(
    Workload workload,
    String backend,
    int threads,
    Rows rows,
    Rates rates,
    int epochs,
    double firstEpoch,
    double wall,
    double accuracy,
    OptionalDouble oneRow,
    double bareLoop) {

  /** One line of JSON; what is not known is null. */
  String json() {
    double flops = workload.flops(rows.columns(), rows.classes());
    double floor = bareLoop * threads * 1e9 / flops;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workload", workload.name());
    json.put("backend", backend);
    json.put("threads", threads);
    json.put("rows_per_s", rounded(rates.median()));
    json.put("first_epoch_s", rounded(firstEpoch));
    json.put("wall_s", rounded(wall));
    OptionalDouble memory = Machine.peakMegabytes();
    if (memory.isPresent()) {
      json.put("rss_mb", Math.round(memory.getAsDouble()));
    } else {
      json.putNull("rss_mb");
    }
    json.put("test_acc", rounded(accuracy));
    if (oneRow.isPresent()) {
      json.put("one_row_p50_us", rounded(oneRow.getAsDouble()));
    }
    json.put("repeats", rates.repeats());
    json.put("rows_per_s_min", rounded(rates.least()));
    json.put("rows_per_s_max", rounded(rates.most()));
    json.put("rows_per_cpu_s", rounded(rates.perProcessorSecond()));
    json.put("floor_rows_per_s", rounded(floor));
    json.put("of_floor", rounded(rates.median() / floor));
    json.put("bare_loop_gflops", rounded(bareLoop * threads));
    json.put("layers", workload.layers(rows.classes()));
    json.put("inputs", rows.columns());
    json.put("batch", workload.batch());
    json.put("rows", rows.training().rows());
    json.put("test_rows", rows.testClasses().length);
    json.put("epochs", epochs);
    json.put("data", rows.generated() ? "generated" : "files");
    json.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    json.put("cpu", Machine.processor());
    json.put("cores", Runtime.getRuntime().availableProcessors());
    return json.toString();
  }

  /** Four digits and no more; whole from 1000 on; nothing where it is no number. */
  private static BigDecimal rounded(double x) {
    if (!Double.isFinite(x)) {
      return null;
    }
    return Math.abs(x) >= 1000
        ? BigDecimal.valueOf(Math.round(x))
        : new BigDecimal(x, new MathContext(4));
  }
}
