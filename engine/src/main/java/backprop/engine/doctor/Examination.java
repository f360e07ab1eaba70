// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.model.EpochRecord;
import backprop.engine.model.Provenance;
import backprop.engine.model.Vitals;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import backprop.engine.train.Batches;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that symptoms are looked for in.
 *
 * @param spec the network
 * @param how how it was trained
 * @param trained what it makes of rows that it was trained on
 * @param judged what it makes of rows that it was not trained on; empty without any
 */
public record Examination(
    NetworkSpec spec, Provenance how, Scored trained, Optional<Scored> judged) {
  private static final Pattern BATCH = Pattern.compile("batch (\\d+)");

  /**
   * Looks at a network.
   *
   * @param how how it was trained
   * @param training rows that it was trained on
   * @param others rows that it was not trained on; null for none
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  public static Examination of(Network network, Provenance how, Batches training, Batches others) {
    return new Examination(
        network.spec(),
        how,
        Scored.after(how, network, training),
        others == null || others.rows() == 0
            ? Optional.empty()
            : Optional.of(Scored.after(how, network, others)));
  }

  /** The epochs. */
  public List<EpochRecord> history() {
    return how.history();
  }

  /** How the layers fared. */
  public Vitals vitals() {
    return how.vitals();
  }

  /** Rows of a minibatch as they were asked for; 0 for all rows, or where nobody knows. */
  public int batch() {
    Matcher m = BATCH.matcher(how.training());
    return m.lookingAt() ? Integer.parseInt(m.group(1)) : 0;
  }

  /** Whether epochs without a better one would have ended the training. */
  public boolean patient() {
    return how.training().contains("patience ");
  }

  /** Optimizer steps in all, roughly; 0 where nobody counted. */
  public long steps() {
    List<Vitals.Sample> samples = vitals().samples();
    if (samples.isEmpty()) {
      return 0;
    }
    Vitals.Sample last = samples.get(samples.size() - 1);
    double perEpoch = last.epoch() > 0 ? last.step() / last.epoch() : 1;
    return Math.round(perEpoch * history().size());
  }

  /** Whether training ended because all planned epochs were done. */
  public boolean ranToTheEnd() {
    return history().size() >= how.plannedEpochs();
  }

  /** The optimizer; empty where this version does not know it. */
  public Optional<Optimization> optimizer() {
    try {
      return Optional.of(Catalogs.parse(Optimization.class, how.optimizer()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether there was a learning rate. */
  public boolean hasRate() {
    return history().stream().anyMatch(e -> e.rate() > 0);
  }
}
