// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.rule.Verdict;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.Comparison;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.PairedTest;
import backprop.experiments.statistics.Sample;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.TreeMap;

/** Everything, for programs: keys keep their order, a number that is missing is null. */
final class JsonReport implements Report {
  private static final int FORMAT = 1;

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String file() {
    return "report.json";
  }

  @Override
  public String text(Findings findings) {
    ObjectMapper mapper = new ObjectMapper();
    ExperimentResults results = findings.results();
    ObjectNode root = mapper.createObjectNode();
    root.put("format", FORMAT);
    root.put("experiment", results.experiment());
    root.put("file", results.file());
    root.put("seed", results.seed());
    root.put("repeats", results.repeats());
    root.put("folds", results.folds());
    metrics(root.putArray("metrics"), findings);
    verdicts(root.putArray("verdicts"), findings);
    for (DataSet data : results.dataSets()) {
      root.withArray("dataSets").add(mapper.valueToTree(data));
    }
    configurations(root.putArray("configurations"), results);
    results.forbidden().forEach(root.putArray("forbidden")::add);
    results.warnings().forEach(root.putArray("warnings")::add);
    summary(root.putArray("summary"), findings);
    findings.reference().ifPresent(c -> root.put("reference", c.name()));
    comparisons(root.putArray("comparisons"), findings);
    cells(root.putArray("cells"), findings);
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    try {
      return mapper
              .writer(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
              .writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void metrics(ArrayNode array, Findings findings) {
    for (Metric metric : findings.metrics()) {
      ObjectNode node = array.addObject();
      node.put("name", metric.name());
      node.put("column", metric.column());
      node.put("better", metric.direction().name().toLowerCase(Locale.ROOT));
      node.put("unit", metric.unit());
    }
  }

  private static void verdicts(ArrayNode array, Findings findings) {
    for (Verdict verdict : findings.verdicts()) {
      ObjectNode node = array.addObject();
      node.put("rule", verdict.rule());
      node.put("level", verdict.level().name().toLowerCase(Locale.ROOT));
      node.put("outcome", verdict.outcome().name().toLowerCase(Locale.ROOT));
      node.put("reason", verdict.reason());
    }
  }

  private static void configurations(ArrayNode array, ExperimentResults results) {
    for (Configuration configuration : results.configurations()) {
      ObjectNode node = array.addObject();
      node.put("name", configuration.name());
      node.put("learner", configuration.learner());
      node.put("scheme", configuration.scheme());
      node.put("options", configuration.options());
      node.putPOJO("variables", configuration.variables());
    }
  }

  private static void summary(ArrayNode array, Findings findings) {
    for (DataSet data : findings.results().dataSets()) {
      for (Configuration configuration : findings.results().configurations()) {
        for (Metric metric : findings.metrics()) {
          Sample sample = findings.sample(data, configuration, metric);
          ObjectNode node = array.addObject();
          node.put("dataSet", data.name());
          node.put("configuration", configuration.name());
          node.put("metric", metric.name());
          node.put("n", sample.n());
          node.put("failed", sample.failed());
          node.put("missing", sample.missing());
          number(node, "mean", sample.mean());
          number(node, "deviation", sample.deviation());
          number(node, "min", sample.min());
          number(node, "median", sample.quantile(0.5));
          number(node, "max", sample.max());
        }
      }
    }
  }

  private static void comparisons(ArrayNode array, Findings findings) {
    for (DataSet data : findings.results().dataSets()) {
      for (Configuration configuration : findings.results().configurations()) {
        for (Metric metric : findings.metrics()) {
          findings.comparison(data, configuration, metric).ifPresent(c -> comparison(array, c));
        }
      }
    }
  }

  private static void comparison(ArrayNode array, Comparison comparison) {
    ObjectNode node = array.addObject();
    node.put("dataSet", comparison.dataSet());
    node.put("configuration", comparison.first());
    node.put("metric", comparison.metric().name());
    if (comparison.test().isEmpty()) {
      node.put("problem", comparison.problem());
      return;
    }
    PairedTest test = comparison.test().get();
    node.put("n", test.n());
    number(node, "difference", test.difference());
    number(node, "deviation", test.deviation());
    number(node, "testTrainRatio", test.ratio());
    number(node, "t", test.t());
    number(node, "p", test.p());
    int mark = comparison.better(Findings.LEVEL);
    node.put("significant", mark > 0 ? "better" : mark < 0 ? "worse" : "no");
  }

  private static void cells(ArrayNode array, Findings findings) {
    for (CellResult cell : findings.results().cells()) {
      ObjectNode node = array.addObject();
      node.put("dataSet", cell.dataSet());
      node.put("configuration", cell.configuration());
      node.put("repeat", cell.repeat());
      node.put("fold", cell.fold());
      node.put("seed", cell.seed());
      node.put("version", cell.version());
      node.put("trainRows", cell.trainRows());
      node.put("testRows", cell.testRows());
      ObjectNode metrics = node.putObject("metrics");
      new TreeMap<>(cell.metrics())
          .forEach(
              (column, value) -> {
                if (findings.shows(column)) {
                  number(metrics, column, value);
                }
              });
      ObjectNode texts = node.putObject("texts");
      new TreeMap<>(cell.texts()).forEach(texts::put);
      if (!cell.succeeded()) {
        node.put("error", cell.error());
      }
    }
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
