// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.Firing;
import java.util.List;
import java.util.Map;

/**
 * The durable record of one finished cell: one configuration trained and tested on one fold.
 *
 * @param dataSet name of the data set
 * @param dataChecksum checksum of the data set's file
 * @param configuration name of the configuration
 * @param scheme class name of the scheme
 * @param options its options, so that a changed option invalidates this record only
 * @param repeat repeat, from 1
 * @param fold fold within the repeat, from 1; 1 for a split
 * @param seed the experiment's seed
 * @param version version of this program
 * @param trainRows number of training rows
 * @param testRows number of test rows
 * @param metrics result columns by the Experimenter's names ({@code Percent_correct}, {@code
 *     Kappa_statistic}, ...); NaN is absent
 * @param texts non-numeric result columns ({@code Summary} and the like)
 * @param error null when the cell succeeded, otherwise what went wrong in one sentence
 * @param firings what rules on epochs did to the run
 */
public record CellResult(
    String dataSet,
    String dataChecksum,
    String configuration,
    String scheme,
    String options,
    int repeat,
    int fold,
    long seed,
    String version,
    int trainRows,
    int testRows,
    Map<String, Double> metrics,
    Map<String, String> texts,
    String error,
    List<Firing> firings) {

  /** A result that no rule on epochs had a say in. */
  public CellResult(
      String dataSet,
      String dataChecksum,
      String configuration,
      String scheme,
      String options,
      int repeat,
      int fold,
      long seed,
      String version,
      int trainRows,
      int testRows,
      Map<String, Double> metrics,
      Map<String, String> texts,
      String error) {
    this(
        dataSet,
        dataChecksum,
        configuration,
        scheme,
        options,
        repeat,
        fold,
        seed,
        version,
        trainRows,
        testRows,
        metrics,
        texts,
        error,
        List.of());
  }

  /** The same result under the names that the plan has for its data set and configuration now. */
  CellResult named(String newDataSet, String newConfiguration) {
    List<Firing> renamed =
        firings.stream()
            .map(
                f ->
                    new Firing(
                        f.rule(),
                        f.event(),
                        f.action(),
                        newDataSet,
                        newConfiguration,
                        f.repeat(),
                        f.fold(),
                        f.at(),
                        f.evidence()))
            .toList();
    return new CellResult(
        newDataSet,
        dataChecksum,
        newConfiguration,
        scheme,
        options,
        repeat,
        fold,
        seed,
        version,
        trainRows,
        testRows,
        metrics,
        texts,
        error,
        renamed);
  }

  /** Whether the cell has metrics. */
  public boolean succeeded() {
    return error == null;
  }
}
