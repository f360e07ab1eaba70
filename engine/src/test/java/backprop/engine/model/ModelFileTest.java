// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelFileTest {
  private static Model model() {
    NetworkSpec spec =
        new NetworkSpec(
            Shape.of(5),
            Catalogs.parse(Layer.class, "chain(dense(7, relu), batch-norm, dense(3))"),
            Catalogs.parse(Loss.class, "cross-entropy"));
    Network n = new Network(spec, new JavaBackend().open(1));
    n.initialize(3);
    Provenance how =
        new Provenance(
            "0.1.0",
            42,
            "java",
            2,
            "adam",
            "batch 32, metric accuracy",
            150,
            15,
            20,
            1,
            "all epochs done",
            0.25,
            List.of(new EpochRecord(1, 0.5, Double.NaN, 0.001, 0.75)),
            List.of("a remark, ümläut"),
            new Vitals(
                List.of(new Vitals.Layer("0-dense", 12), new Vitals.Layer("1-dense", 6)),
                List.of(
                    new Vitals.Sample(
                        3,
                        0.75,
                        List.of(
                            new Vitals.Sizes(0.1, 0.2, 0.3), new Vitals.Sizes(0.4, 0.5, 0.6))))),
            List.of("healthy: none of 19 symptoms"));
    return Model.of(n, how);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Model m = model();
    Model read = ModelFile.read(ModelFile.write(m));
    assertEquals(m.spec(), read.spec());
    assertEquals(m.how(), read.how());
    assertArrayEquals(m.parameters(), read.parameters());
    assertArrayEquals(m.state(), read.state());
  }

  @Test
  void readsAFileOfFormatOne() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("model-format-1.bin")) {
      Model read = ModelFile.read(in.readAllBytes());
      Model m = model();
      assertEquals(m.spec(), read.spec());
      assertArrayEquals(m.parameters(), read.parameters());
      assertArrayEquals(m.state(), read.state());
      assertEquals("adam", read.how().optimizer());
      assertEquals("", read.how().training());
      assertEquals("all epochs done", read.how().stopReason());
      assertEquals(List.of(new EpochRecord(1, 0.5, Double.NaN, 0.001)), read.how().history());
      assertEquals(List.of("a remark, ümläut"), read.how().remarks());
    }
  }

  @Test
  void readsAFileOfFormatTwo() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("model-format-2.bin")) {
      Model read = ModelFile.read(in.readAllBytes());
      Model m = model();
      assertEquals(m.spec(), read.spec());
      assertArrayEquals(m.parameters(), read.parameters());
      assertEquals(m.how().training(), read.how().training());
      assertEquals(m.how().history(), read.how().history());
      assertEquals(m.how().remarks(), read.how().remarks());
      assertEquals(Vitals.none(), read.how().vitals());
      assertEquals(List.of(), read.how().diagnosis());
    }
  }

  @Test
  void refusesWhatIsTruncatedOrChangedAnywhere() {
    byte[] good = ModelFile.write(model());
    for (int n = 0; n < good.length; n++) {
      byte[] cut = Arrays.copyOf(good, n);
      assertThrows(IOException.class, () -> ModelFile.read(cut), n + " bytes");
      byte[] changed = good.clone();
      changed[n] ^= 0x10;
      assertThrows(IOException.class, () -> ModelFile.read(changed), "byte " + n);
    }
  }

  @Test
  void refusesANewerFormatByName() {
    byte[] newer = ModelFile.write(model());
    ByteBuffer.wrap(newer).putInt(8, 7);
    IOException e = assertThrows(IOException.class, () -> ModelFile.read(newer));
    assertTrue(e.getMessage().contains("format 7"), e.getMessage());
    assertTrue(e.getMessage().contains("formats 1 to 4"), e.getMessage());
  }

  @Test
  void changedBytesUnderARightChecksumAreRefusedInASentence() {
    byte[] good = ModelFile.write(model());
    RandomStream random = new RandomStream(5);
    for (int i = 0; i < 3000; i++) {
      byte[] forged = good.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        forged[12 + random.nextInt(forged.length - 44)] = (byte) random.nextLong();
      }
      refusesOrReads(sealed(forged));
    }
  }

  @Test
  void liesAboutLengthsUnderARightChecksumAreRefusedInASentence() {
    byte[] good = ModelFile.write(model());
    int[] lies = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 1 << 16, good.length, 0, 1};
    for (int at = 8; at <= good.length - 36; at++) {
      for (int lie : lies) {
        byte[] forged = good.clone();
        ByteBuffer.wrap(forged).putInt(at, lie);
        refusesOrReads(sealed(forged));
      }
    }
  }

  @Test
  void cutsAndAdditionsUnderARightChecksumAreRefused() {
    byte[] good = ModelFile.write(model());
    for (int n = 12 + 32; n < good.length + 50; n++) {
      byte[] other = Arrays.copyOf(good, n);
      if (n != good.length) {
        assertThrows(IOException.class, () -> ModelFile.read(sealed(other)), n + " bytes");
      }
    }
  }

  @Test
  void layersThatWantMoreThanTheFileHoldsAreRefusedWithoutRoomForThem() {
    Model m = model();
    NetworkSpec huge =
        new NetworkSpec(
            Shape.of(1000),
            Catalogs.parse(Layer.class, "chain(dense(1000000), dense(3))"),
            m.spec().loss());
    byte[] file = ModelFile.write(new Model(huge, m.parameters(), m.state(), m.how()));
    IOException e = refusesOrReads(file);
    assertTrue(e != null && e.getMessage().contains("its layers want 1004000003"), "" + e);
  }

  /** Reads a file, which may give any model, but no other exception and no large memory. */
  private static IOException refusesOrReads(byte[] file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    IOException refusal = null;
    try {
      ModelFile.read(file);
    } catch (IOException e) {
      refusal = e;
      assertTrue(e.getMessage() != null && e.getMessage().contains("model"), "" + e);
      assertTrue(e.getMessage().length() < 2000, e.getMessage());
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 4_000_000, () -> file.length + " bytes took " + allocated);
    return refusal;
  }

  /** The same bytes with the checksum that fits them. */
  private static byte[] sealed(byte[] bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, 0, bytes.length - 32);
      System.arraycopy(sha.digest(), 0, bytes, bytes.length - 32, 32);
      return bytes;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void scoresTheSameFromManyThreadsAndInAnyDivision() throws Exception {
    Scorer scorer = new Scorer(model(), new JavaBackend());
    RandomStream random = new RandomStream(9);
    int rows = 700;
    float[] x = new float[rows * 5];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] all = new float[rows * 3];
    scorer.score(x, rows, all);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> futures =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(
                  t ->
                      pool.submit(
                          () -> {
                            for (int r = t; r < rows; r += 8) {
                              float[] one = new float[3];
                              scorer.score(Arrays.copyOfRange(x, r * 5, r * 5 + 5), 1, one);
                              assertArrayEquals(
                                  Arrays.copyOfRange(all, r * 3, r * 3 + 3), one, "row " + r);
                            }
                          }))
              .toList();
      for (Future<?> f : futures) {
        f.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
