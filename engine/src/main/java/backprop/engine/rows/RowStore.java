// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import backprop.engine.backend.RandomStream;
import backprop.engine.backend.SparseMatrix;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of two parts, inputs and targets, in blocks; in memory as long as these do not exceed a
 * budget, else all in a file, of which the blocks used last stay in memory. First all rows are
 * added, then they are read.
 */
public final class RowStore implements AutoCloseable {
  /** Bytes of a block while it is filled, about: much larger than what a read costs by itself. */
  private static final long BLOCK = 1L << 20;

  private static final int MOST_ROWS = 1 << 16;

  /** A block is at most this part of the budget: a file wants to be shuffled over many. */
  private static final int PARTS = 32;

  private final RowForm inputs;
  private final RowForm targets;
  private final long budget;
  private final Path directory;
  private final int shift;
  private final List<Block> blocks = new ArrayList<>();
  private int rows;
  private int filling;
  private long bytes;
  private long largest;
  private RowFile file;
  private boolean done;

  // The blocks of a file that are in memory.
  private Block[] held = {};
  private int[] holds = {};
  private long[] lastUse = {};
  private int[] heldAt = {};
  private long clock;

  /** Both parts of some rows. */
  private record Block(RowBlock inputs, RowBlock targets) implements RowBlock {
    @Override
    public void copy(int row, float[] to, int at) {
      throw new IllegalStateException("two parts");
    }

    @Override
    public int bytes() {
      return Math.addExact(inputs.bytes(), targets.bytes());
    }

    @Override
    public void write(ByteBuffer to) {
      inputs.write(to);
      targets.write(to);
    }

    @Override
    public void read(ByteBuffer from) {
      inputs.read(from);
      targets.read(from);
    }
  }

  private RowStore(RowForm inputs, RowForm targets, long budget, Path directory) {
    long row = inputs.bytesPerRow() + targets.bytesPerRow();
    if (budget < 4 * row) {
      throw new IllegalArgumentException(
          "a row takes "
              + row
              + " bytes, and a memory budget of "
              + budget
              + " bytes does not hold four of them: raise it to at least "
              + ((4 * row >> 20) + 1)
              + " MB");
    }
    this.inputs = inputs;
    this.targets = targets;
    this.budget = budget;
    this.directory = directory;
    long most = Math.max(row, Math.min(BLOCK, budget / PARTS));
    this.shift =
        31 - Integer.numberOfLeadingZeros((int) Math.max(1, Math.min(MOST_ROWS, most / row)));
    begin();
  }

  /**
   * A store of rows whose inputs are packed into floats and bytes.
   *
   * @param groups first input of every attribute, ascending from 0; empty where each input is one
   * @param budget most bytes of all rows in memory
   * @param directory for a file, if need be
   * @throws IllegalArgumentException in one sentence when the budget is too small for any way
   */
  public static RowStore packed(
      int inputs, int[] groups, int targets, long budget, Path directory) {
    return new RowStore(
        new PackedForm(inputs, groups), new PackedForm(targets, 0), budget, directory);
  }

  /**
   * A store of rows whose inputs are sparse.
   *
   * @param usual the inputs that are not stored
   * @param expected number of inputs of a row that are stored, about
   * @param budget most bytes of all rows in memory
   * @param directory for a file, if need be
   * @throws IllegalArgumentException in one sentence when the budget is too small for any way
   */
  public static RowStore sparse(
      float[] usual, int expected, int targets, long budget, Path directory) {
    return new RowStore(
        new SparseBlock.Form(usual, expected), new PackedForm(targets, 0), budget, directory);
  }

  private void begin() {
    filling = 0;
    inputs.begin(1 << shift);
    targets.begin(1 << shift);
  }

  /** Adds a row. */
  public void add(float[] input, float[] target) {
    checkOpen();
    inputs.add(input);
    added(target);
  }

  /** Adds a row. */
  public void add(SparseRow input, float[] target) {
    checkOpen();
    inputs.add(input);
    added(target);
  }

  private void checkOpen() {
    if (done) {
      throw new IllegalStateException("all rows are there already");
    }
    if (rows == Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("there are more than " + rows + " rows");
    }
  }

  private void added(float[] target) {
    targets.add(target);
    rows++;
    if (++filling == 1 << shift) {
      keep();
      begin();
    }
  }

  private void keep() {
    Block block = new Block(inputs.end(), targets.end());
    largest = Math.max(largest, block.bytes());
    bytes += block.bytes();
    if (file == null && bytes > budget) {
      file = RowFile.in(directory);
      for (Block b : blocks) {
        file.add(b);
      }
      blocks.clear();
    }
    if (file == null) {
      blocks.add(block);
    } else {
      file.add(block);
    }
  }

  /**
   * Says that all rows are there.
   *
   * @throws IllegalArgumentException in one sentence when the budget does not hold two blocks
   */
  public void done() {
    if (filling > 0) {
      keep();
    }
    done = true;
    inputs.begin(0);
    targets.begin(0);
    if (file != null) {
      long fit = budget / largest;
      if (fit < 2) {
        throw new IllegalArgumentException(
            "a memory budget of "
                + budget
                + " bytes does not hold two blocks of "
                + (1 << shift)
                + " encoded rows: raise it to at least "
                + ((2 * largest >> 20) + 1)
                + " MB");
      }
      int slots = (int) Math.min(fit, file.count());
      held = new Block[slots];
      holds = new int[slots];
      Arrays.fill(holds, -1);
      lastUse = new long[slots];
      heldAt = new int[file.count()];
      Arrays.fill(heldAt, -1);
    }
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Numbers of an input. */
  public int inputColumns() {
    return inputs.columns();
  }

  /** Numbers of a target. */
  public int targetColumns() {
    return targets.columns();
  }

  /** Bytes of all encoded rows, wherever they are. */
  public long bytes() {
    return bytes;
  }

  /** Whether the rows are in a file. */
  public boolean inFile() {
    return file != null;
  }

  /** Whether inputs are sparse. */
  public boolean sparse() {
    return inputs instanceof SparseBlock.Form;
  }

  /** Rows of all blocks but the last. */
  public int blockRows() {
    return 1 << shift;
  }

  /**
   * Blocks whose rows are shuffled together where they are in a file: half of those that the budget
   * holds, as a minibatch may need rows of two such windows.
   */
  public int windowBlocks() {
    return file == null ? blocks.size() : Math.max(1, held.length / 2);
  }

  /**
   * Puts all rows into a random order: every order is equally likely in memory. In a file, the
   * blocks come in random order, are divided into windows of {@link #windowBlocks}, and the rows of
   * each window come in random order.
   *
   * @param order as long as there are rows
   */
  public void shuffle(int[] order, RandomStream random) {
    if (file == null) {
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      random.shuffle(order);
      return;
    }
    int[] sequence = new int[file.count()];
    for (int i = 0; i < sequence.length; i++) {
      sequence[i] = i;
    }
    random.shuffle(sequence);
    int window = windowBlocks();
    int at = 0;
    for (int b = 0; b < sequence.length; b += window) {
      int from = at;
      for (int i = b; i < Math.min(sequence.length, b + window); i++) {
        int end = (int) Math.min(rows, (long) (sequence[i] + 1) << shift);
        for (int r = sequence[i] << shift; r < end; r++) {
          order[at++] = r;
        }
      }
      random.shuffle(order, from, at - from);
    }
  }

  /** Copies the input of a row. */
  public void input(int row, float[] to, int at) {
    block(row).inputs.copy(row & (1 << shift) - 1, to, at);
  }

  /** Adds the input of a row to a sparse matrix; only where inputs are sparse. */
  public void addInput(int row, SparseMatrix to) {
    block(row).inputs.addTo(row & (1 << shift) - 1, to);
  }

  /** Copies the target of a row. */
  public void target(int row, float[] to, int at) {
    block(row).targets.copy(row & (1 << shift) - 1, to, at);
  }

  private Block block(int row) {
    int number = row >>> shift;
    if (file == null) {
      return blocks.get(number);
    }
    int slot = heldAt[number];
    if (slot < 0) {
      slot = bring(number);
    }
    lastUse[slot] = ++clock;
    return held[slot];
  }

  /** Reads a block into the place of the one that was not used for the longest time. */
  private int bring(int number) {
    int slot = 0;
    for (int s = 1; s < held.length; s++) {
      if (lastUse[s] < lastUse[slot]) {
        slot = s;
      }
    }
    if (held[slot] == null) {
      held[slot] = new Block(inputs.empty(), targets.empty());
    }
    if (holds[slot] >= 0) {
      heldAt[holds[slot]] = -1;
    }
    holds[slot] = -1;
    file.read(number, held[slot]);
    holds[slot] = number;
    heldAt[number] = slot;
    return slot;
  }

  /** Forgets the rows; deletes the file. */
  @Override
  public void close() {
    done = true;
    blocks.clear();
    held = new Block[0];
    if (file != null) {
      file.close();
    }
  }
}
