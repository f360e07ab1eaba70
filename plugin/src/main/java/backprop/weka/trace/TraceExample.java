// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import weka.core.Instances;

/** Data and options to begin with. */
public enum TraceExample {
  /** One neuron and one row, as textbooks begin. */
  NEURON(
      "A neuron",
      "two inputs, weights, bias, sigmoid, squared error",
      new String[] {
        "-layers", "dense(1, sigmoid)", "-loss", "mean-squared-error", "-optimizer", "sgd(0.5)"
      },
      true,
      true,
      "1",
      40,
      1,
      "w1 = 0.4 -0.3; b1 = 0.1"),
  /** What a single neuron cannot learn. */
  XOR(
      "Exclusive or",
      "three hidden units learn what no straight line can",
      new String[] {
        "-layers", "dense(3, tanh)", "-loss", "binary-cross-entropy", "-optimizer", "adam(0.05)"
      },
      true,
      false,
      "all",
      150,
      2,
      ""),
  /** Three kinds of flowers. */
  IRIS(
      "Iris",
      "three kinds of flowers by four lengths, in minibatches",
      new String[] {
        "-layers", "dense(6, relu)", "-optimizer", "sgd(0.1, 0.9)", "-batch", "10", "-N", "6"
      },
      false,
      false,
      "",
      90,
      1,
      "");

  private final String title;
  private final String about;
  private final String[] options;
  private final boolean raw;
  private final boolean whole;
  private final String rows;
  private final int steps;
  private final int seed;
  private final String weights;

  TraceExample(
      String title,
      String about,
      String[] options,
      boolean raw,
      boolean whole,
      String rows,
      int steps,
      int seed,
      String weights) {
    this.title = title;
    this.about = about;
    this.options = options;
    this.raw = raw;
    this.whole = whole;
    this.rows = rows;
    this.steps = steps;
    this.seed = seed;
    this.weights = weights;
  }

  /** The name that users write. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** A title in words. */
  public String title() {
    return title;
  }

  /** What it shows, in a few words. */
  public String about() {
    return about;
  }

  /** Options of the classifier. */
  public String[] options() {
    return options.clone();
  }

  /** Whether numbers are taken as the data have them. */
  public boolean raw() {
    return raw;
  }

  /** Whether the layers are all. */
  public boolean whole() {
    return whole;
  }

  /** Which rows each step takes. */
  public String rows() {
    return rows;
  }

  /** How many steps. */
  public int steps() {
    return steps;
  }

  /** Seed of everything random. */
  public int seed() {
    return seed;
  }

  /** First weights. */
  public String weights() {
    return weights;
  }

  /** Its data, with the class set. */
  public Instances data() {
    String file = label() + ".arff";
    try (InputStream in = TraceExample.class.getResourceAsStream(file)) {
      Instances data = new Instances(new InputStreamReader(in, StandardCharsets.UTF_8));
      data.setClassIndex(data.numAttributes() - 1);
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The example of a name.
   *
   * @throws IllegalArgumentException in one sentence when there is none
   */
  public static TraceExample of(String name) {
    Optional<TraceExample> found =
        Arrays.stream(values()).filter(e -> e.label().equals(name)).findFirst();
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "there is no example '"
                    + name
                    + "'; known are "
                    + Arrays.stream(values())
                        .map(TraceExample::label)
                        .collect(Collectors.joining(", "))));
  }
}
