// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.Utils;

/** Data sets of the tests. */
public final class TestData {
  private TestData() {}

  /** Weka's own copy of iris: 150 rows, 4 numeric attributes, 3 classes. */
  public static Instances iris() {
    return read(
        new InputStreamReader(
            TestData.class.getResourceAsStream("/weka/gui/knowledgeflow/templates/iris.arff"),
            StandardCharsets.UTF_8));
  }

  /** Relative performance of 209 computers, from 6 numeric attributes. */
  public static Instances cpu() {
    return read(
        new InputStreamReader(
            TestData.class.getResourceAsStream("cpu.arff"), StandardCharsets.UTF_8));
  }

  /** An ARFF text; the class is the last attribute. */
  public static Instances arff(String... lines) {
    return read(new StringReader(String.join("\n", lines) + "\n"));
  }

  private static Instances read(Reader reader) {
    try (Reader r = reader) {
      Instances data = new Instances(r);
      data.setClassIndex(data.numAttributes() - 1);
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of every kind of attribute, with missing values; the class depends on all of them. */
  public static Instances mixed(int rows, boolean numericClass, long seed) {
    Random random = new Random(seed);
    StringBuilder text =
        new StringBuilder(
            "@relation mixed\n"
                + "@attribute width numeric\n"
                + "@attribute color {red,green,blue,violet}\n"
                + "@attribute open {no,yes}\n"
                + "@attribute day date yyyy-MM-dd\n"
                + "@attribute level numeric\n"
                + (numericClass ? "@attribute y numeric\n" : "@attribute y {low,mid,high}\n")
                + "@data\n");
    String[] colors = {"red", "green", "blue"};
    for (int i = 0; i < rows; i++) {
      double width = 100 + 20 * random.nextGaussian();
      int color = random.nextInt(3);
      boolean open = random.nextBoolean();
      int day = 1 + random.nextInt(28);
      double level = random.nextDouble();
      double y = (width - 100) / 20 + color + (open ? 1 : -1) + day / 14.0 + 2 * level;
      text.append(i % 7 == 3 ? "?" : String.valueOf(width))
          .append(',')
          .append(i % 11 == 5 ? "?" : colors[color])
          .append(',')
          .append(i % 13 == 2 ? "?" : open ? "yes" : "no")
          .append(",2020-03-")
          .append(String.format("%02d", day))
          .append(',')
          .append(level)
          .append(',')
          .append(numericClass ? String.valueOf(y) : y < 1.5 ? "low" : y < 3 ? "mid" : "high")
          .append('\n');
    }
    return read(new StringReader(text.toString()));
  }

  /** A classifier with the options of a command line. */
  public static BackpropNetwork network(String options) {
    BackpropNetwork network = new BackpropNetwork();
    try {
      network.setOptions(Utils.splitOptions(options));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return network;
  }

  /** A classifier with the options of a command line, built. */
  public static BackpropNetwork built(String options, Instances data) throws Exception {
    BackpropNetwork network = network(options);
    network.buildClassifier(data);
    return network;
  }
}
