// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.export;

import backprop.engine.model.Model;
import backprop.engine.model.NetworkJson;
import backprop.engine.onnx.OnnxExport;
import backprop.weka.BackpropClassifier;
import backprop.weka.predict.NetworkPredictor;
import backprop.weka.predict.Predictor;
import java.nio.file.Files;
import java.nio.file.Path;
import weka.core.CommandlineRunnable;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.Utils;

/**
 * Exports a model that Weka has saved, on the command line.
 *
 * <pre>
 * java weka.Run .BackpropExport -model iris.model -onnx iris.onnx -pmml iris.pmml -json iris.json
 * </pre>
 */
public final class BackpropExport implements CommandlineRunnable {
  private static final String USAGE =
      """


      General options:

      -model <file>
          The model, as Weka saves it with -d.
      -onnx <file>
          Writes the network as ONNX; its rows are encoded ones.
      -pmml <file>
          Writes dense networks with tanh or sigmoid as PMML, encoders included.
      -json <file>
          Writes what the network is, without its weights, as JSON.
      """;

  @Override
  public void preExecution() {
    // Nothing to prepare.
  }

  @Override
  public void postExecution() {
    // Nothing to release.
  }

  /**
   * Exports to all files that the options name.
   *
   * @throws IllegalArgumentException in a sentence, with the options, when the model is none of
   *     this package or cannot be written in a format; nothing is written then
   */
  @Override
  public void run(Object toRun, String[] options) throws Exception {
    try {
      export(options);
    } catch (IllegalArgumentException e) {
      // Weka shows a message alone, without a stack trace, if it tells the general options.
      throw new IllegalArgumentException(e.getMessage() + USAGE, e);
    }
  }

  private static void export(String[] options) throws Exception {
    String file = Utils.getOption("model", options);
    String onnx = Utils.getOption("onnx", options);
    String pmml = Utils.getOption("pmml", options);
    String json = Utils.getOption("json", options);
    for (String rest : options) {
      if (!rest.isEmpty()) {
        throw new IllegalArgumentException("option '" + rest + "' is not known");
      }
    }
    if (file.isEmpty() || (onnx.isEmpty() && pmml.isEmpty() && json.isEmpty())) {
      throw new IllegalArgumentException("-model and at least one of -onnx, -pmml, -json needed");
    }
    if (!Files.isRegularFile(Path.of(file))) {
      throw new IllegalArgumentException("there is no file " + file);
    }
    Object[] saved = SerializationHelper.readAll(file);
    NetworkPredictor predictor = predictor(file, saved);
    Model model = predictor.model().orElseThrow();
    byte[] onnxBytes = onnx.isEmpty() ? null : OnnxExport.write(model);
    String pmmlText = pmml.isEmpty() ? null : PmmlExport.write(predictor, header(file, saved));
    if (onnxBytes != null) {
      Files.write(Path.of(onnx), onnxBytes);
    }
    if (pmmlText != null) {
      Files.writeString(Path.of(pmml), pmmlText);
    }
    if (!json.isEmpty()) {
      Files.writeString(Path.of(json), NetworkJson.of(model));
    }
  }

  private static NetworkPredictor predictor(String file, Object[] saved) {
    if (saved.length == 0 || !(saved[0] instanceof BackpropClassifier c)) {
      throw new IllegalArgumentException(
          file
              + " holds "
              + (saved.length == 0 ? "nothing" : "a " + saved[0].getClass().getName())
              + ", only a BackpropNetwork can be exported");
    }
    Predictor p = c.predictor().orElse(null);
    if (!(p instanceof NetworkPredictor network)) {
      throw new IllegalArgumentException(
          file + " holds a BackpropNetwork without a network: " + c.toString().strip());
    }
    return network;
  }

  private static Instances header(String file, Object[] saved) {
    if (saved.length < 2 || !(saved[1] instanceof Instances header)) {
      throw new IllegalArgumentException(
          file + " does not hold the attributes of its training data, which PMML needs");
    }
    return header;
  }

  /** Runs it without {@code weka.Run}. */
  public static void main(String[] args) throws Exception {
    new BackpropExport().run(null, args);
  }
}
