// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SparseInstance;

/** Predictions: many at once, from many threads, from copies. */
class PredictionTest {
  private final Instances data = TestData.mixed(1500, false, 11);

  private BackpropNetwork network() throws Exception {
    return TestData.built("-N 2 -layers \"dense(20, relu)\"", new Instances(data, 0, 300));
  }

  @Test
  void manyAtOnceEqualOneByOne() throws Exception {
    BackpropNetwork network = network();
    assertTrue(network.implementsMoreEfficientBatchPrediction());
    double[][] all = network.distributionsForInstances(data);
    assertEquals(1500, all.length);
    for (int i = 0; i < all.length; i++) {
      assertArrayEquals(network.distributionForInstance(data.instance(i)), all[i]);
    }
    assertEquals(0, network.distributionsForInstances(new Instances(data, 0)).length);
  }

  @Test
  void manyThreadsGetTheSameAnswers() throws Exception {
    BackpropNetwork network = network();
    double[][] expected = network.distributionsForInstances(data);
    BackpropNetwork copy = (BackpropNetwork) AbstractClassifier.makeCopy(network);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int first = t;
        running.add(
            pool.submit(
                () -> {
                  for (int i = first; i < data.numInstances(); i += 3) {
                    assertArrayEquals(expected[i], copy.distributionForInstance(data.instance(i)));
                  }
                  return assertAll(copy, expected);
                }));
      }
      for (Future<?> f : running) {
        f.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private Object assertAll(BackpropNetwork network, double[][] expected) throws Exception {
    double[][] all = network.distributionsForInstances(data);
    for (int i = 0; i < all.length; i++) {
      assertArrayEquals(expected[i], all[i]);
    }
    return null;
  }

  @Test
  void sparseRowsAndRowsWithoutDataset() throws Exception {
    BackpropNetwork network = network();
    for (int i = 0; i < 50; i++) {
      Instance x = data.instance(i);
      double[] expected = network.distributionForInstance(x);
      SparseInstance sparse = new SparseInstance(x);
      sparse.setDataset(data);
      assertArrayEquals(expected, network.distributionForInstance(sparse));
      Instance alone = (Instance) x.copy();
      alone.setDataset(null);
      assertArrayEquals(expected, network.distributionForInstance(alone));
    }
  }

  @Test
  void headerWithAnotherTypeIsRefused() throws Exception {
    BackpropNetwork network = network();
    Instances other =
        TestData.arff(
            "@relation r",
            "@attribute a {u,v}",
            "@attribute b numeric",
            "@attribute c numeric",
            "@attribute d numeric",
            "@attribute e numeric",
            "@attribute y {low,mid,high}",
            "@data",
            "u,1,1,1,1,low");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> network.distributionForInstance(other.instance(0)))
            .getMessage();
    assertEquals(
        "attribute 1 of the rows to predict, 'a', is nominal, but the model was trained with"
            + " 'width', which is numeric",
        message);
    assertThrows(IllegalArgumentException.class, () -> network.distributionsForInstances(other));
  }

  @Test
  void headerWithMoreClassesIsRefused() throws Exception {
    BackpropNetwork network = TestData.built("-N 2", TestData.iris());
    Instances other =
        TestData.arff(
            "@relation iris",
            "@attribute a numeric",
            "@attribute b numeric",
            "@attribute c numeric",
            "@attribute d numeric",
            "@attribute class {p,q,r,s}",
            "@data",
            "1,2,3,4,p");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> network.distributionForInstance(other.instance(0)));
    assertEquals(
        "the class of the rows to predict, 'class', has 4 values, but the model was trained with 3",
        e.getMessage());
  }
}
