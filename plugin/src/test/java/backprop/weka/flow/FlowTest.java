// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.TestData;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.Classifier;
import weka.classifiers.Evaluation;
import weka.core.Environment;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.converters.ConverterUtils.DataSource;
import weka.gui.Logger;
import weka.knowledgeflow.Flow;
import weka.knowledgeflow.FlowRunner;
import weka.knowledgeflow.steps.KFStep;

/** Flows from files, run without a display. */
class FlowTest {
  @TempDir private Path folder;

  /** Keeps what a flow says about mistakes. */
  private static final class Log implements Logger {
    private final StringBuffer text = new StringBuffer();

    @Override
    public void logMessage(String message) {
      text.append(message).append('\n');
    }

    @Override
    public void statusMessage(String message) {
      // Progress only.
    }
  }

  private String run(String name) throws Exception {
    Files.writeString(folder.resolve("iris.arff"), TestData.iris().toString());
    String text;
    try (InputStream stream = FlowTest.class.getResourceAsStream(name)) {
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    Path file = folder.resolve(name);
    Files.writeString(file, text.replace("FOLDER", folder.toString().replace('\\', '/')));
    Log log = new Log();
    FlowRunner runner = new FlowRunner();
    runner.setLogger(log);
    runner.setFlow(Flow.loadFlow(file.toFile(), log));
    runner.run();
    runner.waitUntilFinished();
    return log.text.toString();
  }

  private File only(String start, String end) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(start))
          .filter(f -> f.getFileName().toString().endsWith(end))
          .findFirst()
          .orElseThrow()
          .toFile();
    }
  }

  private static void knowsIris(File model) throws Exception {
    Classifier read = (Classifier) SerializationHelper.readAll(model.getPath())[0];
    Instances iris = TestData.iris();
    Evaluation e = new Evaluation(iris);
    e.evaluateModel(read, iris);
    assertTrue(e.pctCorrect() > 90, e.toSummaryString());
  }

  @Test
  void loadsTrainsPlotsAndSaves() throws Exception {
    String log = run("learningCurve.kf");
    Instances curve = new DataSource(only("curve", ".arff").getPath()).getDataSet();
    assertEquals(30, curve.numInstances(), log);
    assertEquals("validation-loss", curve.attribute(2).name());
    assertTrue(curve.instance(29).value(1) < curve.instance(0).value(1), "it learns");
    assertEquals(640, ImageIO.read(only("curve", ".png")).getWidth(), log);
    knowsIris(only("batch", ".model"));
  }

  @Test
  void trainsFromAStreamAndSaves() throws Exception {
    run("incremental.kf");
    knowsIris(only("stream", ".model"));
    Instances curve = new DataSource(only("curve", ".arff").getPath()).getDataSet();
    assertEquals(30, curve.numInstances());
  }

  @Test
  void theStepIsRegisteredWithItsIcon() throws Exception {
    Properties plugins = new Properties();
    try (InputStream stream =
        Files.newInputStream(Path.of("src/main/package/PluginManager.props"))) {
      plugins.load(stream);
    }
    assertEquals(
        LearningCurve.class.getName(), plugins.getProperty("weka.knowledgeflow.steps.Step"));
    KFStep described = LearningCurve.class.getAnnotation(KFStep.class);
    try (InputStream icon =
        LearningCurve.class.getClassLoader().getResourceAsStream(described.iconPath())) {
      assertNotNull(icon);
      assertEquals(32, ImageIO.read(icon).getWidth());
    }
    assertNotNull(Environment.getSystemWide());
  }
}
