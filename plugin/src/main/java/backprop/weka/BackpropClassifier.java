// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import backprop.engine.model.EpochRecord;
import backprop.engine.model.Model;
import backprop.engine.model.Version;
import backprop.engine.train.TrainingEvent;
import backprop.weka.export.JavaSource;
import backprop.weka.export.PmmlExport;
import backprop.weka.fit.Fit;
import backprop.weka.fit.Learner;
import backprop.weka.fit.SavedHeader;
import backprop.weka.fit.SavedTraining;
import backprop.weka.fit.Supervision;
import backprop.weka.measure.Measure;
import backprop.weka.monitor.Monitor;
import backprop.weka.options.Setting;
import backprop.weka.predict.NetworkPredictor;
import backprop.weka.predict.Predictor;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import weka.classifiers.ConditionalDensityEstimator;
import weka.classifiers.IntervalEstimator;
import weka.classifiers.IterativeClassifier;
import weka.classifiers.Sourcable;
import weka.classifiers.UpdateableBatchProcessor;
import weka.classifiers.UpdateableClassifier;
import weka.core.AdditionalMeasureProducer;
import weka.core.Capabilities;
import weka.core.Capabilities.Capability;
import weka.core.Drawable;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.OptionMetadata;
import weka.core.TechnicalInformation;
import weka.core.TechnicalInformation.Field;
import weka.core.TechnicalInformation.Type;
import weka.core.TechnicalInformationHandler;
import weka.core.ThreadSafe;
import weka.core.WeightedInstancesHandler;
import weka.core.pmml.PMMLProducer;

/**
 * A neural network that is trained by backpropagation, for a nominal or numeric class. Once built
 * it predicts from any number of threads at once.
 */
public abstract class BackpropClassifier extends BackpropOptions
    implements WeightedInstancesHandler,
        IterativeClassifier,
        UpdateableClassifier,
        UpdateableBatchProcessor,
        ConditionalDensityEstimator,
        IntervalEstimator,
        Sourcable,
        PMMLProducer,
        ThreadSafe,
        TechnicalInformationHandler,
        AdditionalMeasureProducer,
        Drawable {
  private static final long serialVersionUID = 1L;

  /** What is saved of the learner: what predicts, and what goes on from it. */
  private Predictor predictor;

  private SavedTraining saved;
  private boolean resume;

  private SavedHeader attributes;

  /** Attributes of the training rows, which source and PMML name; null in models saved before. */
  private transient Instances header;

  private transient Learner learner = new Learner();

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
    settings().preset().ifPresent(p -> p.reads().forEach(c::enable));
    // Rows may come one by one.
    c.setMinimumNumberInstances(0);
    return c;
  }

  /**
   * Trains on the rows that have a class and a weight above 0. The data is only read. Without any
   * row, waits for rows from {@link #updateClassifier}.
   *
   * @throws InterruptedException when the thread is interrupted: there is no model then
   * @throws Exception in one sentence when the data or an option is not allowed, or training
   *     diverges for good
   */
  @Override
  public void buildClassifier(Instances data) throws Exception {
    learner.forget();
    accept(data);
    if (data.isEmpty()) {
      learner.listen(data, choices());
    } else {
      Monitor.train(
          (watch, listeners) -> {
            learner.build(
                data, new Learner.Choices(settings(), getSeed(), resume, watch, listeners));
            return learner.known().flatMap(Predictor::model).isPresent();
          },
          data.relationName(),
          settings(),
          this::debug);
    }
  }

  private void accept(Instances data) throws Exception {
    Capabilities c = getCapabilities();
    c.setMinimumNumberInstances(Math.min(1, data.numInstances()));
    c.testWithFail(data);
    header = new Instances(data, 0);
  }

  private Learner.Choices choices() {
    Supervision watch = new Supervision(settings().yes(Setting.KEEP));
    return new Learner.Choices(settings(), getSeed(), resume, watch, this::debug);
  }

  /** Prepares for {@link #next}; goes on from an earlier training where that was resumable. */
  @Override
  public void initializeClassifier(Instances data) throws Exception {
    accept(data);
    learner.initialize(data, choices());
  }

  /** Trains for one epoch; false, without training, when the training has ended. */
  @Override
  public boolean next() throws Exception {
    return learner.next();
  }

  /** The epochs of the training under way, those of earlier ones that it goes on from included. */
  public List<EpochRecord> epochs() {
    return learner.epochs();
  }

  /** The best epoch of the training under way, from 1; 0 before any. */
  public int bestEpoch() {
    return learner.bestEpoch();
  }

  /** Epochs that the training under way plans, 0 where none is. */
  public int plannedEpochs() {
    return learner.plannedEpochs();
  }

  /**
   * Multiplies the learning rate of the training under way from the next epoch on.
   *
   * @param factor above 0
   * @throws IllegalStateException when no training is under way
   */
  public void multiplyRate(double factor) {
    learner.multiplyRate(factor);
  }

  /** Ends the training: the weights of the best epoch are kept. */
  @Override
  public void done() throws Exception {
    learner.done(resume);
  }

  @OptionMetadata(
      displayName = "resume",
      description =
          "Keep what the optimizer remembers in the model, so that training can go on later as if"
              + " it had never stopped; when all epochs are done, as many again are run. The model"
              + " becomes 3 to 5 times as large. (default: not kept)",
      commandLineParamName = "resume",
      commandLineParamSynopsis = "-resume",
      commandLineParamIsFlag = true,
      displayOrder = 21)
  @Override
  public boolean getResume() {
    return resume;
  }

  @Override
  public void setResume(boolean resume) {
    this.resume = resume;
  }

  /**
   * Takes a row to learn from. It waits for {@link #batchFinished}; a model that is finished is
   * then trained on with its encoders, from its weights.
   */
  @Override
  public void updateClassifier(Instance row) throws Exception {
    learner.update(row, choices());
  }

  /** Trains on all rows that wait, for all epochs. */
  @Override
  public void batchFinished() throws Exception {
    learner.settle();
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

  @Override
  public double[] distributionForInstance(Instance row) throws Exception {
    return learner.predictor().distribution(row);
  }

  @Override
  public double[][] distributionsForInstances(Instances rows) throws Exception {
    return learner.predictor().distributions(rows);
  }

  /**
   * For a nominal class. That of numbers Weka evaluates row by row, because only then it asks for
   * intervals and densities; else it would call them all wrong.
   */
  @Override
  public boolean implementsMoreEfficientBatchPrediction() {
    return header == null || !header.classAttribute().isNumeric();
  }

  /**
   * Where the class is with some probability: one interval. From the deviation that the loss
   * gaussian-nll or mixture-density learns, from the quantiles that quantile learns, else from what
   * the model misses on validation rows, or on training rows where there are none.
   */
  @Override
  public double[][] predictIntervals(Instance row, double level) throws Exception {
    return new double[][] {learner.predictor().density(row).interval(level)};
  }

  /** The natural logarithm of the density of the numeric class at a value. */
  @Override
  public double logDensity(Instance row, double value) throws Exception {
    return learner.predictor().density(row).logDensity(value);
  }

  /**
   * The network as a Java class without any library, for dense networks.
   *
   * @throws IllegalArgumentException in one sentence that names the layer, when it has another
   */
  @Override
  public String toSource(String className) throws Exception {
    return JavaSource.write(network("Java source"), header, className);
  }

  /**
   * The network as PMML, for dense networks of tanh and sigmoid.
   *
   * @param train the attributes; null for those trained on
   * @throws IllegalArgumentException in one sentence that names the layer, when it has another
   */
  @Override
  public String toPMML(Instances train) {
    return PmmlExport.write(network("PMML"), train == null ? header : train);
  }

  private NetworkPredictor network(String form) {
    if (learner.known().orElse(null) instanceof NetworkPredictor p && header != null) {
      return p;
    }
    throw new IllegalStateException(
        "there is no " + form + ", because there is no network: " + this);
  }

  /** The trained network; empty before training, and where ZeroR stands in for it. */
  public Optional<Model> model() {
    return predictor().flatMap(Predictor::model);
  }

  /** What predicts; empty before training. */
  public Optional<Predictor> predictor() {
    return learner.known();
  }

  @Override
  public Enumeration<String> enumerateMeasures() {
    return Collections.enumeration(Measure.names());
  }

  /** A number about the last training; NaN where it is not known, such as before training. */
  @Override
  public double getMeasure(String name) {
    return Measure.of(name, predictor());
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
    return predictor()
        .orElseThrow(() -> new IllegalStateException("no model has been built yet"))
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
    return predictor().map(Predictor::summary).orElse("No model has been built yet.");
  }

  /** Rows that wait are learned from first. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    try {
      learner.settle();
      predictor = learner.known().orElse(null);
      saved = SavedTraining.of(learner.state(resume));
      attributes = SavedHeader.of(header);
      out.defaultWriteObject();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the model cannot be saved: " + e.getMessage(), e);
    } finally {
      predictor = null;
      saved = null;
      attributes = null;
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    learner = new Learner(predictor, saved == null ? null : saved.state());
    header = attributes == null ? null : attributes.header();
    predictor = null;
    saved = null;
    attributes = null;
  }
}
