// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.weka.TestData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weka.core.Instances;

class ClassEncoderTest {
  private static float[] target(ClassEncoder e, double value) {
    float[] target = new float[e.columns()];
    e.encode(value, target);
    return target;
  }

  private static Instances numeric(String... rows) {
    String[] lines = new String[rows.length + 4];
    lines[0] = "@relation r";
    lines[1] = "@attribute x numeric";
    lines[2] = "@attribute y numeric";
    lines[3] = "@data";
    System.arraycopy(rows, 0, lines, 4, rows.length);
    return TestData.arff(lines);
  }

  @Test
  void numericClassIsStandardizedAndComesBack() {
    Instances data = numeric("0,10", "0,20", "0,999");
    data.instance(1).setWeight(3);
    NumericClass e = NumericClass.fit(data, new int[] {0, 1});
    assertEquals(17.5, e.mean(), 1e-12);
    assertEquals(Math.sqrt((56.25 + 3 * 6.25) / 4), e.deviation(), 1e-12);
    assertEquals(20, e.decode(target(e, 20), 0)[0], 1e-5);
  }

  @Test
  void scaledClassKeepsZeroAndComesBack() {
    Instances data = numeric("0,-10", "0,20", "0,999");
    data.instance(1).setWeight(3);
    ScaledClass e = ScaledClass.fit(data, new int[] {0, 1});
    assertEquals(17.5, e.scale(), 1e-12);
    assertArrayEquals(new float[] {0}, target(e, 0));
    assertEquals(-35, e.decode(target(e, -35), 0)[0], 1e-5);
    assertEquals(1, ScaledClass.fit(numeric("0,0"), new int[] {0}).scale());
  }

  @Test
  void constantNumericClassIsPredictedAsItIs() {
    Instances data = numeric("0,7", "1,7");
    NumericClass e = NumericClass.fit(data, new int[] {0, 1});
    assertArrayEquals(new float[] {0}, target(e, 7));
    assertEquals(7, e.decode(new float[] {0}, 0)[0]);
  }

  @Test
  void farValueOfHardlyAnyWeightDoesNotCount() {
    Instances data = numeric("0,1e20", "0,10", "0,20", "0,15");
    data.instance(0).setWeight(1e-60);
    NumericClass e = NumericClass.fit(data, new int[] {0, 1, 2, 3});
    assertEquals(15, e.mean(), 1e-9);
    assertEquals(Math.sqrt(50 / 3.0), e.deviation(), 1e-9);
    assertArrayEquals(new float[] {1e6f}, target(e, 1e20));
  }

  @Test
  void differencesWhoseSquaresVanishAreDifferences() {
    Instances data = numeric("0,1e-200", "0,3e-200");
    NumericClass e = NumericClass.fit(data, new int[] {0, 1});
    assertArrayEquals(new float[] {-1}, target(e, 1e-200));
    assertArrayEquals(new float[] {1}, target(e, 3e-200));
  }

  @Test
  void targetsOfNominalClasses() {
    assertArrayEquals(new float[] {2}, target(new NominalClass(3, NominalClass.Form.INDEX), 2));
    assertArrayEquals(
        new float[] {0, 0, 1}, target(new NominalClass(3, NominalClass.Form.ONE_HOT), 2));
    assertArrayEquals(new float[] {1}, target(new NominalClass(2, NominalClass.Form.SINGLE), 1));
  }

  @Test
  void predictionsBecomeDistributions() {
    NominalClass hot = new NominalClass(3, NominalClass.Form.ONE_HOT);
    assertArrayEquals(
        new double[] {0, 0.25, 0.75}, hot.decode(new float[] {9, -1, 0.25f, 0.75f}, 1), 1e-7);
    assertArrayEquals(new double[] {0.5, 0.5, 0}, hot.decode(new float[] {3, 4, -2}, 0), 1e-7);
    assertArrayEquals(new double[] {0, 1, 0}, hot.decode(new float[] {-3, -1, -2}, 0), 1e-7);
    NominalClass single = new NominalClass(2, NominalClass.Form.SINGLE);
    assertArrayEquals(new double[] {0.25, 0.75}, single.decode(new float[] {0.75f}, 0), 1e-7);
    assertArrayEquals(new double[] {1, 0}, single.decode(new float[] {-2}, 0), 1e-7);
  }

  @ParameterizedTest
  @EnumSource(NominalClass.Form.class)
  void writtenAndReadIsEqual(NominalClass.Form form) throws Exception {
    for (ClassEncoder e :
        new ClassEncoder[] {
          new NominalClass(2, form), new NumericClass(3.5, 0.25), new ScaledClass(4)
        }) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      e.write(new DataOutputStream(bytes));
      assertEquals(
          e, ClassEncoder.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
    }
  }
}
