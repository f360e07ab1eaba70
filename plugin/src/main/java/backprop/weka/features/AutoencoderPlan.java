// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import backprop.engine.activation.Activation;
import backprop.engine.augment.Augmentation;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Optimization;
import backprop.engine.text.TextException;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.TrainSpec;
import backprop.engine.unsupervised.Autoencoder;
import java.util.ArrayList;
import java.util.List;

/**
 * What autoencoder is trained, and how.
 *
 * @param units sizes of the hidden layers from the row to the code, the code last; empty for two
 *     thirds and one third of the inputs
 * @param activation of the hidden layers, as text such as {@code tanh}
 * @param optimizer as text such as {@code adam(rate=0.001)}
 * @param noise augmentations of what the encoder sees, as text such as {@code mask-noise(0.2)};
 *     {@code none} for none
 * @param epochs passes over the rows, at least 1
 * @param batch rows of a step, at least 1
 * @param threads threads that compute; 0 for as many as there are cores
 */
public record AutoencoderPlan(
    List<Integer> units,
    String activation,
    String optimizer,
    String noise,
    int epochs,
    int batch,
    int threads)
    implements java.io.Serializable {
  private static final long serialVersionUID = 1L;

  /** The sizes when none are given. */
  public static final String AUTO = "auto";

  public AutoencoderPlan {
    units = List.copyOf(units);
  }

  /** What trains when nothing is chosen. */
  public static AutoencoderPlan initial() {
    return new AutoencoderPlan(List.of(), "tanh", "adam(rate=cosine(0.005))", "none", 100, 32, 0);
  }

  /**
   * Reads sizes.
   *
   * @throws IllegalArgumentException in one sentence when they are none
   */
  public static List<Integer> units(String text) {
    List<Integer> units = new ArrayList<>();
    if (text.strip().equals(AUTO)) {
      return units;
    }
    for (String item : text.split(",", -1)) {
      try {
        units.add(Integer.parseInt(item.strip()));
      } catch (NumberFormatException e) {
        units.add(0);
      }
      if (units.get(units.size() - 1) < 1) {
        throw new IllegalArgumentException(
            "option -code is '"
                + text
                + "', allowed are auto, and sizes of layers from 1, separated by commas, the code"
                + " last");
      }
    }
    return units;
  }

  /** The sizes as text. */
  public String unitsText() {
    return units.isEmpty() ? AUTO : units.toString().replaceAll("[\\[\\] ]", "");
  }

  /**
   * Reads one thing of a catalogue.
   *
   * @throws IllegalArgumentException in one sentence that names the option
   */
  static <T> T entry(String option, Class<T> kind, String text) {
    try {
      return Catalogs.texts().parse(kind, text);
    } catch (TextException e) {
      throw new IllegalArgumentException(
          "option -" + option + " \"" + text + "\", " + e.getMessage(), e);
    }
  }

  private static List<Augmentation> noise(String text) {
    try {
      return Catalogs.texts().parseList(Augmentation.class, text);
    } catch (TextException e) {
      throw new IllegalArgumentException("option -noise \"" + text + "\", " + e.getMessage(), e);
    }
  }

  /**
   * Checks what can be checked without rows.
   *
   * @throws IllegalArgumentException in one sentence that names the option
   */
  public AutoencoderPlan checked() {
    entry("activation", Activation.class, activation);
    entry("optimizer", Optimization.class, optimizer);
    noise(noise);
    least("N", epochs, 1);
    least("batch", batch, 1);
    least("threads", threads, 0);
    return this;
  }

  private static void least(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "option -" + option + " is " + value + ", allowed are whole numbers from " + least);
    }
  }

  Autoencoder autoencoder(int columns) {
    int[] sizes =
        units.isEmpty()
            ? new int[] {Math.max(1, (2 * columns + 2) / 3), Math.max(1, (columns + 2) / 3)}
            : units.stream().mapToInt(u -> u).toArray();
    Loss loss = new MeanSquaredError();
    Activation a = entry("activation", Activation.class, activation);
    return Autoencoder.symmetric(columns, a, loss, sizes);
  }

  TrainSpec training(long seed) {
    return TrainSpec.of(
            epochs,
            batch,
            entry("optimizer", Optimization.class, optimizer),
            List.of(),
            EarlyStopping.never(),
            seed)
        .withAugmentations(noise(noise));
  }
}
