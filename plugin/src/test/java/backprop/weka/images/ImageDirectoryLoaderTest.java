// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.TestData;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.Evaluation;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.converters.ImageDirectoryLoader;

/** Pictures that are drawn here. */
class ImageDirectoryLoaderTest {
  @TempDir private Path folder;

  private void draw(String file, Color background, Color left, int w, int h) throws IOException {
    BufferedImage picture = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setColor(background);
    g.fillRect(0, 0, w, h);
    g.setColor(left);
    g.fillRect(0, 0, w / 2, h);
    g.dispose();
    File to = folder.resolve(file).toFile();
    Files.createDirectories(to.toPath().getParent());
    assertTrue(ImageIO.write(picture, "png", to));
  }

  private ImageDirectoryLoader loader(String... options) throws Exception {
    ImageDirectoryLoader loader = new ImageDirectoryLoader();
    loader.setOptions(options);
    loader.setSource(folder.toFile());
    return loader;
  }

  @Test
  void pixelsLieRowByRowAndChannelByChannel() throws Exception {
    draw("b/2.png", Color.BLUE, Color.RED, 4, 2);
    draw("a/1.png", Color.WHITE, Color.BLACK, 8, 4);
    Files.writeString(folder.resolve("a/notes.txt"), "no picture");
    Instances data = loader("-height", "2", "-width", "4").getDataSet();
    assertEquals(2, data.numInstances());
    assertEquals(2 * 4 * 3 + 1, data.numAttributes());
    assertEquals("r1c3-blue", data.attribute(23).name());
    assertEquals("a", data.instance(0).stringValue(24));
    Instance red = data.instance(1);
    assertEquals("b", red.stringValue(24));
    for (int p = 0; p < 8; p++) {
      boolean left = p % 4 < 2;
      assertEquals(left ? 255 : 0, red.value(3 * p), "red of pixel " + p);
      assertEquals(0, red.value(3 * p + 1));
      assertEquals(left ? 0 : 255, red.value(3 * p + 2));
      assertEquals(left ? 0 : 255, data.instance(0).value(3 * p), "scaled to half");
    }
    Instances gray = loader("-height", "2", "-width", "4", "-channels", "1").getDataSet();
    assertEquals(76, gray.instance(1).value(0), "0.299 * 255");
    assertEquals(29, gray.instance(1).value(3), "0.114 * 255");
  }

  @Test
  void oneByOneIsTheSame() throws Exception {
    draw("a/1.png", Color.GREEN, Color.RED, 9, 7);
    draw("b/1.png", Color.GREEN, Color.BLUE, 5, 11);
    Instances all = loader().getDataSet();
    ImageDirectoryLoader loader = loader();
    Instances header = loader.getStructure();
    for (int i = 0; i < 2; i++) {
      assertEquals(all.instance(i).toString(), loader.getNextInstance(header).toString());
    }
    assertNull(loader.getNextInstance(header));
    Instances names = loader("-names").getDataSet();
    assertEquals("a/1.png", names.instance(0).stringValue(0));
    assertEquals("b", names.instance(1).stringValue(1));
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    String none = assertThrows(IOException.class, () -> loader().getDataSet()).getMessage();
    assertTrue(none.contains("there is no picture in"), none);
    draw("a/1.png", Color.GREEN, Color.RED, 3, 3);
    Files.writeString(folder.resolve("a/2.png"), "this is no picture");
    String broken = assertThrows(IOException.class, () -> loader().getDataSet()).getMessage();
    assertTrue(broken.contains("2.png"), broken);
    assertThrows(IllegalArgumentException.class, () -> loader("-channels", "2"));
  }

  @Test
  void aConvolutionalNetworkLearnsThem() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      Color one = new Color(random.nextInt(100), random.nextInt(100), random.nextInt(100));
      Color two =
          new Color(150 + random.nextInt(100), 150 + random.nextInt(100), random.nextInt(255));
      draw("dark-left/" + i + ".png", two, one, 12, 12);
      draw("bright-left/" + i + ".png", one, two, 12, 12);
    }
    Instances data = loader("-height", "8", "-width", "8").getDataSet();
    Evaluation e = new Evaluation(data);
    e.crossValidateModel(
        TestData.network(
            "-layers \"reshape([8, 8, 3]), conv2d(4, [3, 3], activation=relu), max-pool([2, 2]),"
                + " flatten\" -N 20"),
        data,
        3,
        new Random(1));
    assertTrue(e.pctCorrect() > 90, e.toSummaryString());
  }
}
