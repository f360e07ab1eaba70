// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.Utils;
import weka.core.converters.ConverterUtils.DataSource;

final class DoctorAndCurveCommandsTest {
  private static final String IRIS = Path.of("files", "data", "iris.arff").toString();

  private static Path model(Path folder) throws Exception {
    Instances iris = DataSource.read(IRIS);
    iris.setClassIndex(4);
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(Utils.splitOptions("-layers \"dense(8, relu)\" -N 30"));
    network.buildClassifier(iris);
    Path file = folder.resolve("iris.model");
    SerializationHelper.writeAll(file.toString(), new Object[] {network, iris});
    return file;
  }

  @Test
  void aModelIsExaminedAndDrawn(@TempDir Path folder) throws Exception {
    String file = model(folder).toString();
    assertEquals(0, Main.run("doctor", "--model", file));
    assertEquals(0, Main.run("doctor", "--model", file, "--data", IRIS, "--test", IRIS));
    assertEquals(0, Main.run("curve", "--model", file));
    for (String ending : List.of("png", "svg", "csv", "layers.csv")) {
      assertTrue(Files.size(folder.resolve("iris." + ending)) > 100, ending);
    }
    assertEquals(2, Main.run("curve", "--model", file), "it replaced files unasked");
    assertEquals(0, Main.run("curve", "--model", file, "--overwrite"));
    assertEquals(2, Main.run("curve", "--model", file, "-o", folder.resolve("a.gif").toString()));
  }

  @Test
  void whatCannotBeReadIsRefused(@TempDir Path folder) {
    assertEquals(2, Main.run("doctor", "--model", folder.resolve("no.model").toString()));
    assertEquals(2, Main.run("doctor", "--model", IRIS));
    assertEquals(2, Main.run("curve"));
    assertEquals(2, Main.run("curve", "--run", folder.toString()));
  }

  @Test
  void curvesOfARunAreMeansOverItsFolds(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("curves.csv"),
        "data set,configuration,repeat,fold,epoch,training loss,validation loss\n"
            + "iris,net width=4,1,1,1,1.0,\niris,net width=4,1,1,2,0.5,\n"
            + "iris,net width=4,1,2,1,2.0,\niris,net width=4,1,2,2,0.7,\n"
            + "iris,net width=4,1,2,3,0.6,\n");
    assertEquals(0, Main.run("curve", "--run", folder.toString()));
    List<String> table =
        Files.readAllLines(folder.resolve("curves").resolve("iris-net_width=4.csv"));
    assertEquals(List.of("1,1.5,,,", "2,0.6,,,"), table.subList(1, table.size()));
    assertTrue(Files.size(folder.resolve("curves").resolve("iris-net_width=4.png")) > 1000);
  }
}
