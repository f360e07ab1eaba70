// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;

/** The check before training finds what training would refuse, and refuses nothing else. */
final class CheckTest {
  private static Instances rows(double... classes) {
    ArrayList<Attribute> attributes =
        new ArrayList<>(List.of(new Attribute("x"), new Attribute("y")));
    Instances data = new Instances("t", attributes, classes.length);
    data.setClassIndex(1);
    for (int i = 0; i < classes.length; i++) {
      data.add(new DenseInstance(1, new double[] {i, classes[i]}));
    }
    return data;
  }

  private static BackpropNetwork network(String... options) throws Exception {
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(options);
    return network;
  }

  @Test
  void aConstantClassIsForZeroR() throws Exception {
    BackpropNetwork network = network();
    assertDoesNotThrow(() -> network.check(rows(3, 3, 3)));
    assertDoesNotThrow(() -> network.buildClassifier(rows(3, 3, 3)));
  }

  @Test
  void layersThatDoNotFitAreNamed() throws Exception {
    BackpropNetwork network = network("-layers", "dense(8), residual(dense(4))");
    String checked =
        assertThrows(IllegalArgumentException.class, () -> network.check(rows(1, 2, 3)))
            .getMessage();
    String trained =
        assertThrows(IllegalArgumentException.class, () -> network.buildClassifier(rows(1, 2, 3)))
            .getMessage();
    assertTrue(checked.startsWith("option -layers: layer "), checked);
    assertTrue(checked.equals(trained), trained);
  }

  /** What a check allocates is counted, whatever the collector does with it. */
  @Test
  void makesNoRoomForWeights() throws Exception {
    BackpropNetwork network = network("-layers", "dense(10000), dense(10000)");
    Instances data = rows(1, 2, 3);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long me = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(me);
    network.check(data);
    long allocated = threads.getThreadAllocatedBytes(me) - before;
    assertTrue(allocated < 100_000_000, "400 MB of weights, allocated " + allocated + " bytes");
  }
}
