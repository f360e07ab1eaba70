// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import backprop.weka.options.Settings;
import backprop.weka.predict.NetworkPredictor;
import java.util.Optional;
import weka.core.Instances;

/**
 * What is to be traced.
 *
 * @param title of the page
 * @param data rows with the class set
 * @param name of the data
 * @param model what is trained on; empty for a new network
 * @param settings the options of the classifier
 * @param seed of everything random
 * @param raw whether numbers are taken as the data have them, not standardized
 * @param whole whether the layers are all, so that no output layer is added
 * @param rows which rows each step takes, such as {@code 1,5-8} or {@code all}; empty for the
 *     minibatches that a training takes
 * @param steps how many
 * @param weights first weights, such as {@code w1 = 0.4 -0.3; b1 = 0.1}; empty for those of the
 *     seed
 * @param units most units of a layer that are shown one by one
 */
public record TraceRequest(
    String title,
    Instances data,
    String name,
    Optional<NetworkPredictor> model,
    Settings settings,
    long seed,
    boolean raw,
    boolean whole,
    String rows,
    int steps,
    String weights,
    int units) {
  /** Most units of a layer that are shown one by one, unless something else is said. */
  public static final int UNITS = 16;

  /** Most steps of a trace. */
  public static final int MOST_STEPS = 100_000;

  public TraceRequest {
    check("steps", steps, MOST_STEPS);
    check("units", units, 1000);
    if (raw && model.isPresent()) {
      throw new IllegalArgumentException(
          "a model takes numbers as it was trained to: raw numbers are for new networks");
    }
    if (whole && model.isPresent()) {
      throw new IllegalArgumentException("a model has its layers: a network cannot be given, too");
    }
  }

  private static void check(String name, int found, int most) {
    if (found < 1 || found > most) {
      throw new IllegalArgumentException(name + " must be from 1 to " + most + ", found " + found);
    }
  }
}
