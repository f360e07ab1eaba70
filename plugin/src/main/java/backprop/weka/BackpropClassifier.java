// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.model.Version;
import backprop.engine.train.TrainingEvent;
import backprop.weka.fit.Fit;
import backprop.weka.monitor.Monitor;
import backprop.weka.predict.Predictor;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import weka.core.AdditionalMeasureProducer;
import weka.core.Capabilities;
import weka.core.Capabilities.Capability;
import weka.core.Drawable;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.TechnicalInformation;
import weka.core.TechnicalInformation.Field;
import weka.core.TechnicalInformation.Type;
import weka.core.TechnicalInformationHandler;
import weka.core.WeightedInstancesHandler;

/**
 * A neural network that is trained by backpropagation, for a nominal or numeric class. Once built
 * it predicts from any number of threads at once.
 */
public abstract class BackpropClassifier extends BackpropOptions
    implements WeightedInstancesHandler,
        TechnicalInformationHandler,
        AdditionalMeasureProducer,
        Drawable {
  private static final long serialVersionUID = 1L;

  private static final String EPOCHS = "measureEpochs";
  private static final String BEST_EPOCH = "measureBestEpoch";
  private static final String PARAMETERS = "measureParameters";
  private static final String BEST_VALIDATION_LOSS = "measureBestValidationLoss";
  private static final String TRAINING_SECONDS = "measureTrainingSeconds";

  private Predictor predictor;

  @Override
  public Capabilities getCapabilities() {
    Capabilities c = super.getCapabilities();
    c.disableAll();
    c.enable(Capability.NOMINAL_ATTRIBUTES);
    c.enable(Capability.NUMERIC_ATTRIBUTES);
    c.enable(Capability.DATE_ATTRIBUTES);
    c.enable(Capability.MISSING_VALUES);
    c.enable(Capability.NOMINAL_CLASS);
    c.enable(Capability.UNARY_CLASS);
    c.enable(Capability.NUMERIC_CLASS);
    c.enable(Capability.DATE_CLASS);
    c.enable(Capability.MISSING_CLASS_VALUES);
    return c;
  }

  /**
   * Trains on the rows that have a class and a weight above 0. The data is only read.
   *
   * @throws InterruptedException when the thread is interrupted: there is no model then
   * @throws Exception in one sentence when the data or an option is not allowed, or training
   *     diverges for good
   */
  @Override
  public void buildClassifier(Instances data) throws Exception {
    predictor = null;
    getCapabilities().testWithFail(data);
    Fit fit = new Fit(data, settings(), getSeed());
    predictor = Monitor.train(fit, data.relationName(), settings(), this::debug);
  }

  /**
   * Checks data and options as far as that is possible without training.
   *
   * @throws Exception in one sentence when the data or an option is not allowed
   */
  public void check(Instances data) throws Exception {
    getCapabilities().testWithFail(data);
    new Fit(data, settings(), getSeed()).check();
  }

  /** Tells every epoch when the option output-debug-info is set. */
  private void debug(TrainingEvent event) {
    if (getDebug() && event instanceof TrainingEvent.EpochDone e) {
      Logger.getLogger(BackpropClassifier.class.getName()).info(e.record().toString());
    }
  }

  private Predictor built() {
    if (predictor == null) {
      throw new IllegalStateException("no model has been built yet");
    }
    return predictor;
  }

  private Optional<Provenance> provenance() {
    return Optional.ofNullable(predictor).flatMap(Predictor::model).map(Model::how);
  }

  @Override
  public double[] distributionForInstance(Instance row) {
    return built().distribution(row);
  }

  @Override
  public double[][] distributionsForInstances(Instances rows) throws Exception {
    return built().distributions(rows);
  }

  @Override
  public boolean implementsMoreEfficientBatchPrediction() {
    return true;
  }

  /** The trained network; empty before training, and where ZeroR stands in for it. */
  public Optional<Model> model() {
    return Optional.ofNullable(predictor).flatMap(Predictor::model);
  }

  /** What predicts; empty before training. */
  public Optional<Predictor> predictor() {
    return Optional.ofNullable(predictor);
  }

  @Override
  public Enumeration<String> enumerateMeasures() {
    return Collections.enumeration(
        List.of(EPOCHS, BEST_EPOCH, PARAMETERS, BEST_VALIDATION_LOSS, TRAINING_SECONDS));
  }

  /**
   * A number about the last training: epochs run, the epoch whose weights were kept, trained
   * parameters, loss of the validation rows in that epoch (NaN without any), seconds. Before
   * training NaN; where ZeroR stands in, 0 epochs and parameters.
   */
  @Override
  public double getMeasure(String name) {
    Optional<Provenance> how = provenance();
    double absent = predictor == null ? Double.NaN : 0;
    return switch (name) {
      case EPOCHS -> how.map(h -> (double) h.history().size()).orElse(absent);
      case BEST_EPOCH -> how.map(h -> (double) h.bestEpoch()).orElse(absent);
      case PARAMETERS -> model().map(m -> (double) m.parameters().length).orElse(absent);
      case TRAINING_SECONDS -> how.map(Provenance::seconds).orElse(absent);
      case BEST_VALIDATION_LOSS ->
          how.filter(h -> h.bestEpoch() > 0)
              .map(h -> h.history().get(h.bestEpoch() - 1).validationLoss())
              .orElse(Double.NaN);
      default ->
          throw new IllegalArgumentException(
              "measure '"
                  + name
                  + "' is not known, known are "
                  + String.join(", ", Collections.list(enumerateMeasures())));
    };
  }

  @Override
  public int graphType() {
    return Drawable.BayesNet;
  }

  /**
   * The network for the Explorer's "Visualize graph".
   *
   * @throws IllegalStateException in one sentence when there is no network
   */
  @Override
  public String graph() {
    return built()
        .graph()
        .orElseThrow(
            () -> new IllegalStateException("ZeroR stands in: there is no network to show"));
  }

  @Override
  public TechnicalInformation getTechnicalInformation() {
    TechnicalInformation paper = new TechnicalInformation(Type.ARTICLE);
    paper.setValue(
        Field.AUTHOR, "David E. Rumelhart and Geoffrey E. Hinton and Ronald J. Williams");
    paper.setValue(Field.YEAR, "1986");
    paper.setValue(Field.TITLE, "Learning representations by back-propagating errors");
    paper.setValue(Field.JOURNAL, "Nature");
    paper.setValue(Field.VOLUME, "323");
    paper.setValue(Field.PAGES, "533-536");
    return paper;
  }

  @Override
  public String getRevision() {
    return Version.current();
  }

  @Override
  public String toString() {
    return predictor == null ? "No model has been built yet." : predictor.summary();
  }
}
