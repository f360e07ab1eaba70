// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import backprop.weka.sheet.OptionGroup;
import backprop.weka.sheet.RegularizationOptions;
import backprop.weka.sheet.StoppingOptions;
import backprop.weka.sheet.TechnicalOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import weka.classifiers.RandomizableClassifier;
import weka.core.Option;
import weka.core.OptionMetadata;
import weka.core.Utils;
import weka.gui.ProgrammaticProperty;

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
  public Enumeration<Option> listOptions() {
    List<Option> all = Collections.list(super.listOptions());
    for (OptionGroup g : List.of(getRegularization(), getStopping(), getMore())) {
      all.addAll(Collections.list(g.listOptions()));
    }
    List<String> order = Arrays.stream(Setting.values()).map(Setting::flag).toList();
    // What is not ours is last, in Weka's order.
    all.sort(Comparator.comparingInt(o -> order.indexOf(o.name()) & Integer.MAX_VALUE));
    return Collections.enumeration(all);
  }

  @Override
  public String[] getOptions() {
    List<String> options = new ArrayList<>(List.of(settings.toOptions()));
    List<String> flags = new ArrayList<>();
    List<String> own = new ArrayList<>();
    for (Setting s : Setting.values()) {
      (s.valueless() ? flags : own).add("-" + s.flag());
    }
    String[] others = super.getOptions();
    for (int i = 0; i < others.length; i++) {
      if (own.contains(others[i])) {
        i++;
      } else if (!flags.contains(others[i])) {
        options.add(others[i]);
      }
    }
    return options.toArray(new String[0]);
  }

  @OptionMetadata(
      displayName = "preset",
      description =
          "What the data is: auto for a table; wide, deep or autoencoder for a table, with these"
              + " layers; image where attributes are pixels, image-files where a string attribute"
              + " names files, such as \"image-files(pictures, height=32, width=32)\"; sequence for a"
              + " relational attribute or attributes step by step, window for a window of a time"
              + " series, text for a string attribute. (default auto)",
      commandLineParamName = "preset",
      commandLineParamSynopsis = "-preset <preset>",
      displayOrder = 0)
  public String getPreset() {
    return settings.text(Setting.PRESET);
  }

  public void setPreset(String text) {
    settings = settings.with(Setting.PRESET, text);
  }

  @OptionMetadata(
      displayName = "effort",
      description =
          "How much time training may take, by what other options leave open. normal: for a nominal"
              + " class an ensemble of eight networks. fast: four networks and half the epochs."
              + " thorough: sixteen networks, also for a numeric class, and before that a search"
              + " among eight kinds of them (with and without bins, wider, with more and with less"
              + " dropout and decay) by successive halving, judged on rows that are kept from the"
              + " networks that judge them. Where layers are given or there is no ensemble, fast"
              + " halves and thorough doubles the automatic epochs. (default normal)",
      commandLineParamName = "effort",
      commandLineParamSynopsis = "-effort <fast|normal|thorough>",
      displayOrder = 1)
  public String getEffort() {
    return settings.text(Setting.EFFORT);
  }

  public void setEffort(String text) {
    settings = settings.with(Setting.EFFORT, text);
  }

  @OptionMetadata(
      displayName = "layers",
      description =
          "The hidden layers, first to last, such as \"dense(64, relu), layer-norm\"; none for no"
              + " hidden layer. The output layer is added; where the layers end in an image or a"
              + " sequence, it sees all of its positions side by side, as flatten puts them."
              + " (default auto: chosen from the data)",
      commandLineParamName = "layers",
      commandLineParamSynopsis = "-layers <layers>",
      displayOrder = 2)
  public String getLayers() {
    return settings.text(Setting.LAYERS);
  }

  public void setLayers(String text) {
    settings = settings.with(Setting.LAYERS, text);
  }

  @OptionMetadata(
      displayName = "loss",
      description =
          "What training minimizes, such as cross-entropy, focal(2), quantile(0.9) or huber(1)."
              + " Losses of a numeric class see it standardized, or only scaled where 0 means"
              + " something to them; ordinal takes the classes in their declared order. (default"
              + " auto: cross-entropy for a nominal class, mean-squared-error for a numeric one)",
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
          "What turns gradients into steps, such as adam or sgd, with a learning rate above 0"
              + " that may be a schedule. Such as \"sgd(rate=0.1, momentum=0.9)\" or"
              + " \"adam(rate=cosine(0.01))\". (default auto: AdamW)",
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
      displayName = "epochs",
      description =
          "Passes over the training rows, from 1; auto: from the number of rows. (default auto)",
      commandLineParamName = "N",
      commandLineParamSynopsis = "-N <epochs>",
      displayOrder = 5)
  public int getEpochs() {
    return settings.number(Setting.EPOCHS);
  }

  public void setEpochs(int epochs) {
    settings = settings.with(Setting.EPOCHS, epochs);
  }

  @OptionMetadata(
      displayName = "batch",
      description =
          "Rows that make one step, from 1; 0 for all rows; auto: from the number of rows. Weka's"
              + " own batchSize is about predictions only. (default auto)",
      commandLineParamName = "batch",
      commandLineParamSynopsis = "-batch <rows>",
      displayOrder = 6)
  public int getBatch() {
    return settings.number(Setting.BATCH);
  }

  public void setBatch(int rows) {
    settings = settings.with(Setting.BATCH, rows);
  }

  @OptionMetadata(
      displayName = "regularization",
      description =
          "What keeps the network from learning its training rows by heart: penalties of the"
              + " weights, augmentation, mixup",
      commandLineParamName = "",
      commandLineParamSynopsis = "",
      displayOrder = 7)
  public RegularizationOptions getRegularization() {
    return new RegularizationOptions(settings);
  }

  public void setRegularization(RegularizationOptions group) {
    settings = group.into(settings);
  }

  @OptionMetadata(
      displayName = "validation",
      description =
          "The rows that are held out, what epochs are judged by, and when training stops",
      commandLineParamName = "",
      commandLineParamSynopsis = "",
      displayOrder = 8)
  public StoppingOptions getStopping() {
    return new StoppingOptions(settings);
  }

  public void setStopping(StoppingOptions group) {
    settings = group.into(settings);
  }

  @OptionMetadata(
      displayName = "monitor",
      description =
          "A window that shows the learning curves while a network is trained, with buttons to"
              + " pause, to stop with what was learned so far, and to change the learning rate."
              + " It opens where there is a display, but not for the folds of a cross-validation"
              + " and not in experiments. (default: no window)",
      commandLineParamName = "monitor",
      commandLineParamIsFlag = true,
      commandLineParamSynopsis = "-monitor",
      displayOrder = 9)
  public boolean getMonitor() {
    return settings.yes(Setting.MONITOR);
  }

  public void setMonitor(boolean yes) {
    settings = settings.with(Setting.MONITOR, String.valueOf(yes));
  }

  @OptionMetadata(
      displayName = "more",
      description =
          "What is rarely changed: class weights, nominal attributes, threads, memory, backend,"
              + " and what Weka has for every classifier",
      commandLineParamName = "",
      commandLineParamSynopsis = "",
      displayOrder = 10)
  public TechnicalOptions getMore() {
    TechnicalOptions more = new TechnicalOptions(settings);
    more.setDebug(getDebug());
    more.setDoNotCheckCapabilities(getDoNotCheckCapabilities());
    more.setNumDecimalPlaces(getNumDecimalPlaces());
    more.setBatchSize(getBatchSize());
    return more;
  }

  public void setMore(TechnicalOptions group) {
    settings = group.into(settings);
    setDebug(group.getDebug());
    setDoNotCheckCapabilities(group.getDoNotCheckCapabilities());
    setNumDecimalPlaces(group.getNumDecimalPlaces());
    setBatchSize(group.getBatchSize());
  }

  // The same options as plain properties: for programs, for the Experimenter and for files that
  // name them. The sheet shows them in their groups.

  @ProgrammaticProperty
  public String getRegularizer() {
    return settings.text(Setting.REGULARIZER);
  }

  public void setRegularizer(String text) {
    settings = settings.with(Setting.REGULARIZER, text);
  }

  @ProgrammaticProperty
  public String getAugmentation() {
    return settings.text(Setting.AUGMENT);
  }

  public void setAugmentation(String augmentations) {
    settings = settings.with(Setting.AUGMENT, augmentations);
  }

  @ProgrammaticProperty
  public double getMixup() {
    return settings.real(Setting.MIXUP);
  }

  public void setMixup(double alpha) {
    settings = settings.with(Setting.MIXUP, alpha);
  }

  @ProgrammaticProperty
  public int getValidation() {
    return settings.number(Setting.VALIDATION);
  }

  public void setValidation(int percent) {
    settings = settings.with(Setting.VALIDATION, percent);
  }

  @ProgrammaticProperty
  public int getPatience() {
    return settings.number(Setting.PATIENCE);
  }

  public void setPatience(int epochs) {
    settings = settings.with(Setting.PATIENCE, epochs);
  }

  @ProgrammaticProperty
  public String getMetric() {
    return settings.text(Setting.METRIC);
  }

  public void setMetric(String metric) {
    settings = settings.with(Setting.METRIC, metric);
  }

  @ProgrammaticProperty
  public double getMinimumGain() {
    return settings.real(Setting.MINIMUM_GAIN);
  }

  public void setMinimumGain(double gain) {
    settings = settings.with(Setting.MINIMUM_GAIN, gain);
  }

  @ProgrammaticProperty
  public double getTimeLimit() {
    return settings.real(Setting.TIME_LIMIT);
  }

  public void setTimeLimit(double seconds) {
    settings = settings.with(Setting.TIME_LIMIT, seconds);
  }

  @ProgrammaticProperty
  public String getHiddenLayers() {
    return settings.text(Setting.HIDDEN_LAYERS);
  }

  public void setHiddenLayers(String text) {
    settings = settings.with(Setting.HIDDEN_LAYERS, text);
  }

  @ProgrammaticProperty
  public String getClassWeights() {
    return settings.text(Setting.CLASS_WEIGHTS);
  }

  public void setClassWeights(String text) {
    settings = settings.with(Setting.CLASS_WEIGHTS, text);
  }

  @ProgrammaticProperty
  public String getNominalAttributes() {
    return settings.text(Setting.NOMINAL);
  }

  public void setNominalAttributes(String text) {
    settings = settings.with(Setting.NOMINAL, text);
  }

  @ProgrammaticProperty
  public String getNumericAttributes() {
    return settings.text(Setting.NUMERIC);
  }

  public void setNumericAttributes(String text) {
    settings = settings.with(Setting.NUMERIC, text);
  }

  @ProgrammaticProperty
  public int getAccumulate() {
    return settings.number(Setting.ACCUMULATE);
  }

  public void setAccumulate(int count) {
    settings = settings.with(Setting.ACCUMULATE, count);
  }

  @ProgrammaticProperty
  public int getThreads() {
    return settings.number(Setting.THREADS);
  }

  public void setThreads(int threads) {
    settings = settings.with(Setting.THREADS, threads);
  }

  @ProgrammaticProperty
  public int getMemory() {
    return settings.number(Setting.MEMORY);
  }

  public void setMemory(int megabytes) {
    settings = settings.with(Setting.MEMORY, megabytes);
  }

  @ProgrammaticProperty
  public String getBackend() {
    return settings.text(Setting.BACKEND);
  }

  public void setBackend(String name) {
    settings = settings.with(Setting.BACKEND, name);
  }

  @ProgrammaticProperty
  public String getPrecision() {
    return settings.text(Setting.PRECISION);
  }

  public void setPrecision(String name) {
    settings = settings.with(Setting.PRECISION, name);
  }

  @Override
  @ProgrammaticProperty
  public boolean getDebug() {
    return super.getDebug();
  }

  @Override
  @ProgrammaticProperty
  public boolean getDoNotCheckCapabilities() {
    return super.getDoNotCheckCapabilities();
  }

  @Override
  @ProgrammaticProperty
  public int getNumDecimalPlaces() {
    return super.getNumDecimalPlaces();
  }

  @Override
  @ProgrammaticProperty
  public String getBatchSize() {
    return super.getBatchSize();
  }
}
