// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.TestData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SparseInstance;

class InputEncoderTest {
  private static int[] all(Instances data) {
    return IntStream.range(0, data.numInstances()).toArray();
  }

  private static float[] encoded(InputEncoder e, Instance x) {
    float[] out = new float[e.columns()];
    e.encode(x, 1, out, 0);
    return out;
  }

  private static Instances numbers(String... rows) {
    String[] lines = new String[rows.length + 4];
    lines[0] = "@relation r";
    lines[1] = "@attribute x numeric";
    lines[2] = "@attribute y {a,b}";
    lines[3] = "@data";
    System.arraycopy(rows, 0, lines, 4, rows.length);
    return TestData.arff(lines);
  }

  @Test
  void attributeByAttributeGivesTheSameRow() {
    Instances data = TestData.mixed(200, false, 5);
    InputEncoder e = InputEncoder.fit(data, all(data));
    for (int r = 0; r < data.numInstances(); r++) {
      Instance x = data.instance(r);
      for (Instance form : new Instance[] {x, new SparseInstance(x)}) {
        float[] row = e.usual();
        e.encode(form, r + 1, (first, n, count) -> System.arraycopy(n, 0, row, first, count));
        assertArrayEquals(encoded(e, x), row);
      }
    }
    Instance infinite = (Instance) data.instance(3).copy();
    infinite.setValue(0, Double.POSITIVE_INFINITY);
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> e.encode(infinite, 4, (first, n, count) -> {}))
            .getMessage();
    assertTrue(said.contains("'width' is Infinity in row 4"), said);
  }

  @Test
  void numberIsStandardizedByMeanAndDeviationOfTheTrainingRowsOnly() {
    Instances data = numbers("1,a", "3,b", "7,a");
    InputEncoder e = InputEncoder.fit(data, new int[] {0, 1});
    assertEquals(1, e.columns());
    assertArrayEquals(new float[] {-1}, encoded(e, data.instance(0)));
    assertArrayEquals(new float[] {1}, encoded(e, data.instance(1)));
    assertArrayEquals(new float[] {5}, encoded(e, data.instance(2)));
  }

  @Test
  void weightTwoCountsLikeTheRowTwice() {
    Instances weighted = numbers("1,a", "4,b");
    weighted.instance(1).setWeight(2);
    Instances twice = numbers("1,a", "4,b", "4,b");
    StandardizedColumn w =
        assertInstanceOf(
            StandardizedColumn.class, InputEncoder.fit(weighted, all(weighted)).plans().get(0));
    StandardizedColumn t =
        assertInstanceOf(
            StandardizedColumn.class, InputEncoder.fit(twice, all(twice)).plans().get(0));
    assertEquals(t.center(), w.center(), 1e-12);
    assertEquals(t.deviation(), w.deviation(), 1e-12);
    assertEquals(3, w.center(), 1e-12);
    assertEquals(Math.sqrt(2), w.deviation(), 1e-12);
  }

  @Test
  void constantContributesNothingEvenWhereTestRowsVary() {
    Instances data = numbers("5,a", "5,b", "7,a");
    InputEncoder e = InputEncoder.fit(data, new int[] {0, 1});
    assertEquals(0, e.columns());
    assertNull(e.plans().get(0));
  }

  @Test
  void missingNumberIsTheMeanAndIsFlagged() {
    Instances data = numbers("1,a", "3,b", "?,a");
    InputEncoder e = InputEncoder.fit(data, all(data));
    assertArrayEquals(new float[] {-1, 0}, encoded(e, data.instance(0)));
    assertArrayEquals(new float[] {0, 1}, encoded(e, data.instance(2)));
    InputEncoder without = InputEncoder.fit(data, new int[] {0, 1});
    assertArrayEquals(new float[] {0}, encoded(without, data.instance(2)));
  }

  @Test
  void constantWithMissingValuesIsFlagOnly() {
    Instances data = numbers("5,a", "?,b");
    InputEncoder e = InputEncoder.fit(data, all(data));
    assertArrayEquals(new float[] {0}, encoded(e, data.instance(0)));
    assertArrayEquals(new float[] {1}, encoded(e, data.instance(1)));
  }

  @Test
  void allMissingContributesNothing() {
    Instances data = numbers("?,a", "?,b");
    assertEquals(0, InputEncoder.fit(data, all(data)).columns());
  }

  @Test
  void nominalHasOneColumnForEachValueSeen() {
    Instances data =
        TestData.arff(
            "@relation r",
            "@attribute c {red,green,blue,violet}",
            "@attribute y {a,b}",
            "@data",
            "red,a",
            "blue,b",
            "violet,b",
            "?,a",
            "green,a");
    InputEncoder e = InputEncoder.fit(data, new int[] {0, 1, 2});
    assertArrayEquals(new float[] {1, 0, 0}, encoded(e, data.instance(0)));
    assertArrayEquals(new float[] {0, 1, 0}, encoded(e, data.instance(1)));
    assertArrayEquals(new float[] {0, 0, 1}, encoded(e, data.instance(2)));
    assertArrayEquals(new float[] {0, 0, 0}, encoded(e, data.instance(3)));
    assertArrayEquals(new float[] {0, 0, 0}, encoded(e, data.instance(4)));
    InputEncoder flagged = InputEncoder.fit(data, new int[] {0, 1, 2, 3});
    assertArrayEquals(new float[] {0, 0, 0, 1}, encoded(flagged, data.instance(3)));
  }

  @Test
  void twoValuesAreOneColumn() {
    Instances data =
        TestData.arff(
            "@relation r",
            "@attribute c {never,no,yes}",
            "@attribute y {a,b}",
            "@data",
            "no,a",
            "yes,b",
            "never,b",
            "?,b");
    InputEncoder e = InputEncoder.fit(data, new int[] {0, 1});
    assertArrayEquals(new float[] {-1}, encoded(e, data.instance(0)));
    assertArrayEquals(new float[] {1}, encoded(e, data.instance(1)));
    assertArrayEquals(new float[] {0}, encoded(e, data.instance(2)));
    assertArrayEquals(new float[] {0}, encoded(e, data.instance(3)));
  }

  @Test
  void dateIsStandardizedInSpiteOfItsSize() {
    Instances data =
        TestData.arff(
            "@relation r",
            "@attribute d date yyyy-MM-dd",
            "@attribute y {a,b}",
            "@data",
            "2024-01-01,a",
            "2024-01-03,b");
    InputEncoder e = InputEncoder.fit(data, all(data));
    assertArrayEquals(new float[] {-1}, encoded(e, data.instance(0)));
    assertArrayEquals(new float[] {1}, encoded(e, data.instance(1)));
  }

  @Test
  void sparseRowsAreEncodedLikeDenseOnes() {
    Instances dense =
        TestData.arff(
            "@relation r",
            "@attribute x numeric",
            "@attribute c {red,green,blue}",
            "@attribute z numeric",
            "@attribute y {a,b}",
            "@data",
            "0,red,3,a",
            "4,blue,0,b",
            "0,green,0,a",
            "?,red,2,b");
    Instances sparse = new Instances(dense, 0);
    for (Instance x : dense) {
      sparse.add(new SparseInstance(x));
    }
    InputEncoder ofDense = InputEncoder.fit(dense, all(dense));
    InputEncoder ofSparse = InputEncoder.fit(sparse, all(sparse));
    for (int i = 0; i < dense.numInstances(); i++) {
      float[] expected = encoded(ofDense, dense.instance(i));
      assertArrayEquals(expected, encoded(ofDense, sparse.instance(i)));
      assertArrayEquals(expected, encoded(ofSparse, sparse.instance(i)), 1e-6f);
    }
  }

  @Test
  void hugeAndTinyNumbersStayFinite() {
    for (String[] rows :
        new String[][] {
          {"-1.7e308,a", "1.7e308,b", "1e300,a"},
          {"0,a", "4.9e-324,b", "0,a"},
          {"1e-200,a", "2e-200,b", "1e-200,a"}
        }) {
      Instances data = numbers(rows);
      InputEncoder e = InputEncoder.fit(data, all(data));
      assertEquals(1, e.columns());
      for (Instance x : data) {
        float value = encoded(e, x)[0];
        assertTrue(Float.isFinite(value) && Math.abs(value) <= 2, rows[0] + " becomes " + value);
      }
      assertTrue(encoded(e, data.instance(0))[0] < encoded(e, data.instance(1))[0]);
    }
    Instances data = numbers("0,a", "1,b");
    InputEncoder e = InputEncoder.fit(data, all(data));
    Instance far = new DenseInstance(1, new double[] {1e300, 0});
    float value = encoded(e, far)[0];
    assertTrue(value > 8 && value < 1000, "1e300 becomes " + value);
  }

  @Test
  void whatIsFarCountsByItsLogarithmInOrder() {
    Instances data = numbers("-1,a", "1,b");
    InputEncoder e = InputEncoder.fit(data, all(data));
    double[] distances = {7.5, 8, 8.5, 9, 100, 1e6, 1e300};
    float before = 0;
    for (double d : distances) {
      float up = encoded(e, new DenseInstance(1, new double[] {d, 0}))[0];
      float down = encoded(e, new DenseInstance(1, new double[] {-d, 0}))[0];
      assertEquals(d <= 8 ? d : 8 + Math.log(d - 7), up, 1e-5 * up);
      assertEquals(-up, down);
      assertTrue(up > before);
      before = up;
    }
  }

  @Test
  void whereZerosPrevailTheOthersBecomeAboutOne() {
    Instances mostlyZero = numbers("0,a", "0,b", "0,a", "0,b", "0,a", "0,b", "3,a", "4,b");
    StandardizedColumn c =
        assertInstanceOf(
            StandardizedColumn.class, InputEncoder.fit(mostlyZero, all(mostlyZero)).plans().get(0));
    assertEquals(7 / 8.0, c.center(), 1e-12);
    assertEquals(Math.sqrt(12.5), c.deviation(), 1e-12);
    Instances half = numbers("0,a", "0,b", "3,a", "4,b");
    StandardizedColumn d =
        assertInstanceOf(
            StandardizedColumn.class, InputEncoder.fit(half, all(half)).plans().get(0));
    assertEquals(Math.sqrt(25 / 4.0 - 7 * 7 / 16.0), d.deviation(), 1e-12);
  }

  @Test
  void infiniteNumberIsRefusedByAttributeAndRow() {
    Instances data = numbers("0,a", "1,b", "2,a");
    data.instance(1).setValue(0, Double.NEGATIVE_INFINITY);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> InputEncoder.fit(data, all(data)));
    assertEquals(
        "attribute 'x' is -Infinity in row 2: allowed are finite numbers and missing values",
        e.getMessage());
    InputEncoder others = InputEncoder.fit(data, new int[] {0, 2});
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> others.encode(data.instance(1), 2, new float[1], 0));
    assertTrue(e.getMessage().contains("'x' is -Infinity in row 2"), e.getMessage());
  }

  @Test
  void headerOfOtherRowsIsChecked() {
    Instances data = numbers("0,a", "1,b");
    InputEncoder e = InputEncoder.fit(data, all(data));
    Instances wider =
        TestData.arff(
            "@relation r",
            "@attribute x numeric",
            "@attribute z numeric",
            "@attribute y {a,b}",
            "@data",
            "1,2,a");
    IllegalArgumentException count =
        assertThrows(IllegalArgumentException.class, () -> e.check(wider));
    assertEquals(
        "the row to predict has 3 attributes, but the model was trained with 2",
        count.getMessage());
    Instances other =
        TestData.arff("@relation r", "@attribute q {u,v}", "@attribute y {a,b}", "@data", "u,a");
    IllegalArgumentException type =
        assertThrows(IllegalArgumentException.class, () -> e.check(other));
    assertEquals(
        "attribute 1 of the rows to predict, 'q', is nominal, but the model was trained with 'x',"
            + " which is numeric",
        type.getMessage());
  }

  @Test
  void writtenAndReadEncodesTheSame() throws Exception {
    Instances data = TestData.mixed(60, false, 3);
    InputEncoder e = InputEncoder.fit(data, all(data));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    e.write(new DataOutputStream(bytes));
    InputEncoder read =
        InputEncoder.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(e.plans(), read.plans());
    for (Instance x : data) {
      assertArrayEquals(encoded(e, x), encoded(read, x));
    }
  }

  private static Instances pixels(String... rows) {
    String[] lines = new String[rows.length + 7];
    lines[0] = "@relation r";
    for (int i = 0; i < 4; i++) {
      lines[1 + i] = "@attribute p" + i + " numeric";
    }
    lines[5] = "@attribute y {a,b}";
    lines[6] = "@data";
    System.arraycopy(rows, 0, lines, 7, rows.length);
    return TestData.arff(lines);
  }

  @Test
  void alikeKeepsConstantsAndScalesAllAttributesAlike() throws Exception {
    Instances data = pixels("1,5,3,7,a", "3,5,5,?,b", "2,5,1,3,a");
    InputEncoder e = InputEncoder.fit(data, all(data), Encoding.alike(1));
    assertEquals(4, e.columns());
    assertArrayEquals(new int[] {0, 1, 2, 3}, e.starts());
    // the eleven known numbers
    double[] x = {1, 5, 3, 7, 3, 5, 5, 2, 5, 1, 3};
    double mean = Arrays.stream(x).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    float[] second = encoded(e, data.instance(1));
    assertEquals((3 - mean) / deviation, second[0], 1e-6);
    assertEquals((5 - mean) / deviation, second[1], 1e-6);
    assertEquals((5 - mean) / deviation, second[2], 1e-6);
    assertEquals(0, second[3]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    e.write(new DataOutputStream(bytes));
    InputEncoder read =
        InputEncoder.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertArrayEquals(second, encoded(read, data.instance(1)));
  }

  @Test
  void alikeLeavesABackgroundOfZerosZero() {
    Instances data = pixels("0,0,0,8,a", "0,0,6,0,b", "0,0,0,0,a");
    InputEncoder e = InputEncoder.fit(data, all(data), Encoding.alike(1));
    float[] first = encoded(e, data.instance(0));
    float spread = (float) Math.sqrt((64 + 36) / 2.0);
    assertArrayEquals(new float[] {0, 0, 0, 8 / spread}, first, 1e-6f);
    Instance sparse = new SparseInstance(data.instance(0));
    sparse.setDataset(data);
    assertArrayEquals(first, encoded(e, sparse));
  }

  @Test
  void channelsAreScaledEachForItself() {
    Instances data = pixels("1,1000,3,3000,a", "3,3000,1,1000,b");
    InputEncoder e = InputEncoder.fit(data, all(data), Encoding.alike(2));
    assertArrayEquals(new float[] {-1, -1, 1, 1}, encoded(e, data.instance(0)), 1e-6f);
    Instances flat = pixels("1,7,3,7,a", "3,7,1,7,b");
    e = InputEncoder.fit(flat, all(flat), Encoding.alike(2));
    assertArrayEquals(new float[] {-1, 0, 1, 0}, encoded(e, flat.instance(0)), 1e-6f);
    Instances constant = pixels("7,7,7,7,a", "7,7,7,7,b");
    assertEquals(0, InputEncoder.fit(constant, all(constant), Encoding.alike(1)).columns());
  }

  /** Values of a single row are told apart by no column where there are many values. */
  @Test
  void manyNominalValuesNeedTwoRowsEach() {
    for (int count : new int[] {50, 51}) {
      List<String> values = IntStream.range(0, count).mapToObj(i -> "v" + i).toList();
      Instances data =
          new Instances(
              "many",
              new ArrayList<>(
                  List.of(new Attribute("n", values), new Attribute("y", List.of("a", "b")))),
              0);
      data.setClassIndex(1);
      for (int i = 0; i < count + 2; i++) {
        // The third and the tenth value have two rows.
        double value = i < count ? i : i == count ? 2 : 9;
        data.add(new DenseInstance(1, new double[] {value, i % 2}));
      }
      int[] rows = IntStream.range(0, data.numInstances()).toArray();
      InputEncoder encoder = InputEncoder.fit(data, rows);
      assertEquals(count == 50 ? 50 : 2, encoder.columns());
      float[] row = new float[encoder.columns()];
      encoder.encode(data.instance(9), 10, row, 0);
      assertEquals(1, row[count == 50 ? 9 : 1]);
      encoder.encode(data.instance(4), 5, row, 0);
      assertEquals(
          count == 50 ? 1 : 0, IntStream.range(0, row.length).mapToDouble(c -> row[c]).sum());
    }
  }
}
