// SPDX-License-Identifier: GPL-3.0-or-later
package weka.clusterers;

import backprop.engine.model.Version;
import backprop.weka.features.AnnotatedOptions;
import backprop.weka.features.AutoencoderPlan;
import backprop.weka.features.LearnedCode;
import java.util.Arrays;
import java.util.Enumeration;
import weka.core.Capabilities;
import weka.core.Capabilities.Capability;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.Option;
import weka.core.OptionMetadata;

/** Finds odd rows: those that an autoencoder of all rows cannot say again. */
public class BackpropAnomaly extends RandomizableClusterer {
  private static final long serialVersionUID = 1L;

  private AutoencoderPlan plan = AutoencoderPlan.initial();
  private double share = 5;
  private LearnedCode learned;
  private double threshold;

  /** A finder with seed 1. */
  public BackpropAnomaly() {
    m_SeedDefault = 1;
    m_Seed = 1;
  }

  /** What Weka shows about the clusterer. */
  public String globalInfo() {
    return "Trains an autoencoder, which says each row again through a code of fewer numbers, and"
        + " calls those rows odd that it cannot say well: cluster 0 holds the usual rows, cluster 1"
        + " the odd ones. The anomaly score of a row is its mean squared error over the encoded"
        + " inputs; the share of training rows that count as odd fixes the threshold t, and the"
        + " probability of cluster 1 is score / (score + t).\n\nHawkins, He, Williams and Baxter,"
        + " \"Outlier detection using replicator neural networks\", DaWaK 2002.";
  }

  @Override
  public Capabilities getCapabilities() {
    Capabilities c = super.getCapabilities();
    c.disableAll();
    c.enable(Capability.NO_CLASS);
    c.enable(Capability.NOMINAL_ATTRIBUTES);
    c.enable(Capability.NUMERIC_ATTRIBUTES);
    c.enable(Capability.DATE_ATTRIBUTES);
    c.enable(Capability.MISSING_VALUES);
    return c;
  }

  @Override
  public void buildClusterer(Instances data) throws Exception {
    learned = null;
    getCapabilities().testWithFail(data);
    LearnedCode code = LearnedCode.train(data, plan, getSeed());
    double[] errors = new double[data.numInstances()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = code.error(data.instance(i));
    }
    Arrays.sort(errors);
    int usual = (int) Math.ceil(errors.length * (1 - share / 100));
    // Between the last usual row and the first odd one.
    double last = errors[Math.max(0, Math.min(usual, errors.length) - 1)];
    double next = usual < errors.length ? errors[usual] : last;
    threshold = Math.max(Double.MIN_NORMAL, (last + next) / 2);
    learned = code;
  }

  private LearnedCode built() {
    if (learned == null) {
      throw new IllegalStateException("no clusterer has been built yet");
    }
    return learned;
  }

  /** The anomaly score of a row, from 0: the mean squared error of its encoded inputs. */
  public double anomalyScore(Instance row) {
    return built().error(row);
  }

  /** Above it a row counts as odd. */
  public double threshold() {
    built();
    return threshold;
  }

  @Override
  public double[] distributionForInstance(Instance row) {
    double score = anomalyScore(row);
    double odd = score / (score + threshold);
    return new double[] {1 - odd, odd};
  }

  @Override
  public int clusterInstance(Instance row) {
    return anomalyScore(row) > threshold ? 1 : 0;
  }

  @Override
  public int numberOfClusters() {
    return 2;
  }

  @OptionMetadata(
      displayName = "code",
      description =
          "Sizes of the layers from the row to the code, the code last, separated by commas; back"
              + " from it they come in the opposite order. (default auto: two thirds and one third"
              + " of the inputs)",
      commandLineParamName = "code",
      commandLineParamSynopsis = "-code <sizes>",
      displayOrder = 1)
  public String getCode() {
    return plan.unitsText();
  }

  public void setCode(String sizes) {
    plan = with(AutoencoderPlan.units(sizes), plan.noise(), plan.epochs(), plan.optimizer());
  }

  private AutoencoderPlan with(
      java.util.List<Integer> units, String noise, int epochs, String optimizer) {
    return new AutoencoderPlan(
            units, plan.activation(), optimizer, noise, epochs, plan.batch(), plan.threads())
        .checked();
  }

  @OptionMetadata(
      displayName = "oddShare",
      description =
          "Percentage of the training rows that count as odd, above 0 and below 100. (default 5)",
      commandLineParamName = "share",
      commandLineParamSynopsis = "-share <percent>",
      displayOrder = 2)
  public double getOddShare() {
    return share;
  }

  public void setOddShare(double percent) {
    if (!(percent > 0 && percent < 100)) {
      throw new IllegalArgumentException(
          "option -share is " + percent + ", allowed are numbers above 0 and below 100");
    }
    share = percent;
  }

  @OptionMetadata(
      displayName = "epochs",
      description = "Passes over the rows, from 1. (default 100)",
      commandLineParamName = "N",
      commandLineParamSynopsis = "-N <epochs>",
      displayOrder = 3)
  public int getEpochs() {
    return plan.epochs();
  }

  public void setEpochs(int epochs) {
    plan = with(plan.units(), plan.noise(), epochs, plan.optimizer());
  }

  @OptionMetadata(
      displayName = "noise",
      description =
          "What changes the rows that the network sees while it is to say the clean ones, such as"
              + " \"mask-noise(0.2)\" or \"swap-noise(0.1)\"; none for none. (default none)",
      commandLineParamName = "noise",
      commandLineParamSynopsis = "-noise <augmentations>",
      displayOrder = 4)
  public String getNoise() {
    return plan.noise();
  }

  public void setNoise(String noise) {
    String given = noise.strip().isEmpty() ? "none" : noise.strip();
    plan = with(plan.units(), given, plan.epochs(), plan.optimizer());
  }

  @OptionMetadata(
      displayName = "optimizer",
      description = "What turns gradients into steps. (default adam(rate=cosine(0.005)))",
      commandLineParamName = "optimizer",
      commandLineParamSynopsis = "-optimizer <optimizer>",
      displayOrder = 5)
  public String getOptimizer() {
    return plan.optimizer();
  }

  public void setOptimizer(String optimizer) {
    plan = with(plan.units(), plan.noise(), plan.epochs(), optimizer);
  }

  @Override
  public Enumeration<Option> listOptions() {
    return new AnnotatedOptions(this).listWith(super.listOptions());
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    AnnotatedOptions.Setting own = new AnnotatedOptions(this).take(options);
    super.setOptions(options);
    own.set();
  }

  @Override
  public String[] getOptions() {
    return new AnnotatedOptions(this).getWith(super.getOptions());
  }

  @Override
  public String getRevision() {
    return Version.current();
  }

  @Override
  public String toString() {
    return learned == null
        ? "No clusterer has been built yet."
        : "Autoencoder of "
            + learned.how().rows()
            + " rows, odd above a mean squared error of "
            + String.format(java.util.Locale.ROOT, "%.4g", threshold)
            + "\n\n"
            + learned.describe();
  }

  /** Runs the clusterer on the command line: {@code -t data.arff}. */
  public static void main(String[] args) {
    runClusterer(new BackpropAnomaly(), args);
  }
}
