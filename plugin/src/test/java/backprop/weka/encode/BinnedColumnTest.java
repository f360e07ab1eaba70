// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BinnedColumnTest {
  private static final StandardizedColumn NUMBER = new StandardizedColumn(2, 4, true);

  private static float[] encoded(ColumnPlan plan, double value) {
    float[] row = new float[plan.columns() + 2];
    plan.encode(value, row, 1);
    assertEquals(0, row[0]);
    assertEquals(0, row[row.length - 1]);
    return java.util.Arrays.copyOfRange(row, 1, row.length - 1);
  }

  @Test
  void aValueFillsTheBinsBeforeItAndPartOfItsOwn() {
    BinnedColumn plan = new BinnedColumn(NUMBER, new double[] {0, 1, 3, 13});
    assertEquals(5, plan.columns());
    assertArrayEquals(new float[] {0, 0, 0.5f, 0, -0.5f}, encoded(plan, 2));
    assertArrayEquals(new float[] {1.5f, 0, 0.5f, 0.5f, 0}, encoded(plan, 8));
    assertArrayEquals(new float[] {-1, 0, -0.5f, -0.5f, -0.5f}, encoded(plan, -2));
    assertArrayEquals(new float[] {2.5f + 2.5f, 0, 0.5f, 0.5f, 0.5f}, encoded(plan, 22));
    assertArrayEquals(new float[] {0, 1, 0, 0, 0}, encoded(plan, Double.NaN), "missing");
  }

  @Test
  void binsHaveAboutAsManyRowsEach() {
    double[] sorted = new double[81];
    java.util.Arrays.setAll(sorted, i -> i * i);
    double[] edges = BinnedColumn.of(NUMBER, sorted, 8).edges();
    assertArrayEquals(new double[] {0, 100, 400, 900, 1600, 2500, 3600, 4900, 6400}, edges);
    double[] repeated = {0, 0, 0, 0, 0, 0, 0, 0, 5, 9};
    assertArrayEquals(
        new double[] {0, 5, 9}, BinnedColumn.of(NUMBER, repeated, 9).edges(), "repeated values");
    assertArrayEquals(new double[] {1, 2}, BinnedColumn.of(NUMBER, new double[] {1, 2}, 8).edges());
  }

  @Test
  void hugeAndTinyRangesStayFinite() {
    double max = Double.MAX_VALUE;
    StandardizedColumn number = new StandardizedColumn(0, max, false);
    BinnedColumn plan = new BinnedColumn(number, new double[] {-max, 0, Double.MIN_VALUE, max});
    for (double v : new double[] {-max, -1, 0, Double.MIN_VALUE, 1, max}) {
      for (float f : encoded(plan, v)) {
        assertTrue(Math.abs(f) <= 1, v + " becomes " + f);
      }
    }
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    BinnedColumn plan = new BinnedColumn(NUMBER, new double[] {-1, 0.25, 7});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    plan.write(new DataOutputStream(bytes));
    byte[] written = bytes.toByteArray();
    assertEquals(plan, ColumnPlan.read(new DataInputStream(new ByteArrayInputStream(written))));
    written[written.length - 24] = 0x40;
    IOException e =
        assertThrows(
            IOException.class,
            () -> ColumnPlan.read(new DataInputStream(new ByteArrayInputStream(written))));
    assertTrue(e.getMessage().contains("do not ascend"), e.getMessage());
  }
}
