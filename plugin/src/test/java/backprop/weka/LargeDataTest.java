// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.model.Provenance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.evaluation.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;
import weka.core.SparseInstance;

/** Rows that are many, or wide and sparse. */
final class LargeDataTest {
  private static final String LAYERS = "-layers \"dense(12, tanh)\" -V 20 -N 3 -batch 64";

  @TempDir Path directory;

  private static boolean inFile(BackpropNetwork n) {
    Provenance how = n.model().orElseThrow().how();
    return how.remarks().stream().anyMatch(r -> r.contains("temporary file"));
  }

  private static double[] weights(BackpropNetwork n) {
    float[] w = n.model().orElseThrow().parameters();
    double[] all = new double[w.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = w[i];
    }
    return all;
  }

  @Test
  void packedRowsTrainTheSameNetwork() throws Exception {
    Instances data = TestData.mixed(12_000, false, 3);
    for (String more :
        List.of(
            "",
            " -class-weights balanced -metric auc",
            " -augment \"swap-noise(0.1)\" -mixup 0.2",
            " -optimizer lbfgs -batch 0")) {
      BackpropNetwork floats = TestData.built(LAYERS + more, data);
      BackpropNetwork packed = TestData.built(LAYERS + more + " -memory 3", data);
      assertFalse(inFile(floats) || inFile(packed), more);
      assertArrayEquals(weights(floats), weights(packed), more);
    }
  }

  @Test
  void rowsInAFile() throws Exception {
    Path before = Path.of(System.getProperty("java.io.tmpdir"));
    System.setProperty("java.io.tmpdir", directory.toString());
    try {
      Instances data = numbers(60_000);
      BackpropNetwork one = TestData.built(LAYERS + " -memory 1 -threads 1", data);
      BackpropNetwork two = TestData.built(LAYERS + " -memory 1 -threads 2", data);
      assertTrue(inFile(one));
      assertTrue(one.toString().contains("temporary file in " + directory), one.toString());
      assertArrayEquals(weights(one), weights(two));
      Evaluation e = new Evaluation(data);
      e.evaluateModel(one, data);
      assertTrue(e.pctCorrect() > 90, e.toSummaryString());
      String said =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> TestData.built(LAYERS + " -memory 1 -augment smote", data))
              .getMessage();
      assertTrue(said.contains("exceed the memory budget: raise it"), said);
      BackpropNetwork whole = TestData.built("-layers none -N 3 -optimizer lbfgs -memory 1", data);
      assertTrue(inFile(whole));
      System.setProperty("java.io.tmpdir", directory.resolve("missing").toString());
      said =
          assertThrows(Exception.class, () -> TestData.built(LAYERS + " -memory 1", data))
              .getMessage();
      assertTrue(said.contains("no file can be made for them in "), said);
    } finally {
      System.setProperty("java.io.tmpdir", before.toString());
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }

  /** The class is the sign of a sum of numbers that are all different. */
  private static Instances numbers(int rows) {
    java.util.ArrayList<Attribute> attributes = new java.util.ArrayList<>();
    for (int a = 0; a < 6; a++) {
      attributes.add(new Attribute("x" + a));
    }
    attributes.add(new Attribute("class", List.of("minus", "plus")));
    Instances data = new Instances("numbers", attributes, rows);
    data.setClassIndex(6);
    Random random = new Random(4);
    for (int r = 0; r < rows; r++) {
      double[] x = new double[7];
      double sum = 0;
      for (int a = 0; a < 6; a++) {
        x[a] = random.nextGaussian();
        sum += x[a];
      }
      x[6] = sum > 0 ? 1 : 0;
      data.add(new DenseInstance(1, x));
    }
    return data;
  }

  @Test
  void sparseRowsAreWhatTheyAreWhenDense() throws Exception {
    Instances sparse = words(2000, 200);
    Instances dense = new Instances(sparse, 0);
    for (int r = 0; r < sparse.numInstances(); r++) {
      dense.add(new DenseInstance(sparse.instance(r)));
    }
    for (String more :
        List.of("", " -mixup 0.2", " -augment smote", " -optimizer lbfgs -batch 0")) {
      BackpropNetwork a = TestData.built(LAYERS + more, sparse);
      BackpropNetwork b = TestData.built(LAYERS + more, dense);
      assertArrayEquals(weights(a), weights(b), more);
      assertArrayEquals(
          a.distributionForInstance(sparse.instance(3)),
          b.distributionForInstance(dense.instance(3)));
      Evaluation e = new Evaluation(sparse);
      e.evaluateModel(a, sparse);
      assertTrue(e.pctCorrect() > 80, more + e.toSummaryString());
    }
  }

  private static Instances words(int rows, int count) {
    java.util.ArrayList<Attribute> attributes = new java.util.ArrayList<>();
    attributes.add(new Attribute("class", List.of("no", "yes")));
    for (int a = 1; a <= count; a++) {
      attributes.add(new Attribute("w" + a));
    }
    Instances data = new Instances("words", attributes, rows);
    data.setClassIndex(0);
    Random random = new Random(2);
    for (int r = 0; r < rows; r++) {
      double[] x = new double[count + 1];
      x[0] = random.nextInt(2);
      for (int i = 0; i < 5; i++) {
        x[1 + random.nextInt(count)] = 1 + random.nextInt(3);
      }
      x[(int) (1 + x[0])] = 2;
      data.add(new SparseInstance(1, x));
    }
    return data;
  }

  /** A dense copy would take 800 MB. */
  @Test
  void aWideSparseFileInLittleMemory() throws Exception {
    Path file = directory.resolve("words.arff");
    WideSparseTraining.write(file);
    Path out = directory.resolve("out.txt");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                WideSparseTraining.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertTrue(java.waitFor(120, TimeUnit.SECONDS), "still running");
    String said = Files.readString(out, StandardCharsets.UTF_8);
    assertEquals(0, java.exitValue(), said);
    int right = Integer.parseInt(said.substring(said.indexOf("right ") + 6).strip());
    assertTrue(right > 0.9 * WideSparseTraining.ROWS, said);
  }
}
