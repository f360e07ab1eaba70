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
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
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
            List.of("a remark, ümläut"));
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
    assertTrue(e.getMessage().contains("formats 1 to 2"), e.getMessage());
  }

  @Test
  void aForgedFileWithARightChecksumAllocatesNothingSilly() throws Exception {
    byte[] good = ModelFile.write(model());
    RandomStream random = new RandomStream(5);
    for (int i = 0; i < 2000; i++) {
      byte[] forged = good.clone();
      int at = 12 + random.nextInt(forged.length - 44);
      ByteBuffer.wrap(forged).putInt(Math.min(at, forged.length - 36), (int) random.nextLong());
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(forged, 0, forged.length - 32);
      System.arraycopy(sha.digest(), 0, forged, forged.length - 32, 32);
      try {
        ModelFile.read(forged);
      } catch (IOException e) {
        assertTrue(e.getMessage() == null || e.getMessage().length() < 2000);
      }
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
