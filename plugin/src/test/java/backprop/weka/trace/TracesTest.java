// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.trace.Frame;
import backprop.engine.trace.Quantity;
import backprop.engine.trace.Trace;
import backprop.engine.trace.TraceText;
import backprop.weka.TestData;
import backprop.weka.options.Settings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.swing.JComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.functions.BackpropNetwork;
import weka.classifiers.rules.ZeroR;
import weka.core.DenseInstance;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.Utils;
import weka.gui.GUIChooser.GUIChooserMenuPlugin;
import weka.gui.visualize.plugins.GraphVisualizePlugin;

/** Traces of Weka's data and models. */
final class TracesTest {
  @TempDir private Path folder;

  private static TraceRequest request(
      Instances data, String options, Optional<SavedModel> model, String rows, int steps)
      throws Exception {
    return new TraceRequest(
        "a test",
        data,
        data.relationName(),
        model.map(SavedModel::predictor),
        model.isPresent() ? model.get().settings() : Settings.take(Utils.splitOptions(options)),
        1,
        false,
        false,
        rows,
        steps,
        "",
        TraceRequest.UNITS);
  }

  private static TraceRequest example(TraceExample e, int steps) throws Exception {
    return new TraceRequest(
        e.title(),
        e.data(),
        e.label(),
        Optional.empty(),
        Settings.take(e.options()),
        e.seed(),
        e.raw(),
        e.whole(),
        e.rows(),
        steps,
        e.weights(),
        TraceRequest.UNITS);
  }

  private static double last(Trace trace, String symbol, int element) {
    Quantity q =
        trace.script().quantities().stream()
            .filter(x -> x.symbol().equals(symbol))
            .findFirst()
            .orElseThrow();
    Frame f = trace.frames().get(trace.frames().size() - 1);
    return f.number(q.id(), element);
  }

  @Test
  void everyExampleLearns() throws Exception {
    for (TraceExample e : TraceExample.values()) {
      Trace trace = Traces.of(example(e, e.steps()));
      double first = trace.frames().get(0).loss();
      double end = trace.frames().get(trace.frames().size() - 1).allLoss();
      assertTrue(end < first / 5, e.label() + ": from " + first + " to " + end);
      assertEquals(e == TraceExample.IRIS, trace.surface() == null, e.label());
    }
  }

  @Test
  void theNeuronIsThatOfTheTextbook() throws Exception {
    String text = TraceText.of(Traces.of(example(TraceExample.NEURON, 1)));
    for (String line :
        List.of(
            "x[1] = x1 = 0.5",
            "z1 = x[1] * w1[1] + x[2] * w1[2] + b1 = 0.5 * 0.4 + (-1) * (-0.3) + 0.1 = 0.6",
            "a1 = 1 / (1 + e^-z1) = 1 / (1 + e^-0.6) = 0.645656",
            "dL/dz1 = dL/da1 * f'(z1) = -0.708687 * 0.228784 = -0.162137",
            "b1' = b1 - rate * dL/db1 = 0.1 - 0.5 * (-0.162137) = 0.181068")) {
      assertTrue(text.contains(line), line);
    }
  }

  @Test
  void exclusiveOrIsLearned() throws Exception {
    Trace trace = Traces.of(example(TraceExample.XOR, TraceExample.XOR.steps()));
    double[] logits = new double[4];
    for (int i = 0; i < 4; i++) {
      logits[i] = last(trace, "z2", i);
    }
    assertTrue(logits[0] < -2 && logits[1] > 2 && logits[2] > 2 && logits[3] < -2);
    double[] plane = trace.surface().values()[trace.frames().size() - 1];
    assertEquals(41 * 41, plane.length);
  }

  /** Every step of the trace, and so the encoding and the order of the rows, is that of a fit. */
  @Test
  void stepsAreThoseOfAFit() throws Exception {
    Instances data = TestData.iris();
    String options =
        "-layers \"dense(3, tanh)\" -optimizer sgd(0.1) -batch 40 -N 2 -backend reference -V 0";
    BackpropNetwork fitted = new BackpropNetwork();
    fitted.setOptions(Utils.splitOptions(options));
    fitted.buildClassifier(data);
    Trace trace = Traces.of(request(data, options, Optional.empty(), "", 8));
    float[] expected = fitted.model().orElseThrow().parameters();
    float[] found = new float[expected.length];
    int at = 0;
    for (String symbol : List.of("w1'", "w2'", "b1'", "b2'")) {
      Quantity q =
          trace.script().quantities().stream()
              .filter(x -> x.symbol().equals(symbol))
              .findFirst()
              .orElseThrow();
      for (int e = 0; e < q.size(); e++) {
        found[at++] = (float) last(trace, symbol, e);
      }
    }
    assertEquals(expected.length, at);
    assertArrayEquals(expected, found);
  }

  @Test
  void aModelIsTracedWithItsWeights() throws Exception {
    Instances data = TestData.iris();
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(Utils.splitOptions("-layers \"dense(3, tanh)\" -optimizer sgd(0.1) -N 5"));
    network.buildClassifier(data);
    Path file = folder.resolve("iris.model");
    SerializationHelper.write(file.toString(), network);
    SavedModel model = SavedModel.read(file);
    Trace trace = Traces.of(request(data, "", Optional.of(model), "7", 1));
    float[] weights = network.model().orElseThrow().parameters();
    assertEquals(weights[0], (float) last(trace, "w1", 0));
    assertEquals(List.of(7), trace.frames().get(0).rows());
    assertEquals("sgd(rate=0.1)", trace.about().optimizer());
  }

  @Test
  void theDefaultNetworkIsTraced() throws Exception {
    Trace trace = Traces.of(request(TestData.iris(), "", Optional.empty(), "1,51,101", 2));
    assertTrue(trace.script().quantities().stream().anyMatch(Quantity::folded));
    assertTrue(trace.frames().get(0).lossAfter() < trace.frames().get(0).loss());
  }

  @Test
  void rowsAreChosenByTheirNumbers() {
    assertArrayEquals(new int[] {6}, RowChoice.of("7", 10));
    assertArrayEquals(new int[] {0, 4, 5, 6}, RowChoice.of("1, 5-7,5", 10));
    assertEquals(10, RowChoice.of("all", 10).length);
    assertEquals(0, RowChoice.of("", 10).length);
  }

  private static void refused(String sentence, Executable work) {
    Exception e = assertThrows(IllegalArgumentException.class, work);
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  @Test
  void wrongRowsAreRefused() throws Exception {
    Instances data = TestData.iris();
    refused(
        "there is no row 151: the data have rows 1 to 150",
        () -> Traces.of(request(data, "-layers dense(2)", Optional.empty(), "151", 1)));
    refused(
        "there is no row 0",
        () -> Traces.of(request(data, "-layers dense(2)", Optional.empty(), "0", 1)));
    refused(
        "'x' is no row: rows are numbers from 1 to 150",
        () -> Traces.of(request(data, "-layers dense(2)", Optional.empty(), "x", 1)));
    refused("rows 9-3 go backwards", () -> RowChoice.of("9-3", 150));
    Instances missing = new Instances(data);
    missing.instance(4).setClassMissing();
    refused(
        "row 5 has no class",
        () -> Traces.of(request(missing, "-layers dense(2)", Optional.empty(), "5", 1)));
    refused(
        "steps must be from 1 to 100000, found 0",
        () -> request(data, "-layers dense(2)", Optional.empty(), "5", 0));
  }

  @Test
  void wrongWeightsAreRefused() throws Exception {
    TraceExample e = TraceExample.NEURON;
    for (List<String> c :
        List.of(
            List.of("w9 = 1", "there is no parameter 'w9'; known are w1, b1"),
            List.of("w1 = 1", "weights 'w1': 1 numbers are given, it has 2 x 1"),
            List.of("w1 = 1 x", "weights 'w1': 'x' is no number"),
            List.of("w1", "there is no '='"),
            List.of("w1 = 1 Infinity", "allowed are finite numbers"))) {
      TraceRequest r = example(e, 1);
      TraceRequest wrong =
          new TraceRequest(
              r.title(),
              r.data(),
              r.name(),
              r.model(),
              r.settings(),
              1,
              true,
              true,
              "1",
              1,
              c.get(0),
              16);
      refused(c.get(1), () -> Traces.of(wrong));
    }
  }

  @Test
  void wrongModelsAreRefused() throws Exception {
    Instances data = TestData.iris();
    refused("there is no model file", () -> SavedModel.read(folder.resolve("missing.model")));
    Path damaged = Files.writeString(folder.resolve("damaged.model"), "no model");
    refused("cannot be read: ", () -> SavedModel.read(damaged));
    ZeroR other = new ZeroR();
    other.buildClassifier(data);
    Path zeroR = folder.resolve("zero.model");
    SerializationHelper.write(zeroR.toString(), other);
    refused("is one of weka.classifiers.rules.ZeroR", () -> SavedModel.read(zeroR));
    refused("has not been trained", () -> SavedModel.of(new BackpropNetwork(), "the model"));
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(Utils.splitOptions("-layers dense(2) -optimizer sgd(0.1) -N 1"));
    network.buildClassifier(data);
    Instances cpu = TestData.cpu();
    SavedModel model = SavedModel.of(network, "the model");
    refused(
        "the model was trained with 5",
        () -> Traces.of(request(cpu, "", Optional.of(model), "1", 1)));
  }

  @Test
  void aModelOfAnotherVersionIsRefused() throws Exception {
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(Utils.splitOptions("-layers dense(2) -optimizer sgd(0.1) -N 1"));
    network.buildClassifier(TestData.iris());
    Path file = folder.resolve("newer.model");
    SerializationHelper.write(file.toString(), network);
    byte[] bytes = Files.readAllBytes(file);
    // The predictor's format stands right before the version of the library.
    byte[] version = backprop.engine.model.Version.current().getBytes("UTF-8");
    int at = new String(bytes, "ISO-8859-1").indexOf(new String(version, "ISO-8859-1"));
    bytes[at - 3] = 99;
    Files.write(file, bytes);
    refused("use a newer version", () -> SavedModel.read(file));
  }

  @Test
  void aNetworkOfOtherOutputsThanItsLossIsRefused() throws Exception {
    Instances data = TestData.iris();
    TraceRequest r =
        new TraceRequest(
            "t",
            data,
            "iris",
            Optional.empty(),
            Settings.take(Utils.splitOptions("-layers dense(2)")),
            1,
            false,
            true,
            "1",
            1,
            "",
            16);
    refused("the network puts out 2 numbers, its loss needs 3", () -> Traces.of(r));
  }

  @Test
  void missingNumbersCannotBeTakenAsTheyAre() throws Exception {
    Instances data = new Instances(TraceExample.NEURON.data());
    data.add(new DenseInstance(1, new double[] {Utils.missingValue(), 1, 1}));
    TraceRequest r = example(TraceExample.NEURON, 1);
    TraceRequest wrong =
        new TraceRequest(
            r.title(), data, r.name(), r.model(), r.settings(), 1, true, true, "2", 1, "", 16);
    refused("attribute 'x1' is missing in row 2", () -> Traces.of(wrong));
  }

  @Test
  void wekasMenusKnowIt() throws Exception {
    Properties plugins = new Properties();
    try (InputStream in = Files.newInputStream(Path.of("src/main/package/PluginManager.props"))) {
      plugins.load(in);
    }
    Object menu =
        Class.forName(plugins.getProperty("weka.gui.GUIChooser.GUIChooserMenuPlugin"))
            .getConstructor()
            .newInstance();
    assertTrue(menu instanceof JComponent && menu instanceof GUIChooserMenuPlugin);
    assertNotNull(((GUIChooserMenuPlugin) menu).getMenuEntryText());
    List<String> items =
        List.of(plugins.getProperty("weka.gui.visualize.plugins.GraphVisualizePlugin").split(","));
    assertTrue(items.contains(TraceResultPlugin.class.getName()), items::toString);
    Object result = TraceResultPlugin.class.getConstructor().newInstance();
    assertTrue(result instanceof GraphVisualizePlugin);
    assertNull(((GraphVisualizePlugin) result).getVisualizeMenuItem("", "not in any window"));
  }
}
