// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.Evaluation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The unit of work: one configuration, trained and tested on one fold of one data set.
 *
 * @param data the data set
 * @param configuration the configuration
 * @param repeat repeat, from 1
 * @param fold fold, from 1
 * @param key what its result depends on, as a checksum: equal keys have equal results
 */
public record Cell(
    LoadedData data, PlannedConfiguration configuration, int repeat, int fold, String key) {

  static Cell of(
      LoadedData data,
      PlannedConfiguration planned,
      int repeat,
      int fold,
      Evaluation evaluation,
      long seed,
      String version) {
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
            "" + seed,
            version);
    return new Cell(data, planned, repeat, fold, checksum(all));
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
