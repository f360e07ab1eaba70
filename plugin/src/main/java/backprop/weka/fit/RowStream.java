// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.train.TrainingListener;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.util.Optional;
import weka.core.Instance;
import weka.core.Instances;

/**
 * Rows that come one by one, from a loader that never has all of them. They wait here until {@link
 * #train}, which makes all epochs over all of them: a network wants its rows many times and in
 * random order.
 *
 * <p>As long as the rows take less than the option -memory allows, or a quarter of Java's memory,
 * they are kept as they are, and training on them gives bit by bit what training on a data set of
 * them gives. Beyond that these rows, the first chunk, fix the encoders, and all are kept encoded,
 * in a temporary file if need be: {@link Spill}.
 */
public final class RowStream implements AutoCloseable {
  private static final int PART = 4;

  private final Settings settings;
  private final long seed;
  private final Optional<Start> from;
  private final Instances chunk;
  private long room;
  private long bytes;
  private int rows;
  private Spill spill;

  /**
   * No rows yet.
   *
   * @param header attributes and class of the rows
   * @param from what training goes on from
   */
  public RowStream(Instances header, Settings settings, long seed, Optional<Start> from) {
    settings.checkTogether();
    this.chunk = header.stringFreeStructure();
    this.settings = settings;
    this.seed = seed;
    this.from = from;
    int given = settings.number(Setting.MEMORY);
    this.room =
        given == Settings.AUTOMATIC ? Runtime.getRuntime().maxMemory() / PART : (long) given << 20;
  }

  /** Rows so far, whether they count or not. */
  public int rows() {
    return rows;
  }

  /** Whether the first chunk is full, so that training uses the stream up. */
  public boolean spilled() {
    return spill != null;
  }

  /**
   * Takes a copy of a row.
   *
   * @throws InterruptedException when the thread is interrupted while the first chunk is encoded
   * @throws IllegalArgumentException in one sentence when the row is not allowed
   */
  public void add(Instance x) throws Exception {
    if (x.numAttributes() != chunk.numAttributes()) {
      throw new IllegalArgumentException(
          "row "
              + (rows + 1)
              + " has "
              + x.numAttributes()
              + " attributes, the rows before it have "
              + chunk.numAttributes());
    }
    if (spill == null && bytes > room) {
      fixEncoders();
    }
    if (spill != null) {
      spill.add(x, rows);
    } else {
      WeightedRows.check(x, chunk.classAttribute().name(), rows);
      keep(x);
      bytes += 64 + 8L * x.numValues();
    }
    rows++;
  }

  /** Strings and relations are in the header, which loaders use again for the next row. */
  private void keep(Instance x) {
    Instance copy = (Instance) x.copy();
    copy.setDataset(chunk);
    for (int a = 0; a < x.numAttributes(); a++) {
      boolean relation = x.attribute(a).isRelationValued();
      if ((relation || x.attribute(a).isString()) && !x.isMissing(a)) {
        copy.setValue(
            a,
            relation
                ? chunk.attribute(a).addRelation(x.relationalValue(a))
                : chunk.attribute(a).addStringValue(x.stringValue(a)));
      }
    }
    chunk.add(copy);
  }

  private void fixEncoders() throws Exception {
    Fit fit = new Fit(chunk, settings, seed, from);
    Job job = fit.job().orElse(null);
    if (job == null) {
      // All of one class, or of the same numbers so far: they cannot say how others are encoded.
      room *= 2;
      return;
    }
    spill = new Spill(fit, settings, job);
    chunk.delete();
  }

  /**
   * Begins the training on all rows so far. Where {@link #spilled}, no more rows can come.
   *
   * @throws Exception as {@link Fit#start} says
   */
  public Training train(Supervision watch, TrainingListener... listeners) throws Exception {
    if (spill != null) {
      Spill all = spill;
      spill = null;
      return all.train(watch, listeners);
    }
    return new Fit(chunk, settings, seed, from).start(watch, listeners);
  }

  @Override
  public void close() {
    chunk.delete();
    if (spill != null) {
      spill.close();
      spill = null;
    }
  }
}
