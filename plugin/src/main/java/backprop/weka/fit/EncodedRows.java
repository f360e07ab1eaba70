// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.metric.Targets;
import backprop.engine.rows.SparseRow;
import backprop.engine.train.Batches;
import backprop.engine.train.CompactExamples;
import backprop.engine.train.Examples;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.InputEncoder;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.nio.file.Path;
import java.util.Optional;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SparseInstance;

/**
 * Encodes rows, once, into the storage that suits them: sparse where few inputs differ from the
 * usual row, as in bags of words, whether Weka's rows are sparse or not; else as floats on the
 * backend, which is fastest, while these are a small part of the memory budget; else packed, with a
 * byte for what has few values. Sparse and packed rows go to a temporary file where they exceed the
 * budget.
 */
final class EncodedRows {
  /** Fewest inputs for which sparse rows are worth it. */
  private static final int WIDE = 64;

  /** Sparse products are faster than dense ones when at most one of so many inputs is stored. */
  private static final int SPARSE = 20;

  /** Rows that tell how sparse all are. */
  private static final int SAMPLE = 500;

  /** Floats may take this part of the budget. */
  private static final int FLOATS = 8;

  private static final int MEGABYTE = 1 << 20;

  private final Kernels kernels;
  private final Instances data;
  private final WeightedRows weighted;
  private final InputEncoder inputs;
  private final ClassEncoder target;
  private final int members;
  private final int stored;

  /**
   * Looks at a sample of the rows.
   *
   * @param rows indices of the training rows
   * @param members number of the target's last columns, which are weights of members
   */
  EncodedRows(
      Kernels kernels,
      Instances data,
      int[] rows,
      WeightedRows weighted,
      InputEncoder inputs,
      ClassEncoder target,
      int members) {
    this.kernels = kernels;
    this.data = data;
    this.weighted = weighted;
    this.inputs = inputs;
    this.target = target;
    this.members = members;
    this.stored = stored(rows);
  }

  /** Inputs of a row that differ from the usual row, on average, rounded up. */
  private int stored(int[] rows) {
    SparseRow row = new SparseRow(inputs.usual());
    int count = Math.min(SAMPLE, rows.length);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      int r = rows[(int) ((long) rows.length * i / count)];
      Supervision.goOn();
      row.clear();
      inputs.encode(data.instance(r), r + 1, row::set);
      sum += row.size();
    }
    return (int) ((sum + count - 1) / count);
  }

  private boolean sparse() {
    return inputs.columns() >= WIDE && (long) SPARSE * stored <= inputs.columns();
  }

  /**
   * Bytes that all encoded rows of a training may take in memory: as the option says, else half of
   * the heap that Weka's own rows leave free.
   */
  static long budget(Instances data, Settings settings) {
    int given = settings.number(Setting.MEMORY);
    if (given != Settings.AUTOMATIC) {
      return (long) given * MEGABYTE;
    }
    long taken = 0;
    for (int r = 0; r < data.numInstances(); r++) {
      Supervision.goOn();
      Instance x = data.instance(r);
      taken += 64 + x.numValues() * (x instanceof SparseInstance ? 12L : 8L);
    }
    long most = Runtime.getRuntime().maxMemory();
    return Math.max(most / 16, (most - taken) / 2);
  }

  /**
   * Encoded rows.
   *
   * @param file deletes their temporary file; does nothing where there is none
   * @param remark one sentence on the file, where there is one
   */
  record Encoded(Batches rows, Runnable file, Optional<String> remark) implements AutoCloseable {
    @Override
    public void close() {
      file.run();
    }
  }

  /**
   * Encodes rows.
   *
   * @param rows indices
   * @param budget most bytes that they may take in memory
   * @param folds which member each row is kept from
   * @param mayBeFloats false where the backend has no memory for them
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException in one sentence when a row cannot be encoded, or the budget is
   *     too small
   * @throws java.io.UncheckedIOException in one sentence when there is no room for a file
   * @throws backprop.engine.backend.BackendFailedException when the backend has no memory for
   *     floats
   */
  Encoded encode(int[] rows, long budget, Folds folds, boolean mayBeFloats)
      throws InterruptedException {
    long numbers = (long) rows.length * Math.max(inputs.columns(), targetColumns());
    boolean floats = 4 * numbers <= budget / FLOATS && numbers <= Integer.MAX_VALUE - 8;
    if (mayBeFloats && floats && !sparse()) {
      return new Encoded(floats(rows, folds), () -> {}, Optional.empty());
    }
    CompactExamples compact = empty(budget);
    try {
      fill(compact, rows, folds);
      return new Encoded(compact, compact::close, compact.remark());
    } catch (Throwable e) {
      compact.close();
      throw e;
    }
  }

  private CompactExamples empty(long budget) {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return sparse()
          ? CompactExamples.sparse(
              kernels, inputs.usual(), stored, inputs.starts(), targetColumns(), budget, directory)
          : CompactExamples.packed(
              kernels, inputs.columns(), inputs.starts(), targetColumns(), budget, directory);
    } catch (IllegalArgumentException e) {
      throw Shaped.refusal(Setting.MEMORY, e);
    }
  }

  private void fill(CompactExamples compact, int[] rows, Folds folds) throws InterruptedException {
    double[] weights = weighted.weights(rows);
    Appender rest = new Appender(compact, folds);
    for (int i = 0; i < rows.length; i++) {
      rest.add(next(rows[i]), rows[i] + 1, weights[i]);
    }
    rest.ready();
  }

  /** Takes rows one by one, whether they are among the data or come later. */
  final class Appender {
    private final CompactExamples compact;
    private final Folds folds;
    private final float[] wanted = new float[targetColumns()];
    private final float[] input = new float[sparse() ? 0 : inputs.columns()];
    private final SparseRow sparse = sparse() ? new SparseRow(inputs.usual()) : null;

    private Appender(CompactExamples compact, Folds folds) {
      this.compact = compact;
      this.folds = folds;
    }

    /**
     * Encodes a row.
     *
     * @param row its number from 1, for messages
     * @throws IllegalArgumentException in one sentence when it cannot be encoded
     */
    void add(Instance x, int row, double weight) {
      encode(x, folds, wanted);
      if (sparse != null) {
        sparse.clear();
        inputs.encode(x, row, sparse::set);
        compact.add(sparse, wanted, weight);
      } else {
        inputs.encode(x, row, input, 0);
        compact.add(input, wanted, weight);
      }
    }

    /** Number of rows so far. */
    int rows() {
      return compact.rows();
    }

    /** Says that all rows are there. */
    Encoded ready() {
      try {
        compact.described(meaning()).ready();
      } catch (IllegalArgumentException e) {
        throw Shaped.refusal(Setting.MEMORY, e);
      }
      return new Encoded(compact, compact::close, compact.remark());
    }

    /** Forgets the rows. */
    void close() {
      compact.close();
    }
  }

  /** Takes rows of which nobody knows how many will come. */
  Appender appender(long budget, Folds folds) {
    return new Appender(empty(budget), folds);
  }

  /** Rows as floats on the backend, however many they are. */
  Examples floats(int[] rows, Folds folds) throws InterruptedException {
    Examples examples =
        new Examples(kernels, rows.length, inputs.columns(), targetColumns())
            .described(meaning(), inputs.starts());
    double[] weights = weighted.weights(rows);
    float[] input = new float[inputs.columns()];
    float[] wanted = new float[targetColumns()];
    for (int i = 0; i < rows.length; i++) {
      Instance x = next(rows[i]);
      inputs.encode(x, rows[i] + 1, input, 0);
      encode(x, folds, wanted);
      examples.set(i, input, wanted, weights[i]);
    }
    return examples;
  }

  private int targetColumns() {
    return target.columns() + members;
  }

  private void encode(Instance x, Folds folds, float[] wanted) {
    target.encode(x.classValue(), wanted);
    int stratum = data.classAttribute().isNominal() ? (int) x.classValue() : 0;
    folds.deal(stratum, members == 0 ? 0 : key(x), wanted, target.columns());
  }

  /** A number that copies of a row share: a hash of its attributes' values. */
  private static long key(Instance x) {
    long key = 0;
    for (int i = 0; i < x.numValues(); i++) {
      if (x.index(i) != x.classIndex()) {
        key = RandomStream.extend(key, x.index(i));
        key = RandomStream.extend(key, Double.doubleToLongBits(x.valueSparse(i)));
      }
    }
    return key;
  }

  private Targets meaning() {
    return backprop.weka.fit.Targets.meaning(target);
  }

  private Instance next(int row) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("training was interrupted while rows were encoded");
    }
    return data.instance(row);
  }
}
