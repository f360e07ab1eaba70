// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.text.Catalog;
import backprop.weka.examples.BackpropExamples;
import backprop.weka.options.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.Utils;
import weka.core.converters.ConverterUtils.DataSource;
import weka.filters.Filter;
import weka.filters.unsupervised.attribute.BackpropWindow;

/** What the README says about options is all there is, and what it shows can be used. */
final class ReadmeTest {
  private static String readme() throws IOException {
    return Files.readString(Path.of("..", "README.md"));
  }

  @Test
  void namesEveryOptionAndTheReference() throws IOException {
    String readme = readme();
    for (Setting s : Setting.values()) {
      assertTrue(readme.contains("| `-" + s.flag() + "` |"), "option -" + s.flag());
    }
    assertTrue(readme.contains("(engine/REFERENCE.md)"));
    assertTrue(Files.exists(Path.of("..", "engine", "REFERENCE.md")));
  }

  @Test
  void itsExamplesOfEachKindAreRead() throws IOException {
    String readme = readme();
    int kinds = 0;
    for (Catalog<?> catalog : Catalogs.texts().catalogs()) {
      Matcher row =
          Pattern.compile("(?m)^\\| " + catalog.kind() + "\\w*(,[^|]*)? \\|(.*)\\|$")
              .matcher(readme);
      if (!row.find()) {
        continue;
      }
      kinds++;
      int examples = 0;
      for (Matcher m = Pattern.compile("`([^`]+)`").matcher(row.group(2)); m.find(); examples++) {
        Catalogs.parse(catalog.type(), m.group(1));
      }
      assertTrue(examples >= 2, catalog.kind() + " has " + examples + " examples");
    }
    assertTrue(kinds >= 7, kinds + " kinds have examples");
  }

  /** Rows such as {@code | what they are, 72 attributes | `layers` |}. */
  @Test
  void itsNetworksFitTheDataThatTheyAreFor() throws IOException {
    Matcher row =
        Pattern.compile("(?m)^\\| .*?(\\d+) attributes.* \\| `(.*)` \\|$").matcher(readme());
    int networks = 0;
    for (; row.find(); networks++) {
      Layer body = Catalogs.parse(Layer.class, "chain(" + row.group(2) + ", dense(5))");
      Shape input = Shape.of(Integer.parseInt(row.group(1)));
      Network.check(new NetworkSpec(input, body, new CrossEntropy(0)));
    }
    assertTrue(networks >= 4, networks + " networks");
  }

  /** What is shown in running text as {@code -option value}. */
  @Test
  void whatItShowsOfOptionsIsAccepted() throws Exception {
    Matcher m =
        Pattern.compile("`(-(?:optimizer|loss|augment|mixup|V|time) [^`]+)`").matcher(readme());
    int shown = 0;
    for (; m.find(); shown++) {
      String[] options = Utils.splitOptions(m.group(1));
      new BackpropNetwork().setOptions(options);
      Utils.checkForRemainingOptions(options);
    }
    assertTrue(shown >= 8, shown + " options");
  }

  /** The examples of presets, as they stand there, without folds and with fewer epochs. */
  @Test
  void itsPresetsLearn(@TempDir Path folder) throws Exception {
    BackpropExamples.write(folder.resolve("examples"));
    Matcher m =
        Pattern.compile("(?m)^java weka.Run (\\.Backprop\\w+) -[tc] (.*examples/.*)$")
            .matcher(readme());
    int commands = 0;
    for (; m.find(); commands++) {
      String place = folder.resolve("examples").toString();
      String[] options =
          Utils.splitOptions(
              m.group().replaceAll("^java \\S+ \\S+ ", "").replace("examples", place));
      if (m.group(1).equals(".BackpropWindow")) {
        Filter.runFilter(new BackpropWindow(), options);
        continue;
      }
      Instances data = new DataSource(Utils.getOption('t', options)).getDataSet();
      data.setClassIndex(data.numAttributes() - 1);
      int train = data.numInstances() * 3 / 4;
      Utils.getOption('x', options);
      Utils.getOption("split-percentage", options);
      Utils.getFlag("preserve-order", options);
      BackpropNetwork network = new BackpropNetwork();
      network.setOptions(options);
      network.setEpochs(network.getPreset().equals("text") ? 80 : 25);
      network.buildClassifier(new Instances(data, 0, train));
      Evaluation evaluation = new Evaluation(data);
      evaluation.evaluateModel(network, new Instances(data, train, data.numInstances() - train));
      if (data.classAttribute().isNominal()) {
        assertTrue(evaluation.kappa() > 0.6, m.group() + evaluation.toSummaryString());
      } else {
        assertTrue(evaluation.rootRelativeSquaredError() < 30, evaluation.toSummaryString());
      }
    }
    assertEquals(10, commands);
  }

  @Test
  void itsCommandLineIsAccepted() throws Exception {
    Matcher m =
        Pattern.compile("java weka.Run .BackpropNetwork -t credit-g.arff (.*?)```", Pattern.DOTALL)
            .matcher(readme());
    assertTrue(m.find());
    String[] options = Utils.splitOptions(m.group(1).replace("\\\n", " "));
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(options);
    Utils.checkForRemainingOptions(options);
    assertEquals(3, Catalogs.texts().parseList(Layer.class, network.getLayers()).size());
    assertEquals(
        network.getOptimizer(),
        Catalogs.print(
            Optimization.class, Catalogs.parse(Optimization.class, network.getOptimizer())));
    assertEquals(
        1, Catalogs.texts().parseList(Regularization.class, network.getRegularizer()).size());
  }
}
