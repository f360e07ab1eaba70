// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Activation;
import backprop.engine.augment.Augmentation;
import backprop.engine.init.Initializer;
import backprop.engine.layer.Layer;
import backprop.engine.layer.Padding;
import backprop.engine.metric.Metric;
import backprop.engine.model.Model;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SerializationHelper;

/**
 * Every entry of the catalogues as the classifier's user writes it: it trains, the model outlives
 * being saved, and the options say the same when they are read back.
 */
class CatalogueTest {
  private static final String IMAGE = "reshape(8, 8, 1), ";
  private static final String SERIES = "reshape(6, 4), ";

  /** Layers that need another input than features, or options. */
  private static final Map<String, String> LAYERS =
      Map.ofEntries(
          entry("dense", "dense(5, relu)"),
          entry("conv1d", SERIES + "conv1d(3, 3, relu)"),
          entry("conv2d", IMAGE + "conv2d(3, 3, relu)"),
          entry("depthwise-conv2d", IMAGE + "depthwise-conv2d(3)"),
          entry("separable-conv2d", IMAGE + "separable-conv2d(3, 3)"),
          entry("transposed-conv1d", SERIES + "transposed-conv1d(3, 2, stride=2)"),
          entry("transposed-conv2d", IMAGE + "transposed-conv2d(2, 2, stride=2)"),
          entry("max-pool", IMAGE + "conv2d(2, 3), max-pool(2)"),
          entry("average-pool", IMAGE + "average-pool(2), dense(4, relu)"),
          entry("global-max-pool", IMAGE + "conv2d(3, 3, relu), global-max-pool"),
          entry("global-average-pool", IMAGE + "conv2d(3, 3, relu), global-average-pool"),
          entry("flatten", IMAGE + "flatten, dense(4)"),
          entry("reshape", SERIES + "lstm(3)"),
          entry("zero-pad", IMAGE + "zero-pad(1), conv2d(2, 3)"),
          entry("crop", IMAGE + "crop(1)"),
          entry("upsample", IMAGE + "upsample(2), average-pool(4)"),
          entry("local-response-norm", IMAGE + "conv2d(4, 3, relu), local-response-norm"),
          entry("spatial-dropout", IMAGE + "conv2d(4, 3, relu), spatial-dropout(0.2)"),
          entry("group-norm", IMAGE + "conv2d(4, 3, relu), group-norm(2)"),
          entry("instance-norm", IMAGE + "conv2d(4, 3, relu), instance-norm"),
          entry("attention", SERIES + "attention(2), global-average-pool"),
          entry("transformer", SERIES + "transformer(2), last-step"),
          entry(
              "sinusoidal-positions",
              SERIES + "sinusoidal-positions, attention(2), global-average-pool"),
          entry("learned-positions", SERIES + "learned-positions, attention(2), flatten"),
          entry("rnn", SERIES + "rnn(4)"),
          entry("lstm", SERIES + "lstm(4)"),
          entry("gru", SERIES + "masking, gru(4)"),
          entry("bidirectional", SERIES + "masking, bidirectional(lstm(3))"),
          entry("last-step", SERIES + "lstm(4, sequence=true), last-step"),
          entry("masking", SERIES + "masking, transformer(2), last-step"),
          entry("embedding", "embedding(6, 4), masking, lstm(3)"),
          entry("embeddings", "embeddings, dense(5, relu)"),
          entry("residual", "residual([dense(5, relu), dense(5)], projection=true)"),
          entry("member-dense", "members(2), member-dense(4, relu), flatten"),
          entry("member-heads", "members(2), member-heads(3)"),
          entry("chain", "chain(dense(5, relu), dense(4))"),
          entry("repeat", "repeat(2, [dense(5, relu)])"),
          entry("concatenate", "concatenate(dense(3), chain(columns(2-4), dense(2, relu)))"),
          entry("add", "add(dense(3, tanh), dense(3))"),
          entry("multiply", "multiply(dense(3, tanh), dense(3, sigmoid))"),
          entry("columns", "columns(1, 3-last), dense(3)"));

  private static final Instances IMAGES = numbers(64, false, 1);
  private static final Instances SEQUENCES = numbers(24, false, 2);
  private static final Instances WORDS = numbers(7, true, 3);
  private static final Instances MIXED = TestData.mixed(48, false, 5);
  private static final Instances NUMERIC = TestData.mixed(48, true, 6);

  /** Rows of numbers whose sum tells the class; or of numbers of words, some missing. */
  private static Instances numbers(int attributes, boolean words, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("@relation r\n");
    for (int a = 0; a < attributes; a++) {
      text.append("@attribute a").append(a).append(" numeric\n");
    }
    text.append("@attribute y {low,mid,high}\n@data\n");
    for (int r = 0; r < 40; r++) {
      int y = random.nextInt(3);
      for (int a = 0; a < attributes; a++) {
        boolean missing = words && a > 3 && random.nextBoolean();
        double x = words ? random.nextInt(4) + y : random.nextGaussian() + y;
        text.append(missing ? "?" : words ? String.valueOf((int) x) : String.valueOf(x))
            .append(',');
      }
      text.append(y == 0 ? "low" : y == 1 ? "mid" : "high").append('\n');
    }
    return TestData.arff(text.toString());
  }

  private static Instances dataFor(String layers) {
    return layers.startsWith(IMAGE)
        ? IMAGES
        : layers.startsWith(SERIES) ? SEQUENCES : layers.startsWith("embedding(") ? WORDS : MIXED;
  }

  @TestFactory
  Stream<DynamicTest> layers() {
    List<String> texts = new ArrayList<>();
    for (Entry<Layer> e : entries(Layer.class)) {
      texts.add(LAYERS.getOrDefault(e.name(), text(Layer.class, e.prototype())));
    }
    texts.add(IMAGE + "conv2d(3, 3, relu), max-pool(2), dense(4, relu)");
    texts.add(SERIES + "lstm(4, sequence=true)");
    texts.add(SERIES + "masking, transformer(2), global-average-pool");
    texts.add("embeddings(dimensions=[2]), batch-norm, dense(4, relu)");
    texts.add("concatenate(chain(embeddings, dense(3, relu)), dense(2))");
    for (Entry<Padding> e : entries(Padding.class)) {
      texts.add(SERIES + "conv1d(3, 3, padding=" + text(Padding.class, e.prototype()) + ")");
    }
    return texts.stream()
        .map(t -> DynamicTest.dynamicTest(t, () -> check(dataFor(t), "-layers", t)));
  }

  @TestFactory
  Stream<DynamicTest> activations() {
    return entries(Activation.class).stream()
        .map(
            e ->
                tested(
                    MIXED, "-layers", "dense(4, " + text(Activation.class, e.prototype()) + ")"));
  }

  @TestFactory
  Stream<DynamicTest> initializers() {
    return entries(Initializer.class).stream()
        .map(
            e ->
                tested(
                    MIXED,
                    "-layers",
                    "dense(4, relu, weights=" + text(Initializer.class, e.prototype()) + ")"));
  }

  @TestFactory
  Stream<DynamicTest> optimizers() {
    return entries(Optimization.class).stream()
        .map(
            e -> {
              String text = text(Optimization.class, e.prototype());
              boolean squares = e.name().equals("levenberg-marquardt");
              return tested(squares ? NUMERIC : MIXED, "-optimizer", text);
            });
  }

  @TestFactory
  Stream<DynamicTest> schedules() {
    return entries(Schedule.class).stream()
        .map(
            e ->
                tested(
                    MIXED, "-optimizer", "sgd(rate=" + text(Schedule.class, e.prototype()) + ")"));
  }

  @TestFactory
  Stream<DynamicTest> regularizers() {
    return entries(Regularization.class).stream()
        .map(e -> tested(MIXED, "-regularizer", text(Regularization.class, e.prototype())));
  }

  @TestFactory
  Stream<DynamicTest> metrics() {
    return entries(Metric.class).stream()
        .map(
            e -> {
              boolean numbers = Set.of("rmse", "mae", "r2", "correlation").contains(e.name());
              Instances data = numbers ? NUMERIC : MIXED;
              return tested(
                  data, "-V", "30", "-E", "2", "-metric", text(Metric.class, e.prototype()));
            });
  }

  @TestFactory
  Stream<DynamicTest> augmentations() {
    return entries(Augmentation.class).stream()
        .map(
            e ->
                tested(
                    IMAGES,
                    "-layers",
                    IMAGE + "flatten, dense(4)",
                    "-augment",
                    text(Augmentation.class, e.prototype())));
  }

  private static <T> List<Entry<T>> entries(Class<T> kind) {
    return Catalogs.texts().catalog(kind).entries();
  }

  private static <T> String text(Class<T> kind, T thing) {
    return Catalogs.print(kind, thing);
  }

  private static DynamicTest tested(Instances data, String... options) {
    return DynamicTest.dynamicTest(String.join(" ", options), () -> check(data, options));
  }

  private static void check(Instances data, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains("-layers")) {
      all.addAll(List.of("-layers", "dense(4, tanh)"));
    }
    all.addAll(
        List.of(
            "-N",
            "3",
            "-batch",
            all.get(1).matches("(lbfgs|con|newton|leven|cma|gene).*") ? "0" : "16"));
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(all.toArray(new String[0]));
    network.buildClassifier(data);
    Model model = network.model().orElseThrow();
    for (float w : model.parameters()) {
      assertTrue(Float.isFinite(w));
    }
    BackpropNetwork again = new BackpropNetwork();
    again.setOptions(network.getOptions());
    assertArrayEquals(network.getOptions(), again.getOptions());
    again.buildClassifier(data);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SerializationHelper.write(bytes, network);
    BackpropNetwork read =
        (BackpropNetwork) SerializationHelper.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertNotNull(network.toString());
    assertEquals(network.toString(), read.toString());
    double[][] together = network.distributionsForInstances(data);
    for (int r = 0; r < data.numInstances(); r++) {
      Instance x = data.instance(r);
      double[] p = network.distributionForInstance(x);
      double sum = 0;
      for (double share : p) {
        assertTrue(Double.isFinite(share), () -> "row is predicted as " + share);
        sum += share;
      }
      assertTrue(p.length == 1 || Math.abs(sum - 1) < 1e-6, "" + sum);
      assertArrayEquals(p, read.distributionForInstance(x));
      assertArrayEquals(p, again.distributionForInstance(x));
      assertArrayEquals(p, together[r], 1e-5 * Math.max(1, Math.abs(p[0])));
    }
  }
}
