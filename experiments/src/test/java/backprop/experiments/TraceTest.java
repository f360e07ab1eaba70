// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.trace.TraceExample;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.SerializationHelper;
import weka.core.Utils;

/** {@code backprop trace}. */
final class TraceTest {
  @TempDir private Path folder;

  private static Commands.Result trace(String... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "trace";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Commands.run(all);
  }

  private static String text(String... arguments) {
    Commands.Result result = trace(arguments);
    assertEquals(0, result.code(), result.err());
    return result.out();
  }

  @Test
  void theNeuronIsWrittenAsText() {
    String text = text("--example", "neuron");
    assertTrue(text.contains("f'(z1) = a1 * (1 - a1) = 0.645656 * (1 - 0.645656) = 0.228784"));
    assertTrue(text.contains("UPDATE: new weights, learning rate 0.5"));
  }

  @Test
  void otherOptionsChangeAnExample() {
    String text =
        text(
            "--example",
            "neuron",
            "--optimizer",
            "adam(0.1)",
            "--weights",
            "w1 = 0 0",
            "--steps",
            "2");
    assertTrue(text.contains("optimizer  adam(rate=0.1)"), text);
    assertTrue(text.contains("z1 = x[1] * w1[1] + x[2] * w1[2] + b1 = 0.5 * 0 + (-1) * 0 + 0 = 0"));
    assertTrue(text.contains("STEP 2, row 1"), text);
    assertTrue(
        text("--example", "iris", "--options", "-regularizer l2(0.1)", "--row", "3")
            .contains("gradient of the penalties"));
  }

  @Test
  void dataFilesAreTraced() throws IOException {
    Path csv =
        Files.writeString(folder.resolve("rows.csv"), "a,b,y\n1,2,yes\n3,1,no\n2,2,yes\n0,4,no\n");
    String text = text(csv.toString(), "--layers", "dense(2, tanh)", "--row", "2");
    assertTrue(text.contains("x[1] = a = "), text);
    assertTrue(text.contains("STEP 1, row 2"), text);
    String first = text(csv.toString(), "--class", "a", "--layers", "none", "--rows", "all");
    assertTrue(first.contains("STEP 1, rows 1 to 4"), first);
  }

  @Test
  void jsonHasEveryLine() throws IOException {
    Path file = folder.resolve("trace.json");
    text("--example", "xor", "--steps", "3", "--json", file.toString());
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    assertEquals(1, root.path("format").asInt());
    assertEquals(3, root.path("steps").size());
    JsonNode step = root.path("steps").get(2);
    assertEquals(3, step.path("step").asInt());
    assertEquals("[1,2,3,4]", step.path("rows").toString());
    int lines = 0;
    for (JsonNode section : step.path("sections")) {
      for (JsonNode line : section.path("lines")) {
        assertTrue(line.path("result").isNumber(), line.toString());
        lines++;
      }
    }
    assertTrue(lines > 100, "lines: " + lines);
    JsonNode piped = new ObjectMapper().readTree(text("--example", "xor", "--json", "-"));
    assertEquals(1, piped.path("steps").size());
  }

  /** Every command that the README shows. */
  @Test
  void theCommandsOfTheReadmeRun() throws Exception {
    BackpropNetwork network = new BackpropNetwork();
    network.setOptions(Utils.splitOptions("-layers dense(4) -optimizer sgd(0.1) -N 3"));
    network.buildClassifier(TraceExample.IRIS.data());
    Path model = folder.resolve("iris.model");
    SerializationHelper.write(model.toString(), network);
    int commands = 0;
    for (String line : Files.readAllLines(Path.of("..", "README.md"))) {
      if (!line.startsWith("./backprop trace ")) {
        continue;
      }
      String[] words = Utils.splitOptions(line.substring("./backprop trace ".length()));
      for (int i = 0; i < words.length; i++) {
        if (words[i].startsWith("experiments/")) {
          words[i] = "../" + words[i];
        } else if (words[i].endsWith(".html") || words[i].endsWith(".model")) {
          words[i] = folder.resolve(words[i]).toString();
        }
      }
      text(words);
      commands++;
    }
    assertTrue(commands >= 4, "commands: " + commands);
    assertTrue(Files.size(folder.resolve("xor.html")) > 100_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--example cat | there is no example 'cat'; known are neuron, xor, iris",
        "--example iris --row 151 | there is no row 151: the data have rows 1 to 150",
        "--example iris --row x | 'x' is no row",
        "--example iris --steps 0 | steps must be from 1 to 100000, found 0",
        "--example iris --steps 100 | a fit takes 90 steps here, 15 in each of 6 epochs",
        "--example iris --units 0 | units must be from 1 to 1000, found 0",
        "--example iris --layers dens(3) | there is no layer 'dens'; did you mean 'dense'?",
        "--example iris --layers dense(3) --network dense(3) | --layers and --network",
        "--example iris --network dense(2) | the network puts out 2 numbers, its loss needs 3",
        "--example iris --loss poisson | option -loss is 'poisson'",
        "--example iris --options -frob | has no option '-frob'",
        "--example iris --weights w7=1 | there is no parameter 'w7'",
        "--example iris --layers repeat(200,dense(2,relu)) | operations, a trace shows up to 300",
        "--example iris --model no.model | there is no model file 'no.model'",
        "no.arff | there is no data file 'no.arff'",
        "no.arff --example iris | there are two sets of rows",
        "--steps 2 | there are no rows: name a data file",
      })
  void whatIsWrongIsSaidInOneSentence(String arguments, String sentence) {
    Commands.Result result = trace(arguments.split(" "));
    assertEquals(2, result.code(), result.out());
    assertTrue(result.err().contains(sentence), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
  }
}
