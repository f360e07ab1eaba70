// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;

/** Sequences, texts and a time series. */
public final class Tables {
  private Tables() {}

  /** Sequences of 3 to 9 steps: does the pulse of one channel come before that of the other? */
  public static Instances gestures(int rows) {
    ArrayList<Attribute> step = new ArrayList<>();
    step.add(new Attribute("left"));
    step.add(new Attribute("side", List.of("a", "b", "c")));
    step.add(new Attribute("right"));
    Instances header = new Instances("steps", step, 0);
    ArrayList<Attribute> attributes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      names.add("row" + r);
    }
    attributes.add(new Attribute("name", names));
    attributes.add(new Attribute("series", header));
    attributes.add(new Attribute("first", List.of("left", "right")));
    Instances data = new Instances("gestures", attributes, rows);
    data.setClassIndex(2);
    Random random = new Random(7);
    for (int r = 0; r < rows; r++) {
      int n = 3 + random.nextInt(7);
      int early = random.nextInt(n - 1);
      int late = early + 1 + random.nextInt(n - 1 - early);
      Instances series = new Instances(header, n);
      for (int s = 0; s < n; s++) {
        boolean first = r % 2 == 0;
        double left = (s == (first ? early : late) ? 3 : 0) + 0.3 * random.nextGaussian();
        double right = (s == (first ? late : early) ? 3 : 0) + 0.3 * random.nextGaussian();
        series.add(new DenseInstance(1, new double[] {left, random.nextInt(3), right}));
      }
      double[] values = {r, data.attribute(1).addRelation(series), r % 2};
      data.add(new DenseInstance(1, values));
    }
    return data;
  }

  /** The same with ten steps of two attributes side by side. */
  public static Instances pulses(int rows) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int s = 0; s < 10; s++) {
      attributes.add(new Attribute("left" + s));
      attributes.add(new Attribute("right" + s));
    }
    attributes.add(new Attribute("first", List.of("left", "right")));
    Instances data = new Instances("pulses", attributes, rows);
    data.setClassIndex(20);
    Random random = new Random(8);
    for (int r = 0; r < rows; r++) {
      double[] values = new double[21];
      for (int a = 0; a < 20; a++) {
        values[a] = 0.3 * random.nextGaussian();
      }
      int early = random.nextInt(9);
      int late = early + 1 + random.nextInt(9 - early);
      values[2 * early + r % 2] += 3;
      values[2 * late + 1 - r % 2] += 3;
      values[20] = r % 2;
      data.add(new DenseInstance(1, values));
    }
    return data;
  }

  /**
   * Reviews of a few words, where "not" turns the next word around; each has a word of its own.
   *
   * @param stars whether there is also an attribute that says nothing
   */
  public static Instances reviews(int rows, boolean stars) {
    String[] good = {"good", "great", "fine", "lovely", "brilliant"};
    String[] bad = {"bad", "awful", "poor", "boring", "dreadful"};
    String[] other = {"the", "film", "was", "a", "story", "actor", "and", "plot", "of", "music"};
    ArrayList<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("review", (List<String>) null));
    if (stars) {
      attributes.add(new Attribute("stars"));
    }
    attributes.add(new Attribute("verdict", List.of("no", "yes")));
    Instances data = new Instances("reviews", attributes, rows);
    data.setClassIndex(data.numAttributes() - 1);
    Random random = new Random(9);
    for (int r = 0; r < rows; r++) {
      boolean yes = r % 2 == 1;
      boolean turned = r % 4 > 1;
      StringBuilder text = new StringBuilder("Word" + r + "x: ");
      int before = random.nextInt(5);
      for (int w = 0; w < before; w++) {
        text.append(other[random.nextInt(other.length)]).append(' ');
      }
      String[] from = yes != turned ? good : bad;
      text.append(turned ? "NOT " : "").append(from[random.nextInt(from.length)]);
      for (int w = random.nextInt(5); w > 0; w--) {
        text.append(", ").append(other[random.nextInt(other.length)]);
      }
      double[] values = new double[data.numAttributes()];
      values[0] = data.attribute(0).addStringValue(text.toString());
      if (stars) {
        values[1] = random.nextInt(5);
      }
      values[values.length - 1] = yes ? 1 : 0;
      data.add(new DenseInstance(1, values));
    }
    return data;
  }

  /** A yearly wave with a trend, month by month, and a date. */
  public static Instances sales(int rows) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("month", "yyyy-MM"));
    attributes.add(new Attribute("sales"));
    Instances data = new Instances("sales", attributes, rows);
    data.setClassIndex(1);
    Random random = new Random(10);
    for (int r = 0; r < rows; r++) {
      double wave = Math.sin(2 * Math.PI * r / 12) + 0.5 * Math.sin(2 * Math.PI * r / 6);
      double value = 100 + 0.1 * r + 20 * wave + random.nextGaussian();
      data.add(new DenseInstance(1, new double[] {r * 2.6e9, value}));
    }
    return data;
  }
}
