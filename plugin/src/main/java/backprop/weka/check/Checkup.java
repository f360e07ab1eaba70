// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.check;

import backprop.engine.backend.Kernels;
import backprop.engine.doctor.OverfitOneBatch;
import backprop.engine.model.Model;
import backprop.engine.network.Network;
import backprop.weka.BackpropClassifier;
import backprop.weka.backend.WekaBackends;
import backprop.weka.doctor.DataSymptoms;
import backprop.weka.doctor.Diagnosis;
import backprop.weka.fit.ComputeThreads;
import backprop.weka.fit.ModelRows;
import backprop.weka.predict.NetworkPredictor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.converters.ConverterUtils.DataSource;

/** A saved model at the doctor's. */
public final class Checkup {
  private final String file;
  private final NetworkPredictor predictor;
  private final Model model;
  private final int classIndex;

  private Checkup(String file, NetworkPredictor predictor, int classIndex) {
    this.file = file;
    this.predictor = predictor;
    this.model = predictor.model().orElseThrow();
    this.classIndex = classIndex;
  }

  /**
   * Reads a model.
   *
   * @param file as Weka saves it with -d, or the Explorer
   * @throws IllegalArgumentException in one sentence when it cannot be read or holds no network
   */
  public static Checkup of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file " + file);
    }
    Object[] saved;
    try {
      saved = SerializationHelper.readAll(file.toString());
    } catch (Exception e) {
      throw new IllegalArgumentException(
          file + " cannot be read as a model that Weka has saved: " + e.getMessage(), e);
    }
    if (saved.length == 0 || !(saved[0] instanceof BackpropClassifier c)) {
      throw new IllegalArgumentException(
          file
              + " holds "
              + (saved.length == 0 ? "nothing" : "a " + saved[0].getClass().getName())
              + ", it must hold a BackpropNetwork");
    }
    if (!(c.predictor().orElse(null) instanceof NetworkPredictor network)) {
      throw new IllegalArgumentException(
          file + " holds a BackpropNetwork without a network: " + c.toString().strip());
    }
    int index = saved.length > 1 && saved[1] instanceof Instances h ? h.classIndex() : -1;
    return new Checkup(file.toString(), network, index);
  }

  /** The model. */
  public Model model() {
    return model;
  }

  /** What was said when it was trained. */
  public List<String> atTraining() {
    return model.how().diagnosis().isEmpty()
        ? List.of("nobody looked when this model was trained")
        : model.how().diagnosis();
  }

  /**
   * Reads rows for the model.
   *
   * @throws IllegalArgumentException in one sentence when they cannot be read
   */
  public Instances rows(Path data) {
    if (!Files.isRegularFile(data)) {
      throw new IllegalArgumentException("there is no file " + data);
    }
    try {
      Instances rows = DataSource.read(data.toString());
      rows.setClassIndex(
          classIndex >= 0 && classIndex < rows.numAttributes()
              ? classIndex
              : rows.numAttributes() - 1);
      return rows;
    } catch (Exception e) {
      throw new IllegalArgumentException(
          data + " cannot be read as a data set: " + e.getMessage(), e);
    }
  }

  /**
   * Looks for all symptoms.
   *
   * @param training the rows that it was trained on, or others like them
   * @param others rows that it was not trained on, where there are any
   * @throws IllegalArgumentException in one sentence when the rows do not fit the model
   */
  public List<String> diagnose(Instances training, Optional<Instances> others)
      throws InterruptedException {
    try (Kernels kernels = kernels();
        ModelRows rows = ModelRows.of(training, predictor, kernels, true)) {
      Network network = model.network(kernels);
      ModelRows judged =
          others.isEmpty() ? null : ModelRows.of(others.get(), predictor, kernels, false);
      try {
        return Diagnosis.of(
            network,
            model.how(),
            rows.rows(),
            judged == null ? null : judged.rows(),
            DataSymptoms.find(training, rows.indices()));
      } finally {
        if (judged != null) {
          judged.close();
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the data do not fit the model " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Trains the model's layers, from new weights, on a few rows only.
   *
   * @throws IllegalArgumentException in one sentence when the rows do not fit the model
   */
  public OverfitOneBatch overfitOneBatch(Instances data) throws InterruptedException {
    try (Kernels kernels = kernels();
        ModelRows rows = ModelRows.of(data, predictor, kernels, true)) {
      return OverfitOneBatch.test(model.spec(), kernels, rows.rows(), model.how().seed());
    }
  }

  private static Kernels kernels() {
    return WekaBackends.choose("auto", 0).backend().open(ComputeThreads.automatic());
  }
}
