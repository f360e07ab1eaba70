// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.flow;

import backprop.engine.model.EpochRecord;
import backprop.weka.BackpropClassifier;
import backprop.weka.predict.Predictor;
import backprop.weka.results.CurvePicture;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;
import weka.core.Utils;
import weka.core.WekaException;
import weka.knowledgeflow.Data;
import weka.knowledgeflow.StepManager;
import weka.knowledgeflow.steps.BaseStep;
import weka.knowledgeflow.steps.KFStep;

/**
 * Puts out how a network was trained: a row for each epoch with the losses, the metric and the
 * learning rate, and a picture of the losses.
 */
@KFStep(
    name = "LearningCurve",
    category = "Evaluation",
    toolTipText = "The epochs of a BackpropNetwork, as rows and as a picture",
    iconPath = "backprop/weka/flow/LearningCurve.png")
public final class LearningCurve extends BaseStep {
  private static final long serialVersionUID = 1L;

  @Override
  public void stepInit() {
    // Nothing is kept from run to run.
  }

  @Override
  public List<String> getIncomingConnectionTypes() {
    return getStepManager().numIncomingConnections() == 0
        ? List.of(StepManager.CON_BATCH_CLASSIFIER, StepManager.CON_INCREMENTAL_CLASSIFIER)
        : List.of();
  }

  @Override
  public List<String> getOutgoingConnectionTypes() {
    return getStepManager().numIncomingConnections() == 0
        ? List.of()
        : List.of(StepManager.CON_DATASET, StepManager.CON_IMAGE, StepManager.CON_TEXT);
  }

  @Override
  public void processIncoming(Data data) throws WekaException {
    boolean stream = data.getConnectionName().equals(StepManager.CON_INCREMENTAL_CLASSIFIER);
    if (stream && !getStepManager().isStreamFinished(data)) {
      return;
    }
    getStepManager().processing();
    Object classifier = data.getPayloadElement(data.getConnectionName());
    if (!(classifier instanceof BackpropClassifier network)) {
      throw new WekaException(
          "LearningCurve shows how a BackpropNetwork was trained, but it got "
              + (classifier == null ? "nothing" : "a " + classifier.getClass().getName()));
    }
    if (network.model().isEmpty()) {
      getStepManager().logWarning("There is no learning curve: " + network);
    } else {
      Integer set = data.getPayloadElement(StepManager.CON_AUX_DATA_SET_NUM, 1);
      Integer sets = data.getPayloadElement(StepManager.CON_AUX_DATA_MAX_SET_NUM, 1);
      put(network, set, sets);
    }
    if (isStopRequested()) {
      getStepManager().interrupted();
    } else {
      getStepManager().finished();
    }
  }

  private void put(BackpropClassifier network, int set, int sets) throws WekaException {
    List<EpochRecord> history = network.model().orElseThrow().how().history();
    Data rows = numbered(new Data(StepManager.CON_DATASET, rows(history)), set, sets);
    getStepManager().outputData(rows);
    BufferedImage picture = CurvePicture.of(history);
    Data image = numbered(new Data(StepManager.CON_IMAGE, picture), set, sets);
    image.setPayloadElement(StepManager.CON_AUX_DATA_TEXT_TITLE, "Learning curve " + set);
    getStepManager().outputData(image);
    Predictor trained = network.predictor().orElseThrow();
    Data text = numbered(new Data(StepManager.CON_TEXT, trained.summary()), set, sets);
    text.setPayloadElement(StepManager.CON_AUX_DATA_TEXT_TITLE, "Learning curve " + set);
    getStepManager().outputData(text);
  }

  private static Data numbered(Data data, int set, int sets) {
    data.setPayloadElement(StepManager.CON_AUX_DATA_SET_NUM, set);
    data.setPayloadElement(StepManager.CON_AUX_DATA_MAX_SET_NUM, sets);
    return data;
  }

  /** A row for each epoch; what is not known is missing. */
  static Instances rows(List<EpochRecord> history) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (String name :
        List.of("epoch", "training-loss", "validation-loss", "metric", "learning-rate")) {
      attributes.add(new Attribute(name));
    }
    Instances rows = new Instances("learning-curve", attributes, history.size());
    for (EpochRecord e : history) {
      double[] x = {e.epoch(), e.trainingLoss(), e.validationLoss(), e.score(), e.rate()};
      for (int i = 0; i < x.length; i++) {
        x[i] = Double.isFinite(x[i]) ? x[i] : Utils.missingValue();
      }
      rows.add(new DenseInstance(1, x));
    }
    return rows;
  }
}
