// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.baseline;

import backprop.experiments.run.DataSet;
import java.util.Optional;

/**
 * What gates hold results against: a baseline, or why there is none that fits.
 *
 * @param baseline the baseline, if there is one
 * @param file the baseline's file as the experiment file names it
 * @param evaluation how this run evaluates, in the words of {@link Baseline#evaluation}
 */
public record BaselineCheck(Optional<Baseline> baseline, String file, String evaluation) {

  /** Of an experiment that names no baseline. */
  public static final BaselineCheck NONE = new BaselineCheck(Optional.empty(), "", "");

  private static final String UPDATE = "; look at the results and write it with --update-baseline";

  /** Why the baseline says nothing about a data set; empty where it does. */
  public Optional<String> mismatch(DataSet data) {
    if (baseline.isEmpty()) {
      return Optional.of(
          file.isEmpty()
              ? "the experiment file names no baseline"
              : "there is no baseline '" + file + "' yet" + UPDATE);
    }
    Baseline known = baseline.get();
    if (!known.evaluation().equals(evaluation)) {
      return Optional.of(
          "the baseline '%s' was made by %s, this run by %s%s"
              .formatted(file, known.evaluation(), evaluation, UPDATE));
    }
    Baseline.Data then = known.data().get(data.name());
    if (then == null) {
      return Optional.of(
          "the baseline '%s' has no data set '%s'%s".formatted(file, data.name(), UPDATE));
    }
    if (!then.checksum().equals(data.checksum())) {
      return Optional.of(
          "the data set '%s' has changed since the baseline '%s' was made (SHA-256 %s, now %s)%s"
              .formatted(
                  data.name(), file, brief(then.checksum()), brief(data.checksum()), UPDATE));
    }
    return Optional.empty();
  }

  private static String brief(String checksum) {
    return checksum.length() > 12 ? checksum.substring(0, 12) : checksum;
  }
}
