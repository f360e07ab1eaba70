// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code backprop bench} on few rows. */
final class BenchTest {
  private static final int PIXELS = 784;

  @TempDir private Path folder;

  private static Commands.Result bench(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("bench", "--seconds", "0.001", "--repeat", "3"));
    all.addAll(List.of(arguments));
    return Commands.run(all.toArray());
  }

  private static List<JsonNode> lines(Commands.Result result) throws IOException {
    assertEquals(0, result.code(), result.err());
    List<JsonNode> lines = new ArrayList<>();
    for (String line : result.out().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static void assertRefused(Commands.Result result, String sentence) {
    assertEquals(2, result.code(), result.err());
    assertTrue(result.err().contains(sentence), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
  }

  @Test
  void growthTrainsOnMoreAndMoreRows() throws IOException {
    List<JsonNode> lines = lines(bench("--growth", "20000", "--threads", "1"));
    assertEquals(List.of(10_000, 20_000), lines.stream().map(l -> l.get("rows").asInt()).toList());
    for (JsonNode line : lines) {
      double seconds = line.get("rows_s").asDouble() + line.get("training_s").asDouble();
      assertEquals(seconds, line.get("wall_s").asDouble(), 1e-6);
      assertTrue(line.get("training_s").asDouble() > 0, line.toString());
    }
    assertRefused(bench("--growth", "-1"), "--growth must be from 0 to 2147483647, found -1");
    assertRefused(
        bench("--growth", "10", "--backend", "abacus"), "option -backend is 'abacus', allowed are");
  }

  @Test
  void everyWorkloadRunsOnGeneratedRows() throws IOException {
    List<JsonNode> lines =
        lines(bench("--generated", "--rows", "200", "--epochs", "2", "--threads", "1"));
    assertEquals(
        List.of("W1", "W2", "W3", "W4", "W5", "W6", "W7"),
        lines.stream().map(l -> l.get("workload").asText()).toList());
    for (JsonNode line : lines) {
      assertEquals("generated", line.get("data").asText());
      assertEquals(1, line.get("threads").asInt());
      assertEquals("java", line.get("backend").asText(), "what auto takes for so little work");
      assertEquals(200, line.get("rows").asInt());
      assertEquals(2, line.get("epochs").asInt());
      assertEquals(3, line.get("repeats").asInt());
      double rate = line.get("rows_per_s").asDouble();
      assertTrue(rate > 0, line.toString());
      assertTrue(line.get("rows_per_s_min").asDouble() <= rate, line.toString());
      assertTrue(line.get("rows_per_s_max").asDouble() >= rate, line.toString());
      assertTrue(line.has("rows_per_cpu_s"), line.toString());
      assertEquals(
          rate / line.get("floor_rows_per_s").asDouble(),
          line.get("of_floor").asDouble(),
          0.002 * line.get("of_floor").asDouble());
      assertTrue(
          line.get("wall_s").asDouble() >= line.get("first_epoch_s").asDouble(), line.toString());
      assertTrue(line.get("rss_mb").isNull() || line.get("rss_mb").asDouble() > 10);
      assertEquals(line.get("workload").asText().equals("W7"), line.has("one_row_p50_us"));
    }
  }

  /** Floors by hand, of W1: 2 x 234,752 weights forward, and 4 x less the first layer's back. */
  @Test
  void theFloorCountsTheProductsThatNothingAvoids() throws IOException {
    for (JsonNode line :
        lines(bench("--generated", "--rows", "64", "--epochs", "1", "--workload", "W1,W7"))) {
      double flops =
          line.get("bare_loop_gflops").asDouble() * 1e9 / line.get("floor_rows_per_s").asDouble();
      double weights = 784 * 256 + 256 * 128 + 128 * 10;
      double expected =
          line.get("workload").asText().equals("W7") ? 2 * weights : 6 * weights - 2 * 784 * 256;
      assertEquals(expected, flops, 0.002 * expected);
    }
  }

  @Test
  void generatedRowsAreLearned() throws IOException {
    JsonNode line = lines(bench("--generated", "--workload", "w4", "--epochs", "40")).get(0);
    double accuracy = line.get("test_acc").asDouble();
    assertTrue(accuracy > 0.85 && accuracy <= 1, "accuracy " + accuracy);
  }

  @Test
  void aTableIsReadAndATenthHeldOut() throws IOException {
    Commands.copy("iris.arff", folder);
    Path iris = folder.resolve("iris.arff");
    JsonNode line =
        lines(bench("--workload", "W3", "--letter", iris, "--epochs", "60", "--backend", "java"))
            .get(0);
    assertEquals("files", line.get("data").asText());
    assertEquals("java", line.get("backend").asText());
    assertEquals(135, line.get("rows").asInt());
    assertEquals(15, line.get("test_rows").asInt());
    assertTrue(line.get("layers").asText().endsWith("dense(3)"), line.toString());
    assertTrue(line.get("test_acc").asDouble() > 0.8, line.toString());
  }

  /** Images whose class is the one bright row of pixels. */
  private void writeImages(String part, int count, boolean packed) throws IOException {
    SplittableRandom random = new SplittableRandom(count);
    byte[] labels = new byte[count];
    try (DataOutputStream out = idx(part + "-images-idx3-ubyte", 0x803, packed)) {
      out.writeInt(count);
      out.writeInt(28);
      out.writeInt(28);
      for (int i = 0; i < count; i++) {
        labels[i] = (byte) random.nextInt(10);
        byte[] image = new byte[PIXELS];
        for (int j = 0; j < PIXELS; j++) {
          image[j] = (byte) (j / 28 == 4 + 2 * labels[i] ? 255 : random.nextInt(60));
        }
        out.write(image);
      }
    }
    try (DataOutputStream out = idx(part + "-labels-idx1-ubyte", 0x801, packed)) {
      out.writeInt(count);
      out.write(labels);
    }
  }

  private DataOutputStream idx(String name, int magic, boolean packed) throws IOException {
    OutputStream file = Files.newOutputStream(folder.resolve(packed ? name + ".gz" : name));
    DataOutputStream out = new DataOutputStream(packed ? new GZIPOutputStream(file) : file);
    out.writeInt(magic);
    return out;
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void idxFilesAreRead(boolean packed) throws IOException {
    writeImages("train", 300, packed);
    writeImages("t10k", 50, packed);
    List<JsonNode> lines =
        lines(bench("--mnist", folder, "--workload", "W1,W7", "--epochs", "6", "--rows", "250"));
    for (JsonNode line : lines) {
      assertEquals(250, line.get("rows").asInt());
      assertEquals(50, line.get("test_rows").asInt());
      assertTrue(line.get("test_acc").asDouble() > 0.9, line.toString());
    }
  }

  @Test
  void imagesInArffAreTheSameAsInIdx() throws IOException {
    writeImages("train", 60, false);
    writeImages("t10k", 20, false);
    Path arff = Files.createDirectory(folder.resolve("arff"));
    writeArff("train", arff.resolve("train.arff"));
    writeArff("t10k", arff.resolve("test.arff"));
    Object[] common = {"--workload", "W1", "--epochs", "4", "--threads", "1", "--mnist"};
    List<Object> first = new ArrayList<>(List.of(common));
    first.add(folder);
    List<Object> second = new ArrayList<>(List.of(common));
    second.add(arff);
    JsonNode idx = lines(bench(first.toArray())).get(0);
    JsonNode text = lines(bench(second.toArray())).get(0);
    for (String same : List.of("test_acc", "rows", "test_rows", "inputs", "layers", "data")) {
      assertEquals(idx.get(same), text.get(same), same);
    }
  }

  private void writeArff(String part, Path to) throws IOException {
    byte[] images = Files.readAllBytes(folder.resolve(part + "-images-idx3-ubyte"));
    byte[] labels = Files.readAllBytes(folder.resolve(part + "-labels-idx1-ubyte"));
    StringBuilder text = new StringBuilder("@relation images\n");
    for (int j = 0; j < PIXELS; j++) {
      text.append("@attribute p").append(j).append(" numeric\n");
    }
    text.append("@attribute class {0,1,2,3,4,5,6,7,8,9}\n@data\n");
    for (int i = 0; i + 8 < labels.length; i++) {
      for (int j = 0; j < PIXELS; j++) {
        text.append(images[16 + i * PIXELS + j] & 0xff).append(',');
      }
      text.append(labels[8 + i]).append('\n');
    }
    Files.writeString(to, text);
  }

  @Test
  void whatHasNoDataIsSkippedWithAWord() throws IOException {
    Commands.copy("iris.arff", folder);
    Commands.Result result =
        bench("--workload", "W1,W4", "--diabetes", folder.resolve("iris.arff"), "--epochs", "1");
    assertEquals(1, lines(result).size());
    assertTrue(result.err().startsWith("backprop: W1 is skipped"), result.err());
    assertTrue(result.err().contains("--mnist FOLDER"), result.err());
    assertTrue(result.err().contains("--generated"), result.err());
    Commands.Result nothing = bench("--workload", "W1");
    assertEquals(2, nothing.code());
    assertEquals("", nothing.out());
    assertTrue(nothing.err().contains("no workload has data"), nothing.err());
  }

  @Test
  void mistakesAreToldInOneSentence() throws IOException {
    assertRefused(bench("--workload", "W8"), "'W8'");
    assertRefused(
        bench("--generated", "--workload", "W4", "--backend", "abacus"),
        "--backend: there is no backend 'abacus'");
    assertRefused(bench("--generated", "--threads", "-1"), "--threads must be from 0 to 1024");
    assertRefused(
        Commands.run("bench", "--generated", "--seconds", "0"), "--seconds must be above 0");
    assertRefused(bench("--generated", "--rows", "5"), "--rows must be from 32");
    Path nowhere = folder.resolve("nowhere");
    assertRefused(bench("--workload", "W1", "--mnist", nowhere), "there is no folder");
    assertRefused(bench("--workload", "W4", "--diabetes", nowhere), "there is no file");
    assertRefused(bench("--workload", "W1", "--mnist", folder), "train-images-idx3-ubyte");
    Path text = folder.resolve("text.arff");
    Files.writeString(text, "no arff at all\n");
    assertRefused(bench("--workload", "W4", "--diabetes", text), "cannot be read");
    Files.writeString(text, "@relation r\n@attribute a numeric\n@data\n1\n2\n");
    assertRefused(bench("--workload", "W4", "--diabetes", text), "has no class");
  }

  @Test
  void damagedImagesAreRefused() throws IOException {
    writeImages("train", 40, false);
    writeImages("t10k", 20, false);
    Path labels = folder.resolve("train-labels-idx1-ubyte");
    byte[] good = Files.readAllBytes(labels);
    byte[] bad = good.clone();
    bad[12] = 11;
    Files.write(labels, bad);
    assertRefused(bench("--workload", "W1", "--mnist", folder), "has label 11 in row 5");
    Files.write(labels, Arrays.copyOf(good, 30));
    assertRefused(bench("--workload", "W1", "--mnist", folder), "it ends too early");
    bad = good.clone();
    bad[2] = 9;
    Files.write(labels, bad);
    assertRefused(bench("--workload", "W1", "--mnist", folder), "no idx file of bytes");
    bad = good.clone();
    bad[7] = 39;
    Files.write(labels, bad);
    assertRefused(bench("--workload", "W1", "--mnist", folder), "40 images");
    Files.write(labels, good);
    assertFalse(lines(bench("--workload", "W1", "--mnist", folder, "--epochs", "1")).isEmpty());
  }
}
