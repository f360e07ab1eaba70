// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weka.classifiers.RandomizableClassifier;
import weka.core.OptionMetadata;
import weka.core.Utils;

/**
 * The classifier's options as bean properties and as a command line. A setter or a command line
 * with a value that is not allowed throws an {@link IllegalArgumentException} in one sentence.
 *
 * <p>The annotations feed Weka's help and its property editor. The command line is read here and
 * not by Weka's own reader of annotations, which prints what goes wrong and then goes on.
 */
public abstract class BackpropOptions extends RandomizableClassifier {
  private static final long serialVersionUID = 1L;

  private Settings settings = Settings.initial();

  /** The values of all options but the seed. */
  protected Settings settings() {
    return settings;
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    String[] rest = options.clone();
    Settings taken = Settings.take(rest);
    String seed = Utils.getOptionPos('S', rest) < 0 ? "1" : Utils.getOption('S', rest);
    super.setOptions(withSeed(rest, seed));
    settings = taken;
    Arrays.fill(options, "");
  }

  private static String[] withSeed(String[] rest, String seed) {
    try {
      Integer.parseInt(seed);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "option -S is '"
              + seed
              + "', allowed are whole numbers from "
              + Integer.MIN_VALUE
              + " to "
              + Integer.MAX_VALUE,
          e);
    }
    List<String> all = new ArrayList<>(List.of("-S", seed));
    all.addAll(List.of(rest));
    return all.toArray(new String[0]);
  }

  @Override
  public String[] getOptions() {
    List<String> options = new ArrayList<>(List.of(settings.toOptions()));
    List<String> own = new ArrayList<>();
    for (Setting s : Setting.values()) {
      own.add("-" + s.flag());
    }
    String[] others = super.getOptions();
    for (int i = 0; i < others.length; i++) {
      if (own.contains(others[i])) {
        i++;
      } else {
        options.add(others[i]);
      }
    }
    return options.toArray(new String[0]);
  }

  @OptionMetadata(
      displayName = "layers",
      description =
          "The hidden layers, first to last, such as \"dense(64, relu), dropout(0.2)\"; none for no"
              + " hidden layer. The output layer is added; where the layers end in an image or a sequence,"
              + " it sees all of its positions side by side, as flatten puts them. (default auto: chosen from the data)",
      commandLineParamName = "layers",
      commandLineParamSynopsis = "-layers <layers>",
      displayOrder = 1)
  public String getLayers() {
    return settings.text(Setting.LAYERS);
  }

  public void setLayers(String text) {
    settings = settings.with(Setting.LAYERS, text);
  }

  @OptionMetadata(
      displayName = "hiddenLayers",
      description =
          "The hidden layers as MultilayerPerceptron lists them, instead of layers: sizes and the"
              + " letters a = (inputs + outputs) / 2, i = inputs, o = outputs, t = inputs + outputs,"
              + " separated by commas; 0 alone for none. Units are ReLU. (default: not given)",
      commandLineParamName = "H",
      commandLineParamSynopsis = "-H <sizes>",
      displayOrder = 2)
  public String getHiddenLayers() {
    return settings.text(Setting.HIDDEN_LAYERS);
  }

  public void setHiddenLayers(String text) {
    settings = settings.with(Setting.HIDDEN_LAYERS, text);
  }

  @OptionMetadata(
      displayName = "loss",
      description =
          "What training minimizes, such as cross-entropy, focal(2), quantile(0.9) or huber(1). Losses"
              + " of a numeric class see it standardized, or only scaled where 0 means something to"
              + " them; ordinal takes the classes in their declared order. (default auto: cross-entropy for a nominal class,"
              + " mean-squared-error for a numeric one)",
      commandLineParamName = "loss",
      commandLineParamSynopsis = "-loss <loss>",
      displayOrder = 3)
  public String getLoss() {
    return settings.text(Setting.LOSS);
  }

  public void setLoss(String text) {
    settings = settings.with(Setting.LOSS, text);
  }

  @OptionMetadata(
      displayName = "optimizer",
      description =
          "What turns gradients into steps, such as \"adam(rate=0.001)\" or \"sgd(rate=0.1,"
              + " momentum=0.9)\"; a rate may be a schedule: \"adam(rate=cosine(0.01))\". (default"
              + " auto: AdamW whose rate falls to 0)",
      commandLineParamName = "optimizer",
      commandLineParamSynopsis = "-optimizer <optimizer>",
      displayOrder = 4)
  public String getOptimizer() {
    return settings.text(Setting.OPTIMIZER);
  }

  public void setOptimizer(String text) {
    settings = settings.with(Setting.OPTIMIZER, text);
  }

  @OptionMetadata(
      displayName = "regularizer",
      description =
          "Penalties and limits of the weights, such as \"l2(0.0001), max-norm(3)\"; none for none."
              + " (default auto: none beside the optimizer's weight decay)",
      commandLineParamName = "regularizer",
      commandLineParamSynopsis = "-regularizer <regularizers>",
      displayOrder = 5)
  public String getRegularizer() {
    return settings.text(Setting.REGULARIZER);
  }

  public void setRegularizer(String text) {
    settings = settings.with(Setting.REGULARIZER, text);
  }

  @OptionMetadata(
      displayName = "epochs",
      description =
          "Passes over the training rows, from 1; auto, or -1 in an editor: from the number of rows."
              + " (default auto)",
      commandLineParamName = "N",
      commandLineParamSynopsis = "-N <epochs>",
      displayOrder = 6)
  public int getEpochs() {
    return settings.number(Setting.EPOCHS);
  }

  public void setEpochs(int epochs) {
    settings = settings.with(Setting.EPOCHS, epochs);
  }

  @OptionMetadata(
      displayName = "batch",
      description =
          "Rows that make one step, from 1; 0 for all rows; auto, or -1 in an editor: from the"
              + " number of rows. Weka's own batchSize is about predictions only. (default auto)",
      commandLineParamName = "batch",
      commandLineParamSynopsis = "-batch <rows>",
      displayOrder = 7)
  public int getBatch() {
    return settings.number(Setting.BATCH);
  }

  public void setBatch(int rows) {
    settings = settings.with(Setting.BATCH, rows);
  }

  @OptionMetadata(
      displayName = "validation",
      description =
          "Percentage of the rows, 0 to 90, that are not trained on but decide which epoch is best;"
              + " drawn by the seed, the same from each class; auto, or -1 in an editor: from the"
              + " number of rows. (default auto)",
      commandLineParamName = "V",
      commandLineParamSynopsis = "-V <percent>",
      displayOrder = 8)
  public int getValidation() {
    return settings.number(Setting.VALIDATION);
  }

  public void setValidation(int percent) {
    settings = settings.with(Setting.VALIDATION, percent);
  }

  @OptionMetadata(
      displayName = "patience",
      description =
          "Epochs in a row without a better loss (of the validation rows, or of the training rows"
              + " where there are none) after which training stops; 0 for never; auto, or -1 in an"
              + " editor: only with validation rows, from the number of epochs. (default auto)",
      commandLineParamName = "E",
      commandLineParamSynopsis = "-E <epochs>",
      displayOrder = 9)
  public int getPatience() {
    return settings.number(Setting.PATIENCE);
  }

  public void setPatience(int epochs) {
    settings = settings.with(Setting.PATIENCE, epochs);
  }

  @OptionMetadata(
      displayName = "metric",
      description =
          "What epochs are judged by, for the best one and for patience: loss, or for a"
              + " nominal class such as accuracy, balanced-accuracy, f1, auc, kappa, for a"
              + " numeric one such as rmse, mae, r2. (default loss)",
      commandLineParamName = "metric",
      commandLineParamSynopsis = "-metric <metric>",
      displayOrder = 10)
  public String getMetric() {
    return settings.text(Setting.METRIC);
  }

  public void setMetric(String metric) {
    settings = settings.with(Setting.METRIC, metric);
  }

  @OptionMetadata(
      displayName = "minimumGain",
      description =
          "By how much an epoch must be better than the best one, in units of the metric,"
              + " to count as better for patience; from 0. (default 0)",
      commandLineParamName = "min-gain",
      commandLineParamSynopsis = "-min-gain <gain>",
      displayOrder = 11)
  public double getMinimumGain() {
    return settings.real(Setting.MINIMUM_GAIN);
  }

  public void setMinimumGain(double gain) {
    settings = settings.with(Setting.MINIMUM_GAIN, gain);
  }

  @OptionMetadata(
      displayName = "timeLimit",
      description =
          "Seconds after which training stops with the best result so far, even within an"
              + " epoch; 0 for no limit. Results then depend on the machine. (default 0)",
      commandLineParamName = "time-limit",
      commandLineParamSynopsis = "-time-limit <seconds>",
      displayOrder = 12)
  public double getTimeLimit() {
    return settings.real(Setting.TIME_LIMIT);
  }

  public void setTimeLimit(double seconds) {
    settings = settings.with(Setting.TIME_LIMIT, seconds);
  }

  @OptionMetadata(
      displayName = "accumulate",
      description =
          "Minibatches whose gradients together make one step, from 1: a larger batch in"
              + " the memory of a small one. (default 1)",
      commandLineParamName = "accumulate",
      commandLineParamSynopsis = "-accumulate <count>",
      displayOrder = 13)
  public int getAccumulate() {
    return settings.number(Setting.ACCUMULATE);
  }

  public void setAccumulate(int count) {
    settings = settings.with(Setting.ACCUMULATE, count);
  }

  @OptionMetadata(
      displayName = "mixup",
      description =
          "Alpha of mixup: training rows are mixed with one another by a share from the"
              + " distribution Beta(alpha, alpha); 0 for none, 0.1 to 0.4 are usual. (default"
              + " 0)",
      commandLineParamName = "mixup",
      commandLineParamSynopsis = "-mixup <alpha>",
      displayOrder = 14)
  public double getMixup() {
    return settings.real(Setting.MIXUP);
  }

  public void setMixup(double alpha) {
    settings = settings.with(Setting.MIXUP, alpha);
  }

  @OptionMetadata(
      displayName = "augmentation",
      description =
          "What makes more of the training rows, such as \"shift(0.1), flip\" for images,"
              + " \"swap-noise(0.1)\" or smote for tables; none for none. Images need layers that"
              + " begin with reshape(height, width, channels). (default none)",
      commandLineParamName = "augment",
      commandLineParamSynopsis = "-augment <augmentations>",
      displayOrder = 15)
  public String getAugmentation() {
    return settings.text(Setting.AUGMENT);
  }

  public void setAugmentation(String augmentations) {
    settings = settings.with(Setting.AUGMENT, augmentations);
  }

  @OptionMetadata(
      displayName = "classWeights",
      description =
          "Factors of the rows' weights by class: none, balanced (all classes weigh the same in"
              + " all), or one number from 0 for each class, separated by commas. (default none)",
      commandLineParamName = "class-weights",
      commandLineParamSynopsis = "-class-weights <weights>",
      displayOrder = 16)
  public String getClassWeights() {
    return settings.text(Setting.CLASS_WEIGHTS);
  }

  public void setClassWeights(String text) {
    settings = settings.with(Setting.CLASS_WEIGHTS, text);
  }

  @OptionMetadata(
      displayName = "nominalAttributes",
      description =
          "What nominal attributes become: one-hot, one column for each value; index, one column"
              + " with the index of the value from 0, for layers such as \"embeddings, dense(32,"
              + " relu)\": missing values and those that no training row has are -1, which such"
              + " layers look up as zeros, and these columns come before those of numbers. Where"
              + " layers begin with embedding, numbers are indices, too. (default auto: index where"
              + " layers begin with embedding or embeddings, else one-hot)",
      commandLineParamName = "nominal",
      commandLineParamSynopsis = "-nominal <auto|one-hot|index>",
      displayOrder = 17)
  public String getNominalAttributes() {
    return settings.text(Setting.NOMINAL);
  }

  public void setNominalAttributes(String text) {
    settings = settings.with(Setting.NOMINAL, text);
  }

  @OptionMetadata(
      displayName = "threads",
      description =
          "Threads that compute, up to 1024; 0 for one per core. Does not change results."
              + " (default 0)",
      commandLineParamName = "threads",
      commandLineParamSynopsis = "-threads <number>",
      displayOrder = 18)
  public int getThreads() {
    return settings.number(Setting.THREADS);
  }

  public void setThreads(int threads) {
    settings = settings.with(Setting.THREADS, threads);
  }

  @OptionMetadata(
      displayName = "memory",
      description =
          "Megabytes that the encoded rows may take in memory; where they take more they are in a"
              + " temporary file, and shuffled in parts that fit. (default auto, in the bean -1:"
              + " half of the memory that Weka's own rows leave to Java)",
      commandLineParamName = "memory",
      commandLineParamSynopsis = "-memory <megabytes>",
      displayOrder = 19)
  public int getMemory() {
    return settings.number(Setting.MEMORY);
  }

  public void setMemory(int megabytes) {
    settings = settings.with(Setting.MEMORY, megabytes);
  }

  @OptionMetadata(
      displayName = "backend",
      description =
          "What computes: auto, java, vector, blas, opencl, reference (double precision, slow). (default"
              + " auto: the fastest that works here)",
      commandLineParamName = "backend",
      commandLineParamSynopsis = "-backend <name>",
      displayOrder = 20)
  public String getBackend() {
    return settings.text(Setting.BACKEND);
  }

  public void setBackend(String name) {
    settings = settings.with(Setting.BACKEND, name);
  }
}
