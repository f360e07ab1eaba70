// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.RealResults;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.CellTable;
import backprop.experiments.statistics.Comparison;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import backprop.experiments.statistics.PairedTest;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.Range;
import weka.core.Utils;
import weka.experiment.PairedCorrectedTTester;
import weka.experiment.PairedStats;

/** The ARFF report as the Experimenter's Analyse tab reads it. */
class WekaAgreementTest {
  /** Sets a tester up as the Analyse tab does: by the names of the key columns. */
  private static PairedCorrectedTTester tester(Instances data) throws Exception {
    PairedCorrectedTTester tester = new PairedCorrectedTTester();
    tester.setInstances(data);
    tester.setDatasetKeyColumns(range(data, "Key_Dataset"));
    tester.setRunColumn(data.attribute("Key_Run").index());
    tester.setFoldColumn(data.attribute("Key_Fold").index());
    tester.setResultsetKeyColumns(
        range(data, "Key_Scheme", "Key_Scheme_options", "Key_Scheme_version_ID"));
    tester.setSignificanceLevel(0.05);
    tester.setShowStdDevs(true);
    return tester;
  }

  private static Range range(Instances data, String... names) {
    List<String> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(Integer.toString(data.attribute(name).index() + 1));
    }
    return new Range(String.join(",", columns));
  }

  private static Instances arff(ExperimentResults results) throws Exception {
    String text = new ArffReport().text(new Findings(results, List.of()));
    return new Instances(new StringReader(text));
  }

  private static Instance specifier(Instances data, String name) {
    for (Instance row : data) {
      if (row.stringValue(data.attribute("Key_Dataset")).equals(name)) {
        return row;
      }
    }
    throw new AssertionError(name);
  }

  private static int agree(ExperimentResults results, Instances data) throws Exception {
    PairedCorrectedTTester tester = tester(data);
    CellTable cells = CellTable.of(results);
    List<Configuration> configurations = results.configurations();
    assertEquals(configurations.size(), tester.getNumResultsets());
    assertEquals(results.dataSets().size(), tester.getNumDatasets());
    int marks = 0;
    for (String name : results.metrics()) {
      Metric metric = Metrics.named(name);
      int column = data.attribute(metric.column()).index();
      for (DataSet set : results.dataSets()) {
        for (int a = 0; a < configurations.size(); a++) {
          for (int b = 0; b < configurations.size(); b++) {
            PairedStats weka =
                tester.calculateStatistics(specifier(data, set.name()), a, b, column);
            Comparison mine =
                cells.compare(
                    set.name(), configurations.get(a).name(), configurations.get(b).name(), metric);
            PairedTest test = mine.test().orElseThrow();
            assertEquals(
                Utils.doubleToString(weka.xStats.mean, 4), Utils.doubleToString(test.first(), 4));
            assertEquals(
                Utils.doubleToString(weka.differencesProbability, 4),
                Utils.doubleToString(test.p(), 4));
            assertEquals(weka.differencesProbability, test.p(), 1e-9);
            assertEquals(weka.differencesSignificance, test.significance(0.05));
            marks += Math.abs(weka.differencesSignificance);
          }
        }
      }
    }
    return marks;
  }

  @Test
  void arffGivesTheExperimentersNumbers() throws Exception {
    ExperimentResults results = RealResults.classification();
    assertTrue(agree(results, arff(results)) > 20);
  }

  @Test
  void numericClassesToo() throws Exception {
    ExperimentResults results = RealResults.regression();
    assertTrue(agree(results, arff(results)) > 0);
  }

  @Test
  void csvHasTheSameValues() throws Exception {
    ExperimentResults results = RealResults.classification();
    List<List<String>> csv =
        ReportsTest.parse(new CsvReport().text(new Findings(results, List.of())));
    Instances data = arff(results);
    assertEquals(301, csv.size());
    assertEquals(300, data.numInstances());
    for (int row = 0; row < 300; row++) {
      for (int column = 0; column < data.numAttributes(); column++) {
        String text = csv.get(row + 1).get(column);
        Instance instance = data.get(row);
        if (instance.isMissing(column)) {
          assertEquals("", text);
        } else if (data.attribute(column).isNumeric()) {
          assertEquals(instance.value(column), Double.parseDouble(text));
        } else {
          assertEquals(instance.stringValue(column), text);
        }
      }
    }
  }

  /** The table that the Analyse tab prints against the table on our console. */
  @Test
  void consoleShowsTheMarksOfTheAnalyseTab() throws Exception {
    ExperimentResults results = RealResults.classification();
    Instances data = arff(results);
    PairedCorrectedTTester tester = tester(data);
    int column = data.attribute("Percent_correct").index();
    tester.header(column);
    String[] weka = tester.multiResultsetFull(0, column).split("\n");
    String console = ConsoleReport.text(new Findings(results, List.of()), List.of());
    int compared = 0;
    for (int d = 0; d < results.dataSets().size(); d++) {
      String set = results.dataSets().get(d).name();
      String line = List.of(weka).stream().filter(l -> l.startsWith(set)).findFirst().orElseThrow();
      // "iris  (20)  95.00(5.67) |  33.33(0.00) *  95.67(5.42)  ..."
      String values = line.substring(line.indexOf(')') + 1).replace('|', ' ');
      Matcher found = Pattern.compile("([\\d.]+)\\(\\s*([\\d.]+)\\)\\s*([v*]?)").matcher(values);
      for (Configuration configuration : results.configurations()) {
        assertTrue(found.find(), line);
        String mark = found.group(3).replace("v", "+").replace("*", "-");
        String expected = found.group(1) + " (" + found.group(2) + ")" + mark;
        String row =
            console.lines().filter(l -> l.startsWith(configuration.name() + " ")).findFirst().get();
        String mine = row.substring(row.length() - 17 * (3 - d), row.length() - 17 * (2 - d));
        assertEquals(expected, mine.strip());
        compared++;
      }
    }
    assertEquals(15, compared);
  }

  @Test
  void columnsAreTheExperimentersAndNoTimes() throws Exception {
    Instances data = arff(RealResults.classification());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < data.numAttributes(); i++) {
      names.add(data.attribute(i).name());
    }
    assertEquals(
        List.of(
            "Key_Dataset",
            "Key_Run",
            "Key_Fold",
            "Key_Scheme",
            "Key_Scheme_options",
            "Key_Scheme_version_ID",
            "Number_of_training_instances",
            "Number_of_testing_instances",
            "Number_correct"),
        names.subList(0, 9));
    assertTrue(names.stream().noneMatch(Metric::timed), names.toString());
    assertEquals(
        List.of("Learner", "Configuration"), names.subList(names.size() - 2, names.size()));
  }
}
