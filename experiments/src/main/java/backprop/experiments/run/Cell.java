// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.Evaluation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The unit of work: one configuration, trained and tested on one fold of one data set.
 *
 * @param data the data set
 * @param configuration the configuration
 * @param repeat repeat, from 1
 * @param fold fold, from 1
 * @param part part of the planned epochs that it runs, 1 for all
 * @param waiting the name under which its training waits for more epochs, where a search runs it in
 *     several parts
 * @param key what its result depends on, as a checksum: equal keys have equal results
 */
public record Cell(
    LoadedData data,
    PlannedConfiguration configuration,
    int repeat,
    int fold,
    double part,
    Optional<String> waiting,
    String key) {

  /** What the results of all cells of an experiment depend on. */
  record Basis(Evaluation evaluation, long seed, String version, String epochRules) {}

  static Cell of(LoadedData data, PlannedConfiguration planned, int repeat, int fold, Basis basis) {
    Evaluation evaluation = basis.evaluation();
    String how;
    if (evaluation instanceof Evaluation.CrossValidation folds) {
      how = "cross-validation " + folds.folds();
    } else if (evaluation instanceof Evaluation.Split split) {
      how = "split " + split.percent();
    } else {
      how = "test " + data.testChecksum();
    }
    DataSet set = data.info();
    Configuration configuration = planned.configuration();
    String all =
        String.join(
            "\0",
            set.checksum(),
            set.classAttribute(),
            "" + set.classes(),
            configuration.scheme(),
            configuration.options(),
            "" + planned.derivesSeed(),
            how,
            "" + repeat,
            "" + fold,
            "" + basis.seed(),
            basis.version());
    if (!basis.epochRules().isEmpty() && EpochTraining.suits(planned.template())) {
      all += "\0rules on epochs\0" + basis.epochRules();
    }
    return new Cell(data, planned, repeat, fold, 1, Optional.empty(), checksum(all));
  }

  /** The same cell as a search runs it at a step of several: with a part of its epochs. */
  Cell step(double of) {
    String name = of >= 1 ? key : checksum(key + "\0part of the epochs\0" + of);
    return new Cell(data, configuration, repeat, fold, of, Optional.of(key), name);
  }

  private static String checksum(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
