// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.export;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import backprop.weka.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.rules.ZeroR;
import weka.core.Instances;
import weka.core.SerializationHelper;

final class BackpropExportTest {
  @TempDir private Path folder;

  private String saved(Object classifier, Instances header) throws Exception {
    Path file = folder.resolve("saved.model");
    SerializationHelper.writeAll(file.toString(), new Object[] {classifier, header});
    return file.toString();
  }

  @Test
  void writesAllFormats() throws Exception {
    Instances iris = TestData.iris();
    String model = saved(TestData.built("-layers dense(4,tanh) -N 2", iris), iris);
    Path onnx = folder.resolve("a.onnx");
    Path pmml = folder.resolve("a.pmml");
    Path json = folder.resolve("a.json");
    String[] options = {
      "-model", model, "-onnx", onnx.toString(), "-pmml", pmml.toString(), "-json", json.toString()
    };
    new BackpropExport().run(null, options);
    assertTrue(ModelProto.parseFrom(Files.readAllBytes(onnx)).getGraph().getNodeCount() > 2);
    assertTrue(Files.readString(pmml).contains("<NeuralNetwork"));
    assertTrue(Files.readString(json).contains("dense(4, tanh)"));
  }

  @Test
  void refusesInASentenceAndWritesNothing() throws Exception {
    Instances iris = TestData.iris();
    String relu = saved(TestData.built("-layers dense(4,relu) -N 1", iris), iris);
    Path onnx = folder.resolve("b.onnx");
    Path pmml = folder.resolve("b.pmml");
    refused("Relu", "-model", relu, "-onnx", onnx.toString(), "-pmml", pmml.toString());
    assertFalse(Files.exists(onnx) || Files.exists(pmml));
    refused("there is no file", "-model", "nowhere.model", "-json", "x");
    refused("needed", "-model", relu);
    refused("'-onxn' is not known", "-model", relu, "-onxn", "x");
    ZeroR zero = new ZeroR();
    zero.buildClassifier(iris);
    refused("holds a weka.classifiers.rules.ZeroR", "-model", saved(zero, iris), "-json", "x");
  }

  private static void refused(String part, String... options) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new BackpropExport().run(null, options));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains("General options"), e.getMessage());
  }
}
