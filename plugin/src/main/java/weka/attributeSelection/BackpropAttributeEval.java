// SPDX-License-Identifier: GPL-3.0-or-later
package weka.attributeSelection;

import backprop.engine.model.Version;
import backprop.weka.features.AnnotatedOptions;
import backprop.weka.features.Importance;
import backprop.weka.predict.NetworkPredictor;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Random;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Capabilities;
import weka.core.Instances;
import weka.core.Option;
import weka.core.OptionHandler;
import weka.core.OptionMetadata;
import weka.core.Randomizable;
import weka.core.SelectedTag;
import weka.core.Tag;

/** Ranks attributes by what they matter to a neural network. */
public class BackpropAttributeEval extends ASEvaluation
    implements AttributeEvaluator, OptionHandler, Randomizable {
  private static final long serialVersionUID = 1L;

  private static final int PERMUTATION = 0;
  private static final int GRADIENT = 1;

  /** What the option -method may be. */
  public static final Tag[] METHODS = {
    new Tag(PERMUTATION, "permutation", "growth of the error when values are permuted"),
    new Tag(GRADIENT, "gradient", "gradient of the loss times input")
  };

  private BackpropNetwork network = new BackpropNetwork();
  private int method = PERMUTATION;
  private int repeats = 5;
  private int holdout = 30;
  private int seed = 1;
  private double[] importance;

  /** What Weka shows about the evaluator. */
  public String globalInfo() {
    return "Trains a neural network and ranks attributes by what they matter to it: by how much the"
        + " error on rows that it was not trained on grows when the values of the attribute are"
        + " permuted (log loss of a nominal class, root mean squared error of a numeric one), or by"
        + " the gradient of the loss times the input. All attributes are seen together, so of two"
        + " that tell the same each may count for little.";
  }

  @Override
  public Capabilities getCapabilities() {
    Capabilities c = network.getCapabilities();
    c.setOwner(this);
    c.setMinimumNumberInstances(1);
    return c;
  }

  @Override
  public void buildEvaluator(Instances data) throws Exception {
    importance = null;
    getCapabilities().testWithFail(data);
    Instances rows = new Instances(data);
    rows.deleteWithMissingClass();
    Instances train = rows;
    Instances judge = rows;
    if (holdout > 0 && rows.numInstances() > 1) {
      rows.randomize(new Random(seed));
      if (rows.classAttribute().isNominal()) {
        rows.stratify(Math.max(2, Math.min(rows.numInstances(), 100 / Math.min(holdout, 50))));
      }
      int count = Math.max(1, (int) Math.round(rows.numInstances() * (100.0 - holdout) / 100));
      count = Math.min(count, rows.numInstances() - 1);
      train = new Instances(rows, 0, count);
      judge = new Instances(rows, count, rows.numInstances() - count);
    }
    BackpropNetwork trained = new BackpropNetwork();
    trained.setOptions(network.getOptions());
    trained.buildClassifier(train);
    double[] found = new double[data.numAttributes()];
    if (trained.predictor().orElse(null) instanceof NetworkPredictor p) {
      found =
          method == PERMUTATION
              ? Importance.byPermutation(p, judge, repeats, seed)
              : Importance.byGradient(p, judge);
    }
    importance = found;
  }

  @Override
  public double evaluateAttribute(int attribute) {
    if (importance == null) {
      throw new IllegalStateException("no evaluator has been built yet");
    }
    return importance[attribute];
  }

  @OptionMetadata(
      displayName = "network",
      description =
          "Options of the network that is trained: those of BackpropNetwork. (default: its own)",
      commandLineParamName = "network",
      commandLineParamSynopsis = "-network <options>",
      displayOrder = 1)
  public BackpropNetwork getNetwork() {
    return network;
  }

  public void setNetwork(BackpropNetwork network) {
    this.network = network;
  }

  @OptionMetadata(
      displayName = "method",
      description = "What importance is: permutation or gradient. (default permutation)",
      commandLineParamName = "method",
      commandLineParamSynopsis = "-method <permutation|gradient>",
      displayOrder = 2)
  public SelectedTag getMethod() {
    return new SelectedTag(method, METHODS);
  }

  public void setMethod(SelectedTag tag) {
    if (tag.getTags() == METHODS) {
      method = tag.getSelectedTag().getID();
    }
  }

  @OptionMetadata(
      displayName = "repeats",
      description = "How often the values of each attribute are permuted, from 1. (default 5)",
      commandLineParamName = "repeats",
      commandLineParamSynopsis = "-repeats <number>",
      displayOrder = 3)
  public int getRepeats() {
    return repeats;
  }

  public void setRepeats(int repeats) {
    if (repeats < 1) {
      throw new IllegalArgumentException(
          "option -repeats is " + repeats + ", allowed are whole numbers from 1");
    }
    this.repeats = repeats;
  }

  @OptionMetadata(
      displayName = "holdout",
      description =
          "Percentage of the rows, 0 to 90, that are not trained on but tell what matters; 0 for"
              + " the training rows themselves. (default 30)",
      commandLineParamName = "holdout",
      commandLineParamSynopsis = "-holdout <percent>",
      displayOrder = 4)
  public int getHoldout() {
    return holdout;
  }

  public void setHoldout(int percent) {
    if (percent < 0 || percent > 90) {
      throw new IllegalArgumentException(
          "option -holdout is " + percent + ", allowed are whole numbers from 0 to 90");
    }
    holdout = percent;
  }

  @OptionMetadata(
      displayName = "seed",
      description = "Seed of the division of rows and of the permutations. (default 1)",
      commandLineParamName = "S",
      commandLineParamSynopsis = "-S <seed>",
      displayOrder = 5)
  @Override
  public int getSeed() {
    return seed;
  }

  @Override
  public void setSeed(int seed) {
    this.seed = seed;
  }

  @Override
  public Enumeration<Option> listOptions() {
    return Collections.enumeration(new AnnotatedOptions(this).list());
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    new AnnotatedOptions(this).take(options).set();
  }

  @Override
  public String[] getOptions() {
    return new AnnotatedOptions(this).get();
  }

  @Override
  public String getRevision() {
    return Version.current();
  }

  @Override
  public String toString() {
    return importance == null
        ? "No evaluator has been built yet."
        : "\tImportance to a neural network, by "
            + METHODS[method].getReadable()
            + (holdout > 0 ? "\n\ton " + holdout + "% of the rows, not trained on\n" : "\n");
  }

  /**
   * Runs the evaluator on the command line: {@code -i data.arff -s weka.attributeSelection.Ranker}.
   */
  public static void main(String[] args) {
    runEvaluator(new BackpropAttributeEval(), args);
  }
}
