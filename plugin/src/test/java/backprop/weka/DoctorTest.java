// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.RandomStream;
import backprop.weka.check.BackpropDoctor;
import backprop.weka.curve.CurveReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.Utils;
import weka.core.converters.ConverterUtils.DataSink;

/** The doctor as Weka's users meet it. */
final class DoctorTest {
  private static final Pattern OPTION =
      Pattern.compile("(?:try|or) (-[\\w-]+) (\"[^\"]*\"|[^\\s,]+)");

  /** Changes a row before it is added. */
  private interface Edit {
    void to(int row, double[] values);
  }

  /** Two classes by the sign of a sum, with attributes a, b, c (numeric) and id (nominal). */
  private static Instances rows(int n, Edit edit) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ids.add("r" + i);
    }
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      attributes.add(new Attribute(name));
    }
    attributes.add(new Attribute("id", ids));
    attributes.add(new Attribute("class", List.of("yes", "no")));
    Instances data = new Instances("doctor", attributes, n);
    data.setClassIndex(4);
    RandomStream random = new RandomStream(8);
    for (int i = 0; i < n; i++) {
      double[] x = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), i % 3, 0};
      x[4] = x[0] + x[1] > 0 ? 1 : 0;
      edit.to(i, x);
      data.add(new DenseInstance(1, x));
    }
    return data;
  }

  private static BackpropNetwork trained(Instances data, String options) throws Exception {
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(Utils.splitOptions("-threads 1 -backend java " + options));
    network.buildClassifier(data);
    return network;
  }

  private static List<String> lines(BackpropNetwork network) {
    return network.model().orElseThrow().how().diagnosis();
  }

  private static final String SMALL = "-layers \"dense(8, relu)\" -N 20 ";

  @Test
  void aHealthyRunGetsOneLine() throws Exception {
    BackpropNetwork network = trained(rows(150, (i, x) -> {}), SMALL);
    assertEquals(List.of("healthy: none of 19 symptoms"), lines(network));
    assertTrue(network.toString().contains("Doctor     healthy: none of 19 symptoms\n"));
  }

  @Test
  void identifiersAreFound() throws Exception {
    List<String> nominal = lines(trained(rows(150, (i, x) -> x[3] = i), SMALL));
    assertTrue(nominal.get(0).startsWith("leaking-identifiers: attribute 'id' has"), "" + nominal);
    assertTrue(nominal.get(0).contains("Remove -R 4"), "" + nominal);
    List<String> counter = lines(trained(rows(150, (i, x) -> x[2] = 1000 + (i * 7) % 150), SMALL));
    assertTrue(
        counter.get(0).startsWith("leaking-identifiers: attribute 'c' counts"), "" + counter);
  }

  @Test
  void copiesOfTheClassAreFound() throws Exception {
    List<String> numeric = lines(trained(rows(150, (i, x) -> x[2] = 3 * x[4] + x[2] / 9), SMALL));
    assertTrue(
        numeric.get(0).startsWith("leaking-attributes: the class follows without any mistake from"),
        "" + numeric);
    List<String> nominal = lines(trained(rows(150, (i, x) -> x[3] = x[4] + 5), SMALL));
    assertTrue(nominal.get(0).contains("from attribute 'id' alone"), "" + nominal);
  }

  @Test
  void contradictoryRowsAreFound() throws Exception {
    Instances data =
        rows(
            200,
            (i, x) -> {
              x[0] = i % 5;
              x[1] = i % 2;
              x[2] = 0.5 * (i % 3);
              x[3] = i % 3;
              x[4] = i % 7 == 0 ? 1 - x[1] : x[1];
            });
    List<String> lines = lines(trained(data, SMALL));
    assertTrue(lines.get(0).startsWith("contradictory-labels: "), "" + lines);
  }

  @Test
  void whatItProposesIsAcceptedAsItIs() throws Exception {
    Instances data = rows(150, (i, x) -> {});
    for (String bad :
        List.of(
            "-layers \"dense(8, relu), dense(8, relu)\" -optimizer \"adam(0.8)\" -N 20",
            SMALL + "-optimizer \"sgd(0.0000001)\"",
            "-layers \"dense(8, relu)\" -N 2",
            SMALL + "-regularizer \"l2(10)\"",
            SMALL + "-batch 4000")) {
      List<String> lines = lines(trained(data, bad));
      int proposals = 0;
      for (String line : lines) {
        Matcher m = OPTION.matcher(line);
        while (m.find()) {
          BackpropNetwork again = new BackpropNetwork();
          again.setOptions(Utils.splitOptions(bad));
          again.setOptions(Utils.splitOptions(m.group(1) + " " + m.group(2)));
          again.check(data);
          proposals++;
        }
      }
      assertTrue(proposals > 0, bad + ": " + lines);
    }
  }

  @Test
  void aSavedModelIsExaminedWithItsData(@TempDir Path folder) throws Exception {
    Instances data = rows(150, (i, x) -> {});
    Path arff = folder.resolve("data.arff");
    DataSink.write(arff.toString(), data);
    Path model = folder.resolve("some.model");
    BackpropNetwork network = trained(data, SMALL);
    SerializationHelper.writeAll(
        model.toString(), new Object[] {network, data.stringFreeStructure()});
    String stored = BackpropDoctor.report(model, Optional.empty(), Optional.empty(), false);
    assertEquals("healthy: none of 19 symptoms\n", stored);
    String now = BackpropDoctor.report(model, Optional.of(arff), Optional.empty(), true);
    assertTrue(now.startsWith("healthy: none of 19 symptoms\noverfit-one-batch passed: "), now);

    Path other = folder.resolve("other.arff");
    DataSink.write(other.toString(), rows(150, (i, x) -> x[0] *= 1000));
    String unscaled = BackpropDoctor.report(model, Optional.of(other), Optional.empty(), false);
    assertTrue(unscaled.contains("unscaled-inputs: 1 of "), unscaled);
  }

  @Test
  void refusesInOneSentence(@TempDir Path folder) throws Exception {
    Path arff = folder.resolve("data.arff");
    DataSink.write(arff.toString(), rows(30, (i, x) -> {}));
    says("there is no file", folder.resolve("no.model"), Optional.empty());
    says("cannot be read as a model", arff, Optional.empty());
    Path tree = folder.resolve("tree.model");
    SerializationHelper.write(tree.toString(), new weka.classifiers.rules.ZeroR());
    says(
        "holds a weka.classifiers.rules.ZeroR, it must hold a BackpropNetwork",
        tree,
        Optional.empty());
    Path model = folder.resolve("some.model");
    Instances data = rows(60, (i, x) -> {});
    SerializationHelper.writeAll(
        model.toString(), new Object[] {trained(data, "-N 2"), data.stringFreeStructure()});
    Instances fewer = new Instances(data);
    fewer.deleteAttributeAt(0);
    Path wrong = folder.resolve("wrong.arff");
    DataSink.write(wrong.toString(), fewer);
    says("the data do not fit the model", model, Optional.of(wrong));
  }

  private static void says(String part, Path model, Optional<Path> data) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> BackpropDoctor.report(model, data, Optional.empty(), false));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void curvesAreWrittenAsPicturesAndTables(@TempDir Path folder) throws Exception {
    var how = trained(rows(150, (i, x) -> {}), SMALL + "-V 20").model().orElseThrow().how();
    CurveReport report = new CurveReport(how.history(), how.vitals());
    for (String name : List.of("a.png", "a.svg", "a.csv", "a.layers.csv")) {
      report.write(folder.resolve(name));
    }
    List<String> epochs = Files.readAllLines(folder.resolve("a.csv"));
    assertEquals("epoch,training_loss,validation_loss,metric,rate", epochs.get(0));
    assertEquals(21, epochs.size());
    String[] first = epochs.get(1).split(",", -1);
    assertEquals(how.history().get(0).trainingLoss(), Double.parseDouble(first[1]));
    assertEquals(how.history().get(0).validationLoss(), Double.parseDouble(first[2]));
    List<String> layers = Files.readAllLines(folder.resolve("a.layers.csv"));
    assertEquals(1 + 2 * how.vitals().samples().size(), layers.size());
    assertTrue(layers.get(1).startsWith("0,0.0,0-dense,"), layers.get(1));
    String svg = Files.readString(folder.resolve("a.svg"));
    assertTrue(svg.contains("<svg ") && svg.split("<path").length > 50, "no picture");
    var picture = javax.imageio.ImageIO.read(folder.resolve("a.png").toFile());
    assertEquals(1920, picture.getWidth());
    assertThrows(IllegalArgumentException.class, () -> report.write(folder.resolve("a.pdf")));
  }

  /** Layers cannot find what is not there. */
  @Test
  void pureNoiseIsNotForLargerLayers() throws Exception {
    RandomStream coin = new RandomStream(5);
    Instances noise = rows(600, (i, x) -> x[4] = coin.nextInt(2));
    noise.deleteAttributeAt(3);
    BackpropNetwork network = TestData.built("-effort fast", noise);
    List<String> lines = network.model().orElseThrow().how().diagnosis();
    String all = String.join("\n", lines);
    assertTrue(!all.contains("-layers") && !all.contains("-regularizer"), all);
    assertTrue(all.contains("underfitting") && all.contains("attributes that have more"), all);
  }
}
