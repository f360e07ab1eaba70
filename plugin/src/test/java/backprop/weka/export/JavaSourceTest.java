// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.TestData;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.classifiers.Classifier;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instance;
import weka.core.Instances;

/** Java source that compiles and predicts the same. */
class JavaSourceTest {
  @TempDir private Path folder;

  private Class<?> compiled(String name, String source, String packageName) throws Exception {
    Path file = folder.resolve(name + ".java");
    Files.writeString(file, source);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    assertEquals(0, failed, source.length() > 20_000 ? source.substring(0, 20_000) : source);
    URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    return loader.loadClass(packageName + name);
  }

  /** A row as Weka's wrapper hands it over. */
  private static Object[] row(Instance x) {
    Object[] row = new Object[x.numAttributes()];
    for (int a = 0; a < row.length; a++) {
      if (!x.isMissing(a) && a != x.classIndex()) {
        row[a] = x.attribute(a).isNominal() ? x.stringValue(a) : (Object) x.value(a);
      }
    }
    return row;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-layers dense(7,relu),dropout(0.1) -N 3; false",
        "-N 3; true",
        "-layers \"dense(5, tanh), batch-norm, dense(4, sigmoid)\" -N 3; false",
        "-layers none -loss mean-squared-error -N 3; true",
        "-layers dense(6,tanh) -loss ordinal -N 3; false",
        "-layers dense(6,relu) -loss binary-cross-entropy -N 3; false",
        "-nominal index -layers dense(6,relu) -N 3; false"
      })
  void compilesAndPredictsTheSame(String options, boolean numericClass) throws Exception {
    Instances data = TestData.mixed(120, numericClass, 4);
    if (options.contains("ordinal")) {
      BackpropNetwork refused = TestData.built(options, data);
      assertThrows(IllegalArgumentException.class, () -> refused.toSource("Net"));
      return;
    }
    BackpropNetwork network = TestData.built(options, data);
    Class<?> written = compiled("Net", network.toSource("Net"), "");
    Method classify = written.getDeclaredMethod("classify", Object[].class);
    Method distribution = written.getDeclaredMethod("distribution", Object[].class);
    classify.setAccessible(true);
    distribution.setAccessible(true);
    Random random = new Random(1);
    for (Instance x : data) {
      Instance changed = (Instance) x.copy();
      changed.setDataset(data);
      if (random.nextInt(4) == 0) {
        changed.setValue(0, 1e6 * random.nextGaussian());
      }
      double[] expected = network.distributionForInstance(changed);
      double[] found = (double[]) distribution.invoke(null, (Object) row(changed));
      assertArrayEquals(expected, found, 1e-4 * Math.max(1, Math.abs(expected[0])));
      double decided = (double) classify.invoke(null, (Object) row(changed));
      assertEquals(
          network.classifyInstance(changed), decided, 1e-4 * Math.max(1, Math.abs(decided)));
    }
  }

  @Test
  void namesWithQuotesAndLargeNetworks() throws Exception {
    Instances data =
        TestData.arff(
            "@relation r",
            "@attribute 'a \\' b' {'x \"1\"','\\\\y','\u00e4 ?'}",
            "@attribute n numeric",
            "@attribute class {'no \"','yes'}",
            "@data",
            "'x \"1\"',1,yes",
            "'\\\\y',2,'no \"'",
            "'\u00e4 ?',3,yes",
            "'\\\\y',1,'no \"'",
            "'x \"1\"',2,yes");
    BackpropNetwork network =
        TestData.built("-layers \"dense(300, relu), dense(200, relu)\" -N 2", data);
    Class<?> written = compiled("Large", network.toSource("Large"), "");
    Method distribution = written.getDeclaredMethod("distribution", Object[].class);
    distribution.setAccessible(true);
    for (Instance x : data) {
      assertArrayEquals(
          network.distributionForInstance(x),
          (double[]) distribution.invoke(null, (Object) row(x)),
          1e-4);
    }
  }

  @Test
  void anEnsembleIsRefusedWithTheRemedy() throws Exception {
    BackpropNetwork network = TestData.built("-N 2", TestData.iris());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> network.toSource("Net"));
    assertTrue(e.getMessage().contains("member-heads"), e.getMessage());
    assertTrue(e.getMessage().contains("-layers \"dense(64, relu)\""), e.getMessage());
  }

  @Test
  void wekasWrapperRunsIt() throws Exception {
    Path arff = folder.resolve("iris.arff");
    Files.writeString(arff, TestData.iris().toString());
    String source =
        Evaluation.evaluateModel(
            new BackpropNetwork(),
            new String[] {
              "-t", arff.toString(), "-z", "Net", "-layers", "dense(8, relu)", "-S", "3"
            });
    Class<?> wrapper = compiled("WekaWrapper", source, "weka.classifiers.");
    Classifier written = (Classifier) wrapper.getDeclaredConstructor().newInstance();
    Instances iris = TestData.iris();
    BackpropNetwork network = TestData.built("-layers dense(8,relu) -S 3", iris);
    for (Instance x : iris) {
      assertEquals(network.classifyInstance(x), written.classifyInstance(x));
    }
    assertTrue(new File(folder.toFile(), "weka").isDirectory());
  }

  @Test
  void otherNetworksAreRefusedByName() throws Exception {
    BackpropNetwork network = TestData.built("-layers \"dense(4, gelu)\" -N 1", TestData.iris());
    String message =
        assertThrows(IllegalArgumentException.class, () -> network.toSource("Net")).getMessage();
    assertTrue(message.contains("0-dense") && message.contains("Java source"), message);
    assertThrows(IllegalStateException.class, () -> new BackpropNetwork().toSource("Net"));
  }

  @Test
  void pmmlComesFromTheClassifierToo() throws Exception {
    Instances iris = TestData.iris();
    BackpropNetwork network = TestData.built("-layers dense(4,tanh) -N 1", iris);
    String own = network.toPMML(null);
    assertEquals(network.toPMML(iris), own);
    assertTrue(own.contains("<NeuralNetwork"), own);
    BackpropNetwork relu = TestData.built("-layers dense(4,relu) -N 1", iris);
    assertThrows(IllegalArgumentException.class, () -> relu.toPMML(iris));
  }
}
