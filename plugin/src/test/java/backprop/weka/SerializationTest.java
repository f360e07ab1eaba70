// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;

/** Saved and loaded models. */
class SerializationTest {
  private static byte[] saved(BackpropNetwork network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(network);
    }
    return bytes.toByteArray();
  }

  private static BackpropNetwork loaded(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (BackpropNetwork) in.readObject();
    }
  }

  @Test
  void everythingComesBack() throws Exception {
    for (boolean numericClass : new boolean[] {false, true}) {
      Instances data = TestData.mixed(60, numericClass, 12);
      BackpropNetwork network =
          TestData.built(
              "-layers \"dense(7, elu), batch-norm, dense(5)\" -N 3 -V 20 -S 5 -threads 2", data);
      BackpropNetwork copy = loaded(saved(network));
      assertArrayEquals(network.getOptions(), copy.getOptions());
      assertEquals(network.toString(), copy.toString());
      for (Instance x : data) {
        assertArrayEquals(network.distributionForInstance(x), copy.distributionForInstance(x));
      }
      assertArrayEquals(saved(network), saved(copy));
    }
  }

  @Test
  void untrainedAndZeroR() throws Exception {
    BackpropNetwork untrained = TestData.network("-N 3");
    assertArrayEquals(untrained.getOptions(), loaded(saved(untrained)).getOptions());
    Instances data = TestData.arff("@relation r", "@attribute y {a,b}", "@data", "a", "b", "b");
    BackpropNetwork zeroR = TestData.built("", data);
    BackpropNetwork copy = loaded(saved(zeroR));
    assertEquals(zeroR.toString(), copy.toString());
    assertEquals(1, copy.classifyInstance(data.instance(0)));
  }

  @Test
  void newerFormatIsRefusedByName() throws Exception {
    byte[] bytes = saved(TestData.built("-N 1", TestData.iris()));
    int at = start(bytes);
    ByteBuffer.wrap(bytes).putInt(at, 99);
    String message = assertThrows(IOException.class, () -> loaded(bytes)).getMessage();
    assertTrue(message.startsWith("the model has format 99, written by Backprop "), message);
    assertTrue(message.contains("reads formats 1 to 2: use a newer version"), message);
  }

  /** Format 1 ends with the network; what is behind it now was not there. */
  @Test
  void format1IsStillRead() throws Exception {
    BackpropNetwork network = TestData.built("-N 1", TestData.iris());
    byte[] bytes = saved(network);
    int at = start(bytes);
    int length = ByteBuffer.wrap(bytes).getInt(at - 4);
    assertEquals(0, bytes[at + length - 1], "no residuals");
    byte[] old = new byte[bytes.length - 1];
    System.arraycopy(bytes, 0, old, 0, at + length - 1);
    System.arraycopy(bytes, at + length, old, at + length - 1, bytes.length - at - length);
    ByteBuffer.wrap(old).putInt(at - 4, length - 1).putInt(at, 1);
    BackpropNetwork read = loaded(old);
    assertEquals(network.toString(), read.toString());
  }

  @Test
  void damageIsNoticed() throws Exception {
    byte[] bytes = saved(TestData.built("-N 1", TestData.iris()));
    int magic = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("BACKPROP");
    bytes[magic + 300] ^= 4;
    String message = assertThrows(IOException.class, () -> loaded(bytes)).getMessage();
    assertTrue(message.contains("damaged"), message);
  }

  /** Where the predictor's bytes begin: format 2, then the library's version as a UTF string. */
  private static int start(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String version = backprop.engine.model.Version.current();
    int at = text.indexOf("\0\0\0\2\0" + (char) version.length() + version);
    assertTrue(at > 0);
    return at;
  }
}
