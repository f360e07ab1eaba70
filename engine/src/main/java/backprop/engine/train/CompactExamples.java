// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.augment.Blends;
import backprop.engine.augment.LabeledRows;
import backprop.engine.augment.Oversampling;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.SparseMatrix;
import backprop.engine.graph.Program;
import backprop.engine.metric.Targets;
import backprop.engine.rows.RowStore;
import backprop.engine.rows.RowWeights;
import backprop.engine.rows.SparseRow;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Rows in compact memory, or in a file: what a column with few values has is a byte, sparse inputs
 * stay sparse, and minibatches are unpacked when they are asked for. The numbers are bit by bit
 * those of {@link Examples}, which keeps them as floats on the backend.
 *
 * <p>First all rows are added, then {@link #ready} is called. Where the rows exceed the memory
 * budget they are in a temporary file until {@link #close}, and {@link #shuffle} is not quite what
 * it is in memory: see {@link RowStore#shuffle}.
 */
public final class CompactExamples implements Batches, AutoCloseable {
  /** Numbers that are unpacked before they are copied to the backend: they stay in the cache. */
  private static final int STAGE = 4096;

  private static final int MEGABYTE = 1 << 20;

  private final Kernels kernels;
  private final RowStore rows;
  private final RowWeights weights = new RowWeights();
  private final long budget;
  private final Path directory;
  private final SparseMatrix minibatch;
  private float[] usual = {};
  private float[] stage;
  private double[] weightStage = {};
  private Matrix gathered;
  private Optional<Targets> described = Optional.empty();
  private int[] groups = {};

  private CompactExamples(
      Kernels kernels, RowStore rows, SparseMatrix minibatch, long budget, Path directory) {
    this.kernels = kernels;
    this.rows = rows;
    this.minibatch = minibatch;
    this.budget = budget;
    this.directory = directory;
    this.stage = new float[Math.max(STAGE, Math.max(rows.inputColumns(), rows.targetColumns()))];
    this.gathered = Matrix.of(kernels.allocate(1), 1, 1);
  }

  /**
   * No rows yet, whose inputs are to be packed.
   *
   * @param inputColumns elements of one input
   * @param attributes index of the first input of every attribute, ascending from 0; empty where
   *     each input is an attribute
   * @param targetColumns elements of one target
   * @param budget most bytes of encoded rows in memory
   * @param directory for a temporary file, if need be
   * @throws IllegalArgumentException in one sentence when the budget does not hold a few rows
   */
  public static CompactExamples packed(
      Kernels kernels,
      int inputColumns,
      int[] attributes,
      int targetColumns,
      long budget,
      Path directory) {
    RowStore rows = RowStore.packed(inputColumns, attributes, targetColumns, budget, directory);
    CompactExamples made = new CompactExamples(kernels, rows, null, budget, directory);
    made.groups = attributes.clone();
    return made;
  }

  /**
   * No rows yet, whose inputs are sparse.
   *
   * @param usual the input that most rows mostly are
   * @param expected elements in which a row differs from it, about
   * @param attributes as for {@link #packed}
   * @param targetColumns elements of one target
   * @param budget most bytes of encoded rows in memory
   * @param directory for a temporary file, if need be
   * @throws IllegalArgumentException in one sentence when the budget does not hold a few rows
   */
  public static CompactExamples sparse(
      Kernels kernels,
      float[] usual,
      int expected,
      int[] attributes,
      int targetColumns,
      long budget,
      Path directory) {
    RowStore rows = RowStore.sparse(usual, expected, targetColumns, budget, directory);
    Matrix row = Matrix.of(kernels.allocate(usual.length), 1, usual.length);
    row.buffer().write(0, usual, 0, usual.length);
    CompactExamples made =
        new CompactExamples(kernels, rows, new SparseMatrix(row), budget, directory);
    made.usual = usual.clone();
    made.groups = attributes.clone();
    return made;
  }

  /**
   * Adds a row.
   *
   * @param weight how often the row counts, at least 0
   * @throws java.io.UncheckedIOException in one sentence when there is no room in the file
   */
  public void add(float[] input, float[] target, double weight) {
    weights.add(weight);
    rows.add(input, target);
  }

  /** Adds a row in its sparse form. */
  public void add(SparseRow input, float[] target, double weight) {
    weights.add(weight);
    rows.add(input, target);
  }

  /**
   * Says that all rows are there.
   *
   * @return this
   * @throws IllegalArgumentException in one sentence when the budget is too small for a file
   */
  public CompactExamples ready() {
    rows.done();
    return this;
  }

  /**
   * Says what cannot be seen in the numbers.
   *
   * @return this
   */
  public CompactExamples described(Targets meaning) {
    described = Optional.of(meaning);
    return this;
  }

  /** One sentence on a file and the order in which its rows come; empty where there is none. */
  public Optional<String> remark() {
    if (!rows.inFile()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%d rows take %.1f MB when encoded, more than the memory budget of %.1f MB: they are in a"
                + " temporary file in %s, in blocks of %d, and each epoch shuffles the blocks and"
                + " then the rows of %d blocks at a time",
            rows.rows(),
            rows.bytes() / (double) MEGABYTE,
            budget / (double) MEGABYTE,
            directory,
            rows.blockRows(),
            rows.windowBlocks()));
  }

  /** Bytes of all encoded rows but their weights, wherever they are. */
  public long bytes() {
    return rows.bytes();
  }

  @Override
  public Optional<Targets> targetMeaning() {
    return described;
  }

  @Override
  public int[] groups() {
    return groups.clone();
  }

  @Override
  public int rows() {
    return rows.rows();
  }

  @Override
  public double totalWeight() {
    return weights.total();
  }

  @Override
  public void shuffle(int[] order, RandomStream random) {
    rows.shuffle(order, random);
  }

  @Override
  public void inputs(int[] order, int from, int count, Matrix to) {
    unpack(true, order, from, count, to);
  }

  @Override
  public void targets(int[] order, int from, int count, Matrix to) {
    unpack(false, order, from, count, to);
  }

  private void unpack(boolean input, int[] order, int from, int count, Matrix to) {
    int columns = to.columns();
    int most = to.contiguous() ? Math.max(1, stage.length / Math.max(1, columns)) : 1;
    for (int done = 0; done < count; done += most) {
      int n = Math.min(most, count - done);
      for (int i = 0; i < n; i++) {
        int row = order[from + done + i];
        if (input) {
          rows.input(row, stage, i * columns);
        } else {
          rows.target(row, stage, i * columns);
        }
      }
      to.buffer().write(to.offset() + done * to.stride(), stage, 0, n * columns);
    }
  }

  @Override
  public void inputs(int[] order, int from, int count, Program program) {
    if (minibatch == null || !program.sparseInputAllowed()) {
      Batches.super.inputs(order, from, count, program);
      return;
    }
    minibatch.clear(count);
    for (int i = from; i < from + count; i++) {
      rows.addInput(order[i], minibatch);
    }
    program.sparseInput(minibatch);
  }

  private void weights(int[] order, int from, int count, Matrix to) {
    if (weightStage.length < count) {
      weightStage = new double[count];
    }
    for (int i = 0; i < count; i++) {
      weightStage[i] = weights.get(order[from + i]);
    }
    to.buffer().write(to.offset(), weightStage, 0, count);
  }

  @Override
  public void lossWeights(int[] order, int from, int count, Matrix to) {
    weights(order, from, count, to);
    kernels.axpby(rows() / (totalWeight() * count), to, 0, to);
  }

  @Override
  public double weightedSum(int[] order, int from, int count, Program program) {
    if (gathered.rows() != count) {
      gathered =
          gathered.buffer().size() >= count
              ? Matrix.of(gathered.buffer(), count, 1)
              : Matrix.of(kernels.allocate(count), count, 1);
    }
    weights(order, from, count, gathered);
    return kernels.dot(gathered, program.loss());
  }

  @Override
  public double weight(int[] order, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += weights.get(order[i]);
    }
    return sum;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also in one sentence where the rows are in a file, or are too
   *     many for the search of neighbors, which wants them as floats
   */
  @Override
  public CompactExamples with(Oversampling oversampling, Targets meaning, long seed) {
    oversampling.check(meaning.areClasses());
    int columns = rows.inputColumns();
    int width = rows.targetColumns();
    long numbers = (long) rows() * columns;
    if (rows.inFile() || numbers > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the augmentation "
              + oversampling
              + " wants "
              + rows()
              + " rows of "
              + columns
              + " inputs as at most 2^31 floats in memory, but "
              + (rows.inFile()
                  ? "they exceed the memory budget: raise it, or leave the augmentation out"
                  : "they are more: leave it out"));
    }
    float[] all = new float[(int) numbers];
    float[] target = new float[width];
    double[] wanted = new double[width];
    int[] classes = new int[rows()];
    double[] given = new double[rows()];
    for (int r = 0; r < classes.length; r++) {
      rows.input(r, all, r * columns);
      rows.target(r, target, 0);
      for (int j = 0; j < width; j++) {
        wanted[j] = target[j];
      }
      classes[r] = meaning.classOf(wanted, 0, width);
      given[r] = weights.get(r);
    }
    Blends made = oversampling.choose(new LabeledRows(all, columns, classes, given), seed);
    CompactExamples more = like(meaning);
    float[] input = new float[columns];
    for (int r = 0; r < Math.addExact(rows(), made.size()); r++) {
      int i = r - rows();
      int base = i < 0 ? r : made.base()[i];
      int other = i < 0 ? r : made.other()[i];
      float share = i < 0 ? 0 : (float) made.share()[i];
      for (int j = 0; j < columns; j++) {
        float x = all[base * columns + j];
        input[j] = x + share * (all[other * columns + j] - x);
      }
      rows.target(base, target, 0);
      more.add(input, target, i < 0 ? given[r] : made.weight()[i]);
    }
    // Nobody closes these: they must not be in a file.
    return more.ready();
  }

  /** No rows yet, of the same form, with no limit but the heap. */
  private CompactExamples like(Targets meaning) {
    long unlimited = Long.MAX_VALUE;
    int inputs = rows.inputColumns();
    int targets = rows.targetColumns();
    int stored = (int) Math.min(inputs, rows.bytes() / (8L * Math.max(1, rows())));
    CompactExamples empty =
        minibatch == null
            ? packed(kernels, inputs, groups, targets, unlimited, directory)
            : sparse(kernels, usual, stored, groups, targets, unlimited, directory);
    return empty.described(meaning);
  }

  /** Forgets the rows and deletes their file; to be called also when training fails. */
  @Override
  public void close() {
    rows.close();
  }
}
