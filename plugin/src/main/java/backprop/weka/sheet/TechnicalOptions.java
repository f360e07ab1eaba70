// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.sheet;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.util.List;
import weka.classifiers.AbstractClassifier;
import weka.core.OptionMetadata;

/** The options on how attributes and classes are read, and what computes. */
public final class TechnicalOptions extends OptionGroup {
  private static final long serialVersionUID = 1L;

  private boolean debug;
  private boolean doNotCheckCapabilities;
  private int numDecimalPlaces = AbstractClassifier.NUM_DECIMAL_PLACES_DEFAULT;
  private String batchSize = AbstractClassifier.BATCH_SIZE_DEFAULT;

  /** All at their defaults. */
  public TechnicalOptions() {}

  /** With the values that are in these settings. */
  public TechnicalOptions(Settings settings) {
    super(settings);
  }

  /** What Weka shows above the sheet. */
  public String globalInfo() {
    return "More: what is rarely changed. How attributes and classes are read, what computes, and"
        + " what Weka has for every classifier.";
  }

  @Override
  public List<Setting> members() {
    return List.of(
        Setting.HIDDEN_LAYERS,
        Setting.CLASS_WEIGHTS,
        Setting.NOMINAL,
        Setting.NUMERIC,
        Setting.ACCUMULATE,
        Setting.THREADS,
        Setting.MEMORY,
        Setting.BACKEND,
        Setting.PRECISION);
  }

  @OptionMetadata(
      displayName = "hidden layers (-H)",
      description =
          "The hidden layers as MultilayerPerceptron lists them, instead of layers: sizes and the"
              + " letters a = (inputs + outputs) / 2, i = inputs, o = outputs, t = inputs +"
              + " outputs, separated by commas; 0 alone for none. Units are ReLU. (default: not"
              + " given)",
      commandLineParamName = "H",
      commandLineParamSynopsis = "-H <sizes>",
      displayOrder = 40)
  public String getHiddenLayers() {
    return settings().text(Setting.HIDDEN_LAYERS);
  }

  public void setHiddenLayers(String text) {
    set(settings().with(Setting.HIDDEN_LAYERS, text));
  }

  @OptionMetadata(
      displayName = "class weights",
      description =
          "Factors of the rows' weights by class: none, balanced (all classes weigh the same in"
              + " all), or one number from 0 for each class, separated by commas. (default none)",
      commandLineParamName = "class-weights",
      commandLineParamSynopsis = "-class-weights <weights>",
      displayOrder = 41)
  public String getClassWeights() {
    return settings().text(Setting.CLASS_WEIGHTS);
  }

  public void setClassWeights(String text) {
    set(settings().with(Setting.CLASS_WEIGHTS, text));
  }

  @OptionMetadata(
      displayName = "nominal attributes",
      description =
          "What nominal attributes become: one-hot, one column for each value; index, one column"
              + " with the index of the value from 0, for layers such as \"embeddings, dense(32,"
              + " relu)\": missing values and those that no training row has are -1, which such"
              + " layers look up as zeros, and these columns come before those of numbers. Where"
              + " layers begin with embedding, numbers are indices, too. (default auto: index"
              + " where layers begin with embedding or embeddings, else one-hot)",
      commandLineParamName = "nominal",
      commandLineParamSynopsis = "-nominal <auto|one-hot|index>",
      displayOrder = 42)
  public String getNominalAttributes() {
    return settings().text(Setting.NOMINAL);
  }

  public void setNominalAttributes(String text) {
    set(settings().with(Setting.NOMINAL, text));
  }

  @OptionMetadata(
      displayName = "numeric attributes",
      description =
          "What numeric attributes become: \"standardize\" makes each one number with mean 0 and"
              + " deviation 1, \"bins\" adds to it eight numbers, one for each eighth of the"
              + " training rows in order, that say how far the value has come through it, so that"
              + " the network sees thresholds as trees do. Dates are numbers, too. (default auto:"
              + " bins where auto layers come to an ensemble for a nominal class, else"
              + " standardize)",
      commandLineParamName = "numeric",
      commandLineParamSynopsis = "-numeric <auto|standardize|bins>",
      displayOrder = 43)
  public String getNumericAttributes() {
    return settings().text(Setting.NUMERIC);
  }

  public void setNumericAttributes(String text) {
    set(settings().with(Setting.NUMERIC, text));
  }

  @OptionMetadata(
      displayName = "accumulate",
      description =
          "Minibatches whose gradients together make one step, from 1: a larger batch in the"
              + " memory of a small one. (default 1)",
      commandLineParamName = "accumulate",
      commandLineParamSynopsis = "-accumulate <count>",
      displayOrder = 44)
  public int getAccumulate() {
    return settings().number(Setting.ACCUMULATE);
  }

  public void setAccumulate(int count) {
    set(settings().with(Setting.ACCUMULATE, count));
  }

  @OptionMetadata(
      displayName = "threads",
      description =
          "Threads that compute, up to 1024; 0 for one per core. Does not change results."
              + " (default 0)",
      commandLineParamName = "threads",
      commandLineParamSynopsis = "-threads <number>",
      displayOrder = 45)
  public int getThreads() {
    return settings().number(Setting.THREADS);
  }

  public void setThreads(int threads) {
    set(settings().with(Setting.THREADS, threads));
  }

  @OptionMetadata(
      displayName = "memory",
      description =
          "Megabytes that the encoded rows may take in memory; where they take more they are in a"
              + " temporary file, and shuffled in parts that fit. (default auto: half of the"
              + " memory that Weka's own rows leave to Java)",
      commandLineParamName = "memory",
      commandLineParamSynopsis = "-memory <megabytes>",
      displayOrder = 46)
  public int getMemory() {
    return settings().number(Setting.MEMORY);
  }

  public void setMemory(int megabytes) {
    set(settings().with(Setting.MEMORY, megabytes));
  }

  @OptionMetadata(
      displayName = "backend",
      description =
          "What computes: auto, java, vector, blas, opencl (or opencl:1, opencl:nvidia for one of"
              + " several devices), reference (double precision, slow)."
              + " (default auto: the fastest that works here)",
      commandLineParamName = "backend",
      commandLineParamSynopsis = "-backend <name>",
      displayOrder = 47)
  public String getBackend() {
    return settings().text(Setting.BACKEND);
  }

  public void setBackend(String name) {
    set(settings().with(Setting.BACKEND, name));
  }

  @OptionMetadata(
      displayName = "precision",
      description =
          "What the factors of matrix products are rounded to: float, or tf32 (11 bits) or bf16 (8"
              + " bits) on the tensor cores of an NVIDIA device, with -backend opencl. Sums and"
              + " everything else are floats. (default float)",
      commandLineParamName = "precision",
      commandLineParamSynopsis = "-precision <name>",
      displayOrder = 48)
  public String getPrecision() {
    return settings().text(Setting.PRECISION);
  }

  public void setPrecision(String name) {
    set(settings().with(Setting.PRECISION, name));
  }

  @OptionMetadata(
      displayName = "debug",
      description = "Whether Weka's log gets a line for each epoch",
      commandLineParamName = "",
      commandLineParamSynopsis = "",
      displayOrder = 50)
  public boolean getDebug() {
    return debug;
  }

  public void setDebug(boolean yes) {
    debug = yes;
  }

  @OptionMetadata(
      displayName = "do not check capabilities",
      description = "Whether to train without asking first if the data is of an allowed kind",
      commandLineParamName = "",
      commandLineParamSynopsis = "",
      displayOrder = 51)
  public boolean getDoNotCheckCapabilities() {
    return doNotCheckCapabilities;
  }

  public void setDoNotCheckCapabilities(boolean yes) {
    doNotCheckCapabilities = yes;
  }

  @OptionMetadata(
      displayName = "decimal places",
      description = "Decimal places of numbers in Weka's output, from 0",
      commandLineParamName = "",
      commandLineParamSynopsis = "",
      displayOrder = 52)
  public int getNumDecimalPlaces() {
    return numDecimalPlaces;
  }

  public void setNumDecimalPlaces(int places) {
    numDecimalPlaces = places;
  }

  @OptionMetadata(
      displayName = "prediction batch",
      description = "Rows that Weka asks to be predicted together, from 1; not about training",
      commandLineParamName = "",
      commandLineParamSynopsis = "",
      displayOrder = 53)
  public String getBatchSize() {
    return batchSize;
  }

  public void setBatchSize(String rows) {
    batchSize = rows;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TechnicalOptions t
        && super.equals(o)
        && t.debug == debug
        && t.doNotCheckCapabilities == doNotCheckCapabilities
        && t.numDecimalPlaces == numDecimalPlaces
        && t.batchSize.equals(batchSize);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
