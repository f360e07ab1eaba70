// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import backprop.weka.BackpropClassifier;
import backprop.weka.options.Settings;
import backprop.weka.predict.NetworkPredictor;
import backprop.weka.predict.Predictor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import weka.core.SerializationHelper;
import weka.core.Utils;

/**
 * A trained classifier, to be looked into.
 *
 * @param predictor its network and its encoders
 * @param settings its options
 * @param seed its seed
 */
public record SavedModel(NetworkPredictor predictor, Settings settings, int seed) {
  /**
   * Reads a model that Weka has saved.
   *
   * @throws IllegalArgumentException in one sentence when it cannot be read here, or has no network
   */
  public static SavedModel read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no model file '" + file + "'");
    }
    Object found;
    try (InputStream in = Files.newInputStream(file)) {
      Object first = SerializationHelper.read(in);
      found = first instanceof Object[] all && all.length > 0 ? all[0] : first;
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    } catch (Exception e) {
      throw unreadable(file, e);
    }
    return of(found, "the model '" + file + "'");
  }

  private static IllegalArgumentException unreadable(Path file, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause().getMessage() != null) {
      cause = cause.getCause();
    }
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new IllegalArgumentException(
        "the model '" + file + "' cannot be read: " + why.strip().split("\\R", 2)[0], e);
  }

  /**
   * What there is of a classifier.
   *
   * @param name of it, as the subject of a sentence
   * @throws IllegalArgumentException in one sentence when there is no network in it
   */
  public static SavedModel of(Object classifier, String name) {
    if (!(classifier instanceof BackpropClassifier network)) {
      throw new IllegalArgumentException(
          name
              + " is one of "
              + (classifier == null ? "nothing" : classifier.getClass().getName())
              + ", only BackpropNetwork can be traced");
    }
    Predictor predictor = network.predictor().orElse(null);
    if (!(predictor instanceof NetworkPredictor p)) {
      throw new IllegalArgumentException(
          name
              + (predictor == null
                  ? " has not been trained"
                  : " has no network: something constant stands in for it"));
    }
    try {
      String[] options = network.getOptions();
      String seed = Utils.getOption('S', options.clone());
      return new SavedModel(p, Settings.take(options), seed.isEmpty() ? 1 : Integer.parseInt(seed));
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalArgumentException(
          name + " has options of another version: " + e.getMessage(), e);
    }
  }
}
