// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.backend.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.converters.ConverterUtils.DataSource;

/** With its default options the classifier is healthy on all data sets that are shipped. */
@Tag("once")
final class HealthyRunsTest {
  /** More rows would take longer and tell no more. */
  private static final int ROWS = 300;

  static Stream<Path> data() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of("files", "data"))) {
      files = all.filter(f -> f.toString().endsWith(".arff")).sorted().toList();
    }
    return files.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("data")
  void theDoctorHasNothingToSay(Path file) throws Exception {
    Instances all = DataSource.read(file.toString());
    all.setClassIndex(all.numAttributes() - 1);
    int[] order = new int[all.numInstances()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    new RandomStream(1).shuffle(order);
    Instances some = new Instances(all, ROWS);
    for (int i = 0; i < Math.min(ROWS, order.length); i++) {
      some.add(all.instance(order[i]));
    }
    BackpropNetwork network = new BackpropNetwork();
    network.setBackend("java");
    network.setThreads(1);
    network.buildClassifier(some);
    List<String> lines = network.model().orElseThrow().how().diagnosis();
    assertEquals(1, lines.size(), lines::toString);
    assertEquals("healthy:", lines.get(0).split(" ")[0], lines.get(0));
  }
}
