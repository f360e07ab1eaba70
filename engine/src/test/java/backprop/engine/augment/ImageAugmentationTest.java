// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.graph.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each augmentation does to an image, pixel by pixel. */
class ImageAugmentationTest {
  private static final Shape IMAGE = Shape.of(4, 5, 2);
  private static final int ROWS = 200;

  private static float[] images(Shape image) {
    float[] x = new float[ROWS * image.elements()];
    for (int i = 0; i < x.length; i++) {
      x[i] = 1 + i % image.elements();
    }
    return x;
  }

  private static float[] changed(RowAugmentation a, Shape image, float[] from) {
    RowRandom random = new RowRandom();
    random.step(17, IntStream.range(0, ROWS).toArray(), 0);
    float[] to = new float[from.length];
    Arrays.fill(to, Float.NaN);
    a.on(InputForm.of(image)).apply(from, to, ROWS, random);
    return to;
  }

  private static float at(float[] x, Shape image, int row, int r, int c, int k) {
    return x[row * image.elements() + (r * image.size(1) + c) * image.size(2) + k];
  }

  /** A crop shows the image moved by whole pixels, with zeros where there was nothing. */
  @Test
  void cropMovesByWholePixels() {
    float[] from = images(IMAGE);
    float[] to = changed(new Crop(1, Fill.ZERO), IMAGE, from);
    int[] seen = new int[9];
    for (int row = 0; row < ROWS; row++) {
      int found = -1;
      for (int move = 0; move < 9; move++) {
        int down = move / 3 - 1;
        int right = move % 3 - 1;
        boolean same = true;
        for (int r = 0; r < 4; r++) {
          for (int c = 0; c < 5; c++) {
            int y = r + down;
            int x = c + right;
            boolean inside = y >= 0 && y < 4 && x >= 0 && x < 5;
            for (int k = 0; k < 2; k++) {
              float expected = inside ? at(from, IMAGE, row, y, x, k) : 0;
              same &= expected == at(to, IMAGE, row, r, c, k);
            }
          }
        }
        found = same ? move : found;
      }
      assertTrue(found >= 0, "image " + row + " is not the old one moved");
      seen[found]++;
    }
    assertTrue(Arrays.stream(seen).allMatch(n -> n > 5), Arrays.toString(seen));
  }

  @Test
  void flipMirrorsAboutHalfOfTheImages() {
    float[] from = images(IMAGE);
    float[] to = changed(new Flip(true, false), IMAGE, from);
    int mirrored = 0;
    for (int row = 0; row < ROWS; row++) {
      boolean turned = at(to, IMAGE, row, 0, 0, 0) != at(from, IMAGE, row, 0, 0, 0);
      mirrored += turned ? 1 : 0;
      for (int r = 0; r < 4; r++) {
        for (int c = 0; c < 5; c++) {
          for (int k = 0; k < 2; k++) {
            assertEquals(
                at(from, IMAGE, row, r, turned ? 4 - c : c, k), at(to, IMAGE, row, r, c, k));
          }
        }
      }
    }
    assertTrue(mirrored > 70 && mirrored < 130, mirrored + " of " + ROWS);
  }

  @Test
  void cutoutCoversASquare() {
    Shape image = Shape.of(12, 12, 1);
    float[] to = changed(new Cutout(5), image, images(image));
    int full = 0;
    for (int row = 0; row < ROWS; row++) {
      int zeros = 0;
      int rows = 0;
      int columns = 0;
      for (int r = 0; r < 12; r++) {
        boolean inRow = false;
        boolean inColumn = false;
        for (int c = 0; c < 12; c++) {
          zeros += at(to, image, row, r, c, 0) == 0 ? 1 : 0;
          inRow |= at(to, image, row, r, c, 0) == 0;
          inColumn |= at(to, image, row, c, r, 0) == 0;
        }
        rows += inRow ? 1 : 0;
        columns += inColumn ? 1 : 0;
      }
      assertEquals(rows * columns, zeros, "image " + row + ": no rectangle");
      assertTrue(zeros >= 9 && rows <= 5 && columns <= 5, zeros + " zeros");
      full += zeros == 25 ? 1 : 0;
    }
    assertTrue(full > ROWS / 4, full + " whole squares");
  }

  /**
   * A quarter turn of a square image is a transposition and a mirror: no pixel is between others.
   */
  @Test
  void warpTurnsAboutTheCenter() {
    Shape image = Shape.of(5, 5, 1);
    float[] from = images(image);
    float[] to = new float[from.length];
    new Warp(image, Fill.ZERO).draw(from, to, 0, 0, 0, -1, 0, 1, 0);
    for (int r = 0; r < 5; r++) {
      for (int c = 0; c < 5; c++) {
        assertEquals(at(from, image, 0, 4 - c, r, 0), at(to, image, 0, r, c, 0), 1e-5);
      }
    }
  }

  /** Linear interpolation reproduces a plane exactly, away from the edge. */
  @Test
  void shiftAndZoomInterpolateLinearly() {
    Shape image = Shape.of(9, 9, 1);
    float[] plane = new float[ROWS * 81];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = 2 * (i / 9 % 9) + 3 * (i % 9);
    }
    float[] moved = changed(new Shift(0.2, Fill.EDGE), image, plane);
    float[] zoomed = changed(new Zoom(0.2, Fill.EDGE), image, plane);
    boolean differs = false;
    for (int row = 0; row < ROWS; row++) {
      double offset = at(moved, image, row, 4, 4, 0) - at(plane, image, row, 4, 4, 0);
      double slope = at(zoomed, image, row, 4, 5, 0) - at(zoomed, image, row, 4, 4, 0);
      differs |= Math.abs(offset) > 1;
      assertTrue(Math.abs(slope / 3 - 1) < 0.26, "zoom " + slope / 3);
      for (int r = 3; r < 6; r++) {
        for (int c = 3; c < 6; c++) {
          assertEquals(
              at(plane, image, row, r, c, 0) + offset, at(moved, image, row, r, c, 0), 1e-4);
          double expected = 2 * 4 + 3 * 4 + slope / 3 * (2 * (r - 4) + 3 * (c - 4));
          assertEquals(expected, at(zoomed, image, row, r, c, 0), 1e-3);
        }
      }
    }
    assertTrue(differs);
  }

  @Test
  void brightnessAddsAndContrastMultiplies() {
    float[] from = images(IMAGE);
    float[] lit = changed(new Brightness(0.5), IMAGE, from);
    float[] strong = changed(new Contrast(0.5), IMAGE, from);
    double mean = (1 + IMAGE.elements()) / 2.0;
    for (int row = 0; row < ROWS; row++) {
      int first = row * IMAGE.elements();
      double added = lit[first] - from[first];
      double factor = (strong[first] - mean) / (from[first] - mean);
      assertTrue(Math.abs(added) <= 0.5 + 1e-5 && Math.abs(factor - 1) <= 0.5 + 1e-5);
      for (int j = first; j < first + IMAGE.elements(); j++) {
        assertEquals(from[j] + added, lit[j], 1e-4);
        assertEquals(mean + factor * (from[j] - mean), strong[j], 1e-3);
      }
    }
  }

  @Test
  void swapNoiseKeepsAttributesTogetherAndValuesInTheirColumns() {
    int columns = 6;
    float[] from = new float[ROWS * columns];
    for (int i = 0; i < from.length; i++) {
      from[i] = i;
    }
    RowRandom random = new RowRandom();
    random.step(3, IntStream.range(0, ROWS).toArray(), 0);
    float[] to = new float[from.length];
    InputForm form = new InputForm(Shape.of(columns), new int[] {0, 1, 4});
    new SwapNoise(0.3).on(form).apply(from, to, ROWS, random);
    int swapped = 0;
    for (int i = 0; i < to.length; i++) {
      assertEquals(i % columns, (int) to[i] % columns, "a value left its column");
    }
    for (int r = 0; r < ROWS; r++) {
      assertEquals(to[r * columns + 1] + 1, to[r * columns + 2]);
      assertEquals(to[r * columns + 1] + 2, to[r * columns + 3]);
      assertEquals(to[r * columns + 4] + 1, to[r * columns + 5]);
      for (int g : form.groups()) {
        swapped += to[r * columns + g] != from[r * columns + g] ? 1 : 0;
      }
    }
    assertEquals(0.3, swapped / (3.0 * ROWS), 0.06);
    float[] one = new float[columns];
    new SwapNoise(1).on(form).apply(Arrays.copyOf(from, columns), one, 1, random);
    assertArrayEquals(Arrays.copyOf(from, columns), one);
  }

  @Test
  void noiseHasItsDeviation() {
    Shape row = Shape.of(50);
    float[] from = new float[ROWS * 50];
    float[] to = changed(new Noise(0.3), row, from);
    double squares = 0;
    for (float x : to) {
      squares += x * x;
    }
    assertEquals(0.3, Math.sqrt(squares / to.length), 0.01);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Shift(1.1, Fill.EDGE));
    assertThrows(IllegalArgumentException.class, () -> new Rotate(-1, Fill.EDGE));
    assertThrows(IllegalArgumentException.class, () -> new Zoom(1, Fill.EDGE));
    assertThrows(IllegalArgumentException.class, () -> new Cutout(0));
    assertThrows(IllegalArgumentException.class, () -> new Noise(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new SwapNoise(-0.1));
    assertThrows(IllegalArgumentException.class, () -> new Smote(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Smote(5, 0));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Crop(4, Fill.ZERO).on(InputForm.of(IMAGE)));
    assertTrue(e.getMessage().contains("out of sight"), e.getMessage());
  }
}
