// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.DefaultListModel;
import javax.swing.JLabel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Classifier;
import weka.core.Instances;
import weka.core.converters.ConverterUtils.DataSource;
import weka.experiment.CrossValidationResultProducer;
import weka.experiment.Experiment;
import weka.experiment.InstancesResultListener;
import weka.experiment.RandomSplitResultProducer;

/** Experiments of Weka's Experimenter, opened, run and written by Weka's own classes. */
final class ExperimenterFilesTest {
  private static final String FILE =
      """
      experiment: t
      data: [iris.arff, glass.arff]
      evaluate: { cross-validation: 3, repeats: 2 }
      metrics: [percent-correct]
      learners:
        tree:
          scheme: weka.classifiers.trees.J48
          vary: { minNumObj: [2, 20] }
        bayes: weka.classifiers.bayes.NaiveBayes
      output: { folder: out, reports: [arff] }
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    Commands.copy("iris.arff", folder);
    Commands.copy("glass.arff", folder);
    Commands.copy("cpu.arff", folder);
    file = folder.resolve("t.yaml");
    Files.writeString(file, FILE);
  }

  private void good(Commands.Result result) {
    assertEquals(0, result.code(), result.err());
  }

  private void refused(String part, Commands.Result result) {
    assertEquals(2, result.code(), result.err());
    assertTrue(result.err().contains(part), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  /** What the Experimenter computes from the exported file equals what the runner computes. */
  @ParameterizedTest
  @ValueSource(strings = {"e.exp", "e.xml"})
  void wekaRunsWhatIsExported(String name) throws Exception {
    Path to = folder.resolve(name);
    good(Commands.run("export", file, "-o", to));
    Experiment experiment = Experiment.read(to.toString());
    assertEquals(2, experiment.getRunUpper());
    assertEquals(3, ((CrossValidationResultProducer) experiment.getResultProducer()).getNumFolds());
    assertEquals(3, experiment.getPropertyArrayLength());
    assertInstanceOf(Classifier[].class, experiment.getPropertyArray());
    Path arff = folder.resolve("weka.arff");
    ((InstancesResultListener) experiment.getResultListener()).setOutputFile(arff.toFile());
    experiment.initialize();
    experiment.runExperiment();
    experiment.postProcess();
    Instances weka = DataSource.read(arff.toString());
    good(Commands.run("run", file));
    Instances ours = DataSource.read(folder.resolve("out/results.arff").toString());
    assertEquals(2 * 3 * 2 * 3, weka.numInstances());
    assertEquals(weka.numInstances(), ours.numInstances());
    double difference = 0;
    for (String column : List.of("Percent_correct", "Kappa_statistic")) {
      double a = weka.attributeStats(weka.attribute(column).index()).numericStats.mean;
      double b = ours.attributeStats(ours.attribute(column).index()).numericStats.mean;
      difference = Math.max(difference, Math.abs(a - b));
    }
    assertTrue(difference < 1e-6, "difference " + difference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e.exp", "e.xml"})
  void whatIsExportedComesBack(String name) throws IOException {
    Path to = folder.resolve(name);
    good(Commands.run("export", file, "-o", to));
    Commands.Result imported = Commands.run("import", to);
    good(imported);
    assertEquals("", imported.err(), "Weka's own warnings are none of the user's");
    Path back = folder.resolve("e.yaml");
    String yaml = Files.readString(back);
    assertTrue(yaml.contains("  - \"iris.arff\"\n  - \"glass.arff\"\n"), yaml);
    assertTrue(yaml.contains("{ cross-validation: 3, repeats: 2 }"), yaml);
    assertTrue(yaml.contains("  \"J482\": \"weka.classifiers.trees.J48 -C 0.25 -M 20\""), yaml);
    good(Commands.run("check", back));
    refused("there is such a file; --overwrite replaces it", Commands.run("import", to));
    good(Commands.run("import", to, "--overwrite"));
    refused("there is such a file", Commands.run("export", file, "-o", to));
  }

  @Test
  void splitsAndNumericClasses() throws IOException {
    Files.writeString(
        file,
        FILE.replace("iris.arff, glass.arff", "cpu.arff")
            .replace("cross-validation: 3, repeats: 2", "split: 70%, repeats: 4")
            .replace("percent-correct", "rmse")
            .replace("trees.J48", "trees.M5P")
            .replace("minNumObj: [2, 20]", "minNumInstances: [4, 8]")
            .replace("bayes.NaiveBayes", "functions.LinearRegression"));
    Path to = folder.resolve("e.xml");
    good(Commands.run("export", file, "-o", to));
    good(Commands.run("import", to));
    String yaml = Files.readString(folder.resolve("e.yaml"));
    assertTrue(yaml.contains("{ split: 70.0%, repeats: 4 }"), yaml);
    assertTrue(yaml.contains("metrics: [root-mean-squared-error, correlation]"), yaml);
    good(Commands.run("check", folder.resolve("e.yaml")));
  }

  @Test
  void whatTheOtherSideCannotSayIsRefused() throws Exception {
    Files.writeString(
        file, FILE.replace("cross-validation: 3", "test: iris.arff").replace(", glass.arff", ""));
    refused("has no evaluation on a test file", Commands.run("export", file));
    Files.writeString(
        file,
        FILE.replace("iris.arff,", "{ file: iris.arff, class: 1 }, cpu.arff,")
            .replace("[percent-correct]", "[training-rows]")
            .replace("trees.J48", "lazy.IBk")
            .replace("minNumObj", "KNN"));
    assertEquals(2, Commands.run("export", file).code());
    Files.writeString(file, FILE);
    refused("end with .exp or .xml", Commands.run("export", file, "-o", folder.resolve("e.txt")));
    assertFalse(Files.exists(folder.resolve("e.txt")));

    Experiment ordered = new Experiment();
    RandomSplitResultProducer split = new RandomSplitResultProducer();
    split.setRandomizeData(false);
    ordered.setResultProducer(split);
    DefaultListModel<File> data = new DefaultListModel<>();
    data.addElement(new File("x.arff"));
    ordered.setDatasets(data);
    Path to = folder.resolve("o.exp");
    Experiment.write(to.toString(), ordered);
    refused("keeps the order of the rows", Commands.run("import", to));
    assertFalse(Files.exists(folder.resolve("o.yaml")));
  }

  @Test
  void otherFilesAreRefusedAndBuildNothing() throws Exception {
    refused("there is no such file", Commands.run("import", folder.resolve("no.exp")));
    refused(".exp, .xml or .koml", Commands.run("import", file, "-o", folder.resolve("x.yaml")));
    Path koml = folder.resolve("e.koml");
    Files.writeString(koml, "<koml/>");
    refused("no KOML library", Commands.run("import", koml));
    Path bad = folder.resolve("bad.exp");
    Files.writeString(bad, "nothing");
    refused("this is no experiment", Commands.run("import", bad));
    try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(bad))) {
      out.writeObject(new JLabel("hello"));
    }
    refused("REJECTED", Commands.run("import", bad));
    Path xml = folder.resolve("bad.xml");
    Files.writeString(xml, "<!DOCTYPE a [ <!ENTITY x SYSTEM \"file:///etc/hosts\"> ]><a>&x;</a>");
    refused("refers to other files", Commands.run("import", xml));
    Files.writeString(xml, "<object class=\"java.lang.ProcessBuilder\" name=\"a\"/>");
    assertEquals(2, Commands.run("import", xml).code());
    Files.writeString(xml, "<object class=\"javax.swing.JFrame\" name=\"a\"/>");
    refused("the class 'javax.swing.JFrame' is none of Weka's", Commands.run("import", xml));
  }
}
