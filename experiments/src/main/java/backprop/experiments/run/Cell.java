// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.Evaluation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  /**
   * Makes the cells of a configuration on a data set; what all their keys start with is digested
   * once.
   */
  static final class Keys {
    private final LoadedData data;
    private final PlannedConfiguration planned;
    private final MessageDigest start;
    private final String end;

    Keys(LoadedData data, PlannedConfiguration planned, Basis basis) {
      this.data = data;
      this.planned = planned;
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
      this.start =
          digest(
              String.join(
                      "\0",
                      set.checksum(),
                      set.classAttribute(),
                      "" + set.classes(),
                      configuration.scheme(),
                      configuration.options(),
                      "" + planned.derivesSeed(),
                      how)
                  + "\0");
      String rules = basis.epochRules();
      boolean watched = !rules.isEmpty() && EpochTraining.suits(planned.template());
      this.end =
          "\0"
              + basis.seed()
              + "\0"
              + basis.version()
              + (watched ? "\0rules on epochs\0" + rules : "");
    }

    /** The cells, repeat by repeat. */
    Stream<Cell> all(int repeats, int folds) {
      return IntStream.range(0, repeats * folds).mapToObj(i -> cell(i / folds + 1, i % folds + 1));
    }

    private Cell cell(int repeat, int fold) {
      MessageDigest digest;
      try {
        digest = (MessageDigest) start.clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
      digest.update((repeat + "\0" + fold + end).getBytes(StandardCharsets.UTF_8));
      return new Cell(data, planned, repeat, fold, 1, Optional.empty(), hex(digest));
    }
  }

  /** The same cell as a search runs it at a step of several: with a part of its epochs. */
  Cell step(double of) {
    String name = of >= 1 ? key : checksum(key + "\0part of the epochs\0" + of);
    return new Cell(data, configuration, repeat, fold, of, Optional.of(key), name);
  }

  private static String checksum(String text) {
    return hex(digest(text));
  }

  private static MessageDigest digest(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
