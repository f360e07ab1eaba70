// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every row augmentation of the catalogue. */
final class AugmentationTest {
  private static final Shape IMAGE = Shape.of(9, 7, 2);
  private static final int ROWS = 12;
  private static final Kernels KERNELS = new JavaBackend().open(1);

  static Stream<Augmentation> rowAugmentations() {
    return Catalogs.texts().catalog(Augmentation.class).entries().stream()
        .map(Entry::prototype)
        .filter(a -> a instanceof RowAugmentation);
  }

  private static Matrix images(long seed) {
    Matrix rows = Matrix.of(KERNELS.allocate(ROWS * IMAGE.elements()), ROWS, IMAGE.elements());
    RandomStream random = new RandomStream(seed);
    double[] x = new double[rows.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    rows.set(x);
    return rows;
  }

  private static int[] order() {
    int[] order = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      order[i] = 100 + i;
    }
    return order;
  }

  private static double[] augmented(Augmentation a, long seed, long step) {
    Matrix rows = images(1);
    new Augmenter(List.of(a), InputForm.of(IMAGE), seed, ROWS).apply(rows, order(), 0, step);
    return rows.toArray();
  }

  @ParameterizedTest
  @MethodSource("rowAugmentations")
  void itIsAFunctionOfSeedAndStepAndChangesRows(Augmentation a) {
    double[] once = augmented(a, 5, 3);
    assertArrayEquals(once, augmented(a, 5, 3));
    assertFalse(Arrays.equals(once, images(1).toArray()), "nothing was changed");
    assertFalse(Arrays.equals(once, augmented(a, 6, 3)), "another seed changes nothing");
    assertFalse(Arrays.equals(once, augmented(a, 5, 4)), "another step changes nothing");
    assertTrue(Arrays.stream(once).allMatch(Double::isFinite));
  }

  /** All but swap noise, which takes from the minibatch. */
  @ParameterizedTest
  @MethodSource("rowAugmentations")
  void aRowDoesNotDependOnTheOthersOfItsMinibatch(Augmentation a) {
    if (a instanceof SwapNoise) {
      return;
    }
    double[] all = augmented(a, 5, 3);
    Matrix rows = images(1);
    Augmenter one = new Augmenter(List.of(a), InputForm.of(IMAGE), 5, ROWS);
    for (int r = 0; r < ROWS; r++) {
      one.apply(rows.rows(r, 1), order(), r, 3);
    }
    assertArrayEquals(all, rows.toArray());
  }

  @ParameterizedTest
  @MethodSource("rowAugmentations")
  void imagesAreAskedForInOneSentence(Augmentation a) {
    InputForm table = InputForm.of(Shape.of(126));
    RowAugmentation r = (RowAugmentation) a;
    if (a instanceof Noise || a instanceof SwapNoise || a instanceof MaskNoise) {
      r.on(table);
      return;
    }
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> r.on(table));
    assertTrue(e.getMessage().contains("is for images, but the network's input is 126"), "" + e);
  }

  @ParameterizedTest
  @MethodSource("rowAugmentations")
  void aStepAllocatesNothing(Augmentation a) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    Matrix rows = images(1);
    int[] order = order();
    Augmenter augmenter = new Augmenter(List.of(a, a), InputForm.of(IMAGE), 5, ROWS);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 30 && least > 0; round++) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int step = 0; step < 100; step++) {
        augmenter.apply(rows, order, 0, step);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    assertEquals(0, least, "bytes in 100 steps");
  }
}
