// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.RandomStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes into a store comes out bit by bit, from memory and from a file. */
final class RowStoreTest {
  private static final long PLENTY = 1L << 40;
  private static final int[] GROUPS = {0, 1, 2, 5, 305};
  private static final int COLUMNS = 306;

  @TempDir Path directory;

  /**
   * A number of its own in each row, one of few, a one-hot attribute of 3 values, one of 300, and
   * one whose values become many later; with -0, NaN and infinities among them.
   */
  private static float[] row(int r) {
    RandomStream random = new RandomStream(RandomStream.key(5, r));
    float[] x = new float[COLUMNS];
    x[0] = r % 7 == 0 ? Float.intBitsToFloat(0x7FC00000 + r) : (float) random.nextGaussian();
    x[1] = new float[] {0f, -0f, 1.5f, Float.NaN, Float.NEGATIVE_INFINITY}[random.nextInt(5)];
    x[2 + random.nextInt(3)] = 1;
    x[5 + random.nextInt(300)] = 1;
    x[305] = r < 5000 ? r % 3 : random.nextInt(1000);
    return x;
  }

  private static float[] target(int r) {
    return new float[] {r % 3, r * 0.1f};
  }

  private RowStore packed(long budget) {
    return RowStore.packed(COLUMNS, GROUPS, 2, budget, directory);
  }

  private RowStore sparse(long budget) {
    float[] usual = new float[COLUMNS];
    usual[1] = 1.5f;
    return RowStore.sparse(usual, 4, 2, budget, directory);
  }

  private static RowStore filled(RowStore store, int rows) {
    for (int r = 0; r < rows; r++) {
      store.add(row(r), target(r));
    }
    store.done();
    return store;
  }

  private static void check(RowStore store, int rows) {
    assertEquals(rows, store.rows());
    float[] x = new float[COLUMNS + 1];
    float[] t = new float[2];
    RandomStream random = new RandomStream(9);
    for (int i = 0; i < 2 * rows; i++) {
      int r = i < rows ? i : random.nextInt(rows);
      store.input(r, x, 1);
      store.target(r, t, 0);
      assertArrayEquals(bits(row(r)), bits(Arrays.copyOfRange(x, 1, COLUMNS + 1)), "row " + r);
      assertArrayEquals(bits(target(r)), bits(t), "target " + r);
    }
  }

  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToRawIntBits(x[i]);
    }
    return bits;
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "511", "512", "513", "9001"})
  void inMemory(int rows) {
    try (RowStore a = filled(packed(PLENTY), rows);
        RowStore b = filled(sparse(PLENTY), rows)) {
      assertFalse(a.inFile() || b.inFile());
      check(a, rows);
      check(b, rows);
    }
  }

  @Test
  void inAFile() throws IOException {
    try (RowStore a = filled(packed(100_000), 9001);
        RowStore b = filled(sparse(60_000), 9001)) {
      assertTrue(a.inFile() && b.inFile());
      check(a, 9001);
      check(b, 9001);
    }
    assertEquals(0, files());
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.count();
    }
  }

  @Test
  void fewValuesTakeAByteAndSparseRowsWhatIsStored() {
    try (RowStore a = filled(packed(PLENTY), 20_000);
        RowStore b = filled(sparse(PLENTY), 20_000)) {
      // x0 and x305 are floats, x1 a byte, 3 columns a byte, 300 columns a byte each; the targets
      // are a group at first, then a byte and a float
      assertEquals(20_000.0 * (4 + 1 + 1 + 300 + 4 + 5), a.bytes(), 0.05 * a.bytes());
      // 4.8 elements of 8 bytes, and where they begin
      assertEquals(20_000.0 * (4.8 * 8 + 4 + 5), b.bytes(), 0.05 * b.bytes());
    }
  }

  @Test
  void theOrderOfAFileIsOneOfBlocksAndWithinWindows() {
    try (RowStore store = filled(packed(200_000), 9001);
        RowStore again = filled(packed(200_000), 9001)) {
      int[] order = new int[9001];
      int[] second = new int[9001];
      store.shuffle(order, new RandomStream(3));
      again.shuffle(second, new RandomStream(3));
      assertArrayEquals(order, second);
      again.shuffle(second, new RandomStream(4));
      assertFalse(Arrays.equals(order, second));
      int[] sorted = order.clone();
      Arrays.sort(sorted);
      for (int i = 0; i < sorted.length; i++) {
        assertEquals(i, sorted[i]);
      }
      int window = store.windowBlocks();
      assertTrue(window > 1 && window * store.blockRows() < 9001 / 2, "window " + window);
      // Windows are whole blocks: no block has rows in two of them, but for the last window.
      int at = 0;
      int last = 9000 / store.blockRows();
      while (at < order.length) {
        int size = window * store.blockRows();
        long kinds =
            Arrays.stream(order, at, Math.min(order.length, at + size))
                .map(r -> r / store.blockRows())
                .distinct()
                .count();
        int[] part = Arrays.copyOfRange(order, at, Math.min(order.length, at + size));
        boolean hasLast = Arrays.stream(part).anyMatch(r -> r / store.blockRows() == last);
        if (hasLast) {
          break;
        }
        assertTrue(kinds == window || at + size >= order.length, kinds + " blocks in a window");
        int ascending = 0;
        for (int i = 1; i < part.length; i++) {
          ascending += part[i] > part[i - 1] ? 1 : 0;
        }
        assertEquals(0.5, ascending / (double) part.length, 0.1, "rows in order in a window");
        at += size;
      }
    }
  }

  @Test
  void inMemoryTheOrderIsThatOfAllRows() {
    try (RowStore store = filled(packed(PLENTY), 1000)) {
      int[] order = new int[1000];
      int[] want = new int[1000];
      for (int i = 0; i < want.length; i++) {
        want[i] = i;
      }
      store.shuffle(order, new RandomStream(3));
      new RandomStream(3).shuffle(want);
      assertArrayEquals(want, order);
    }
  }

  @Test
  void budgetsThatHoldNothing() {
    String said = assertThrows(IllegalArgumentException.class, () -> packed(1000)).getMessage();
    assertTrue(
        said.contains("a row takes 1232 bytes")
            && said.contains("1000 bytes does not hold four")
            && said.contains("raise it to at least 1 MB"),
        said);
    // rows of which more is stored than was expected
    RowStore store = sparse(16_000);
    for (int r = 0; r < 4000; r++) {
      float[] dense = new float[COLUMNS];
      Arrays.fill(dense, r + 1);
      store.add(dense, target(r));
    }
    said = assertThrows(IllegalArgumentException.class, store::done).getMessage();
    assertTrue(said.contains("does not hold two blocks") && said.contains("raise it"), said);
    store.close();
  }

  @Test
  void noDirectoryForTheFile() {
    Path missing = directory.resolve("missing");
    RowStore store = RowStore.packed(COLUMNS, GROUPS, 2, 100_000, missing);
    String said = assertThrows(UncheckedIOException.class, () -> filled(store, 9001)).getMessage();
    assertTrue(
        said.contains("exceed the memory budget")
            && said.contains(missing.toString())
            && said.contains("-Djava.io.tmpdir"),
        said);
  }

  @Test
  void aFullDisk() throws IOException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "no device that is always full");
    try (RowFile file =
        new RowFile(new RandomAccessFile(full.toFile(), "rw"), Path.of("/somewhere"), null)) {
      PackedForm form = new PackedForm(2);
      form.begin(4);
      form.add(new float[] {1, 2});
      RowBlock block = form.end();
      String said = assertThrows(UncheckedIOException.class, () -> file.add(block)).getMessage();
      assertTrue(
          said.contains("in /somewhere cannot grow beyond 0 MB") && said.contains("raise"), said);
    }
  }

  @Test
  void aNameThatIsLeftIsDeletedAtTheEnd() throws IOException {
    Path path = Files.createTempFile(directory, "rows", "");
    new RowFile(new RandomAccessFile(path.toFile(), "rw"), directory, path).close();
    assertFalse(Files.exists(path));
  }

  @Test
  void sparseRowsWithoutDetour() {
    float[] usual = {1, 0, -2, 0};
    SparseRow row = new SparseRow(usual);
    try (RowStore store = RowStore.sparse(usual, 1, 1, PLENTY, directory);
        RowStore packed = RowStore.packed(4, new int[0], 1, PLENTY, directory)) {
      for (int r = 0; r < 100; r++) {
        row.clear();
        row.set(2, new float[] {r, 0}, 2);
        row.set(0, new float[] {1}, 1);
        assertEquals(1, row.size());
        store.add(row, new float[] {r});
        packed.add(row, new float[] {r});
      }
      store.done();
      packed.done();
      float[] x = new float[4];
      for (RowStore s : new RowStore[] {store, packed}) {
        for (int r = 0; r < 100; r++) {
          s.input(r, x, 0);
          assertArrayEquals(new float[] {1, 0, r, 0}, x);
        }
      }
      assertThrows(IllegalStateException.class, () -> store.add(row, new float[] {0}));
    }
  }

  @Test
  void moreNumbersThanAnArrayHolds() {
    int columns = 10_000;
    int rows = 250_000;
    float[] usual = new float[columns];
    SparseRow row = new SparseRow(usual);
    try (RowStore store = RowStore.sparse(usual, 2, 1, PLENTY, directory)) {
      for (int r = 0; r < rows; r++) {
        row.clear();
        row.set(r % columns, new float[] {r + 1}, 1);
        store.add(row, new float[] {r % 2});
      }
      store.done();
      float[] x = new float[columns];
      for (int r : new int[] {0, 214_748, 214_749, rows - 1}) {
        store.input(r, x, 0);
        assertEquals(r + 1, x[r % columns]);
        assertEquals(0, x[(r + 1) % columns]);
      }
    }
  }

  @Test
  void weights() {
    for (int kinds : new int[] {1, 2, 256, 257, 1000}) {
      RowWeights w = new RowWeights();
      double total = 0;
      for (int r = 0; r < 150_000; r++) {
        double x = r < 100_000 ? 1 : 1 + r % kinds / 3.0;
        w.add(x);
        total += x;
      }
      assertEquals(total, w.total());
      for (int r = 0; r < 150_000; r++) {
        assertEquals(r < 100_000 ? 1 : 1 + r % kinds / 3.0, w.get(r));
      }
    }
    String said =
        assertThrows(IllegalArgumentException.class, () -> new RowWeights().add(-1)).getMessage();
    assertEquals("row 0 has weight -1.0, allowed are 0 to 3.4028235E38", said);
  }
}
