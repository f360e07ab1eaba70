// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.converters.ArffLoader;

/** Trains on a wide sparse file: run in a Java of its own with little memory. */
public final class WideSparseTraining {
  static final int ATTRIBUTES = 10_000;
  static final int ROWS = 20_000;
  private static final int WORDS = 60;

  private WideSparseTraining() {}

  /** Writes rows of 60 counts; more of the first 100 words make the class. */
  static void write(Path file) throws IOException {
    Random random = new Random(1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("@relation words\n");
      for (int a = 0; a < ATTRIBUTES; a++) {
        out.write("@attribute w" + a + " numeric\n");
      }
      out.write("@attribute class {no,yes}\n@data\n");
      for (int r = 0; r < ROWS; r++) {
        boolean yes = random.nextBoolean();
        TreeMap<Integer, Integer> words = new TreeMap<>();
        while (words.size() < WORDS) {
          boolean telling = words.size() < 6;
          int word = telling ? random.nextInt(100) + (yes ? 0 : 100) : random.nextInt(ATTRIBUTES);
          words.merge(word, 1, Integer::sum);
        }
        StringBuilder line = new StringBuilder("{");
        words.forEach((w, n) -> line.append(w).append(' ').append(n).append(','));
        out.write(line + (yes ? ATTRIBUTES + " yes" : "") + "}\n");
      }
    }
  }

  /**
   * Trains and prints how many of the rows are predicted rightly.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) throws Exception {
    ArffLoader loader = new ArffLoader();
    loader.setSource(new File(arguments[0]));
    Instances data = loader.getDataSet();
    data.setClassIndex(data.numAttributes() - 1);
    BackpropNetwork network =
        TestData.network("-layers \"dense(32, relu)\" -N 2 -batch 128 -V 10 -threads 1");
    network.buildClassifier(data);
    double[][] predicted = network.distributionsForInstances(data);
    int right = 0;
    for (int r = 0; r < predicted.length; r++) {
      right += predicted[r][(int) data.instance(r).classValue()] > 0.5 ? 1 : 0;
    }
    System.out.println("right " + right);
  }
}
