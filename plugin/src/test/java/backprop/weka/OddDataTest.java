// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;

/** What is odd about data does the default no harm: log loss on rows that it has not seen. */
@Tag("once")
class OddDataTest {
  private static final int TRAINED = 200;
  private static final int JUDGED = 600;

  /** By how much the log loss may be worse for the oddity; most of it is chance. */
  private static final double SLACK = 0.06;

  /** Trainings whose mean counts: where they start makes a difference of its own. */
  private static final int SEEDS = 4;

  private static final double PLAIN = loss(rows());

  /** Two classes by a noisy sum of two of three numbers: nobody gets below about 0.4. */
  private static Instances rows(Attribute... more) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      attributes.add(new Attribute(name));
    }
    attributes.addAll(List.of(more));
    attributes.add(new Attribute("y", List.of("no", "yes")));
    Instances data = new Instances("odd", attributes, 0);
    data.setClassIndex(data.numAttributes() - 1);
    RandomStream random = new RandomStream(4);
    for (int i = 0; i < TRAINED + JUDGED; i++) {
      Instance x = new DenseInstance(data.numAttributes());
      x.setDataset(data);
      double sum = 0;
      for (int a = 0; a < 3; a++) {
        x.setValue(a, random.nextGaussian());
        sum += a < 2 ? x.value(a) : 0;
      }
      x.setClassValue(sum + random.nextGaussian() > 0 ? 1 : 0);
      for (int a = 3; a < 3 + more.length; a++) {
        x.setValue(a, 0);
      }
      data.add(x);
    }
    return data;
  }

  private static Instances some(Instances data, int from, int to) {
    return new Instances(data, from, to - from);
  }

  private static double loss(Instances data) {
    return loss(some(data, 0, TRAINED), some(data, TRAINED, TRAINED + JUDGED));
  }

  private static double loss(Instances trained, Instances judged) {
    try {
      double sum = 0;
      for (int seed = 1; seed <= SEEDS; seed++) {
        sum += loss(TestData.built("-effort fast -S " + seed, trained), judged);
      }
      return sum / SEEDS;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static double loss(BackpropNetwork network, Instances judged) throws Exception {
    double sum = 0;
    for (Instance x : judged) {
      double p = network.distributionForInstance(x)[(int) x.classValue()];
      sum -= Math.log(Math.max(1e-15, p));
    }
    return sum / judged.numInstances();
  }

  private static void noHarm(double loss, String what) {
    assertTrue(loss < PLAIN + SLACK, what + ": " + loss + ", without " + PLAIN);
  }

  @Test
  void plainRowsAreLearned() {
    assertTrue(PLAIN < 0.55, "" + PLAIN);
  }

  @Test
  void constantColumnsAreAsNotThere() throws Exception {
    Instances odd = rows(new Attribute("k"), new Attribute("n", List.of("only", "other")));
    BackpropNetwork with = TestData.built("-effort fast", some(odd, 0, TRAINED));
    Instances plain = rows();
    BackpropNetwork without = TestData.built("-effort fast", some(plain, 0, TRAINED));
    assertArrayEquals(
        without.distributionForInstance(plain.instance(TRAINED)),
        with.distributionForInstance(odd.instance(TRAINED)));
  }

  @Test
  void identifiers() {
    List<String> names = IntStream.range(0, TRAINED + JUDGED).mapToObj(i -> "id" + i).toList();
    Instances odd = rows(new Attribute("name", names), new Attribute("number"));
    for (int i = 0; i < odd.numInstances(); i++) {
      odd.instance(i).setValue(3, i);
      odd.instance(i).setValue(4, i);
    }
    noHarm(loss(odd), "identifiers");
  }

  @Test
  void aThousandValues() {
    List<String> values = IntStream.range(0, 1000).mapToObj(i -> "v" + i).toList();
    Instances odd = rows(new Attribute("many", values));
    RandomStream random = new RandomStream(9);
    odd.forEach(x -> x.setValue(3, random.nextInt(1000)));
    noHarm(loss(odd), "a thousand values");
  }

  @Test
  void heavyTails() {
    Instances odd = rows();
    // The same order, but a few values a million times the others; and a column of such noise.
    odd.forEach(x -> x.setValue(0, Math.sinh(5 * x.value(0))));
    odd.forEach(x -> x.setValue(2, Math.pow(x.value(2), 15)));
    noHarm(loss(odd), "heavy tails");
  }

  @Test
  void copiesOfRows() {
    Instances plain = rows();
    Instances odd = new Instances(plain, 0);
    for (int copy = 0; copy < 5; copy++) {
      odd.addAll(some(plain, 0, TRAINED));
    }
    noHarm(loss(odd, some(plain, TRAINED, TRAINED + JUDGED)), "copies");
  }

  @Test
  void manyColumns() {
    int columns = 5000;
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int a = 0; a < columns; a++) {
      attributes.add(new Attribute("x" + a));
    }
    attributes.add(new Attribute("y", List.of("no", "yes")));
    Instances data = new Instances("wide", attributes, 0);
    data.setClassIndex(columns);
    RandomStream random = new RandomStream(2);
    for (int i = 0; i < 90; i++) {
      double[] x = new double[columns + 1];
      x[columns] = i % 2;
      for (int a = 0; a < columns; a++) {
        x[a] = random.nextGaussian() + (a % 100 == 0 ? 1.5 * x[columns] : 0);
      }
      data.add(new DenseInstance(1, x));
    }
    double loss = loss(some(data, 0, 60), some(data, 60, 90));
    assertTrue(loss < 0.6, "" + loss);
  }

  @Test
  void oneRowOfEachClass() throws Exception {
    List<String> values = IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();
    Instances data =
        new Instances(
            "single", new ArrayList<>(List.of(new Attribute("x"), new Attribute("y", values))), 0);
    data.setClassIndex(1);
    for (int i = 0; i < 12; i++) {
      data.add(new DenseInstance(1, new double[] {i, i}));
    }
    BackpropNetwork network = TestData.built("-effort fast", data);
    double[] p = network.distributionForInstance(data.instance(3));
    assertEquals(1, java.util.Arrays.stream(p).sum(), 1e-6);
    // Nothing can be known here: it may not be surer of a wrong class than of all together.
    assertTrue(loss(network, data) < Math.log(12) + 0.3, "" + loss(network, data));
  }
}
