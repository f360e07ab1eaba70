// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import java.util.List;

/**
 * How a model was made.
 *
 * @param version version of this library
 * @param seed the seed that fixes everything random
 * @param backend name of the backend
 * @param threads number of threads, which does not change the result
 * @param optimizer text of the optimizer
 * @param training all else about how it was trained, in one line; empty in models of format 1
 * @param rows number of training rows
 * @param validationRows number of validation rows
 * @param plannedEpochs epochs asked for
 * @param bestEpoch the epoch whose weights the model has, 0 for untrained
 * @param stopReason why training ended
 * @param seconds wall-clock time of training
 * @param history one record per epoch
 * @param remarks sentences on what happened (a lowered rate, a backend passed over)
 * @param vitals how the layers fared; nothing in models of formats before 3
 * @param diagnosis what the doctor said about the run, a line each; empty where nobody looked
 */
public record Provenance(
    String version,
    long seed,
    String backend,
    int threads,
    String optimizer,
    String training,
    int rows,
    int validationRows,
    int plannedEpochs,
    int bestEpoch,
    String stopReason,
    double seconds,
    List<EpochRecord> history,
    List<String> remarks,
    Vitals vitals,
    List<String> diagnosis) {
  public Provenance {
    history = List.copyOf(history);
    remarks = List.copyOf(remarks);
    diagnosis = List.copyOf(diagnosis);
  }

  /** Without a word on how the layers fared and what is wrong. */
  public Provenance(
      String version,
      long seed,
      String backend,
      int threads,
      String optimizer,
      String training,
      int rows,
      int validationRows,
      int plannedEpochs,
      int bestEpoch,
      String stopReason,
      double seconds,
      List<EpochRecord> history,
      List<String> remarks) {
    this(
        version,
        seed,
        backend,
        threads,
        optimizer,
        training,
        rows,
        validationRows,
        plannedEpochs,
        bestEpoch,
        stopReason,
        seconds,
        history,
        remarks,
        Vitals.none(),
        List.of());
  }

  /** The same with what was found to be wrong. */
  public Provenance withDiagnosis(List<String> found) {
    return new Provenance(
        version,
        seed,
        backend,
        threads,
        optimizer,
        training,
        rows,
        validationRows,
        plannedEpochs,
        bestEpoch,
        stopReason,
        seconds,
        history,
        remarks,
        vitals,
        found);
  }

  /** Without a word on how else it was trained. */
  public Provenance(
      String version,
      long seed,
      String backend,
      int threads,
      String optimizer,
      int rows,
      int validationRows,
      int plannedEpochs,
      int bestEpoch,
      String stopReason,
      double seconds,
      List<EpochRecord> history,
      List<String> remarks) {
    this(
        version,
        seed,
        backend,
        threads,
        optimizer,
        "",
        rows,
        validationRows,
        plannedEpochs,
        bestEpoch,
        stopReason,
        seconds,
        history,
        remarks);
  }
}
