// SPDX-License-Identifier: GPL-3.0-or-later
package weka.filters.unsupervised.attribute;

import backprop.engine.model.Version;
import backprop.weka.BackpropClassifier;
import backprop.weka.features.AnnotatedOptions;
import backprop.weka.features.AutoencoderPlan;
import backprop.weka.features.LayerFeatures;
import backprop.weka.features.LearnedCode;
import backprop.weka.predict.NetworkPredictor;
import java.io.File;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import weka.core.Attribute;
import weka.core.Capabilities;
import weka.core.Capabilities.Capability;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.Option;
import weka.core.OptionMetadata;
import weka.core.Randomizable;
import weka.core.SerializationHelper;
import weka.filters.SimpleBatchFilter;
import weka.filters.UnsupervisedFilter;

/** Replaces attributes by what a neural network makes of them. */
public class BackpropFeatures extends SimpleBatchFilter
    implements UnsupervisedFilter, Randomizable {
  private static final long serialVersionUID = 1L;

  private File model = new File("");
  private String layer = "auto";
  private AutoencoderPlan plan = AutoencoderPlan.initial();
  private boolean error;
  private boolean keep;
  private int seed = 1;

  private NetworkPredictor loaded;
  private LearnedCode learned;
  private transient LayerFeatures features;

  @Override
  public String globalInfo() {
    return "Replaces attributes by what a neural network makes of them: by the activations of a"
        + " layer of a saved BackpropNetwork, for rows like those that it was trained on; or,"
        + " without a saved model, by the code of an autoencoder, which is trained on the first"
        + " batch without looking at the class. The reconstruction error, which tells how odd a"
        + " row is, can be added. The class stays.";
  }

  @Override
  public Capabilities getCapabilities() {
    Capabilities c = super.getCapabilities();
    c.disableAll();
    c.enable(Capability.NOMINAL_ATTRIBUTES);
    c.enable(Capability.NUMERIC_ATTRIBUTES);
    c.enable(Capability.DATE_ATTRIBUTES);
    c.enable(Capability.MISSING_VALUES);
    c.enableAllClasses();
    c.enable(Capability.MISSING_CLASS_VALUES);
    c.enable(Capability.NO_CLASS);
    return c;
  }

  @Override
  public boolean allowAccessToFullInputFormat() {
    return true;
  }

  /** Learns from the first batch. */
  @Override
  protected Instances determineOutputFormat(Instances batch) throws Exception {
    loaded = null;
    learned = null;
    features = null;
    if (fromModel()) {
      loaded = load();
      loaded.inputs().check(batch);
    } else {
      learned = LearnedCode.train(batch, plan, seed);
    }
    List<Attribute> attributes = new ArrayList<>();
    if (keep) {
      for (int a = 0; a < batch.numAttributes(); a++) {
        if (a != batch.classIndex()) {
          attributes.add((Attribute) batch.attribute(a).copy());
        }
      }
    }
    String name = fromModel() ? features().path() : "code";
    int columns = fromModel() ? features().columns() : learned.columns();
    for (int c = 1; c <= columns; c++) {
      attributes.add(new Attribute(unused(name + "-" + c, batch)));
    }
    if (error && !fromModel()) {
      attributes.add(new Attribute(unused("reconstruction-error", batch)));
    }
    if (batch.classIndex() >= 0) {
      attributes.add((Attribute) batch.classAttribute().copy());
    }
    Instances format =
        new Instances(batch.relationName() + "-features", new ArrayList<>(attributes), 0);
    format.setClassIndex(batch.classIndex() < 0 ? -1 : format.numAttributes() - 1);
    return format;
  }

  private String unused(String name, Instances batch) {
    String free = name;
    while (batch.attribute(free) != null && (keep || batch.classIndex() >= 0)) {
      free += "'";
    }
    return free;
  }

  private boolean fromModel() {
    return !model.getPath().isEmpty();
  }

  private NetworkPredictor load() throws Exception {
    if (!model.isFile()) {
      throw new IllegalArgumentException("option -model: there is no file " + model);
    }
    Object saved = SerializationHelper.read(model.getPath());
    if (saved instanceof BackpropClassifier c
        && c.predictor().orElse(null) instanceof NetworkPredictor p) {
      return p;
    }
    throw new IllegalArgumentException(
        "option -model: "
            + model
            + " holds a "
            + saved.getClass().getName()
            + ", needed is a BackpropNetwork that is a network");
  }

  private LayerFeatures features() {
    if (features == null) {
      backprop.engine.model.Model m = loaded.model().orElseThrow();
      features = new LayerFeatures(loaded.inputs(), m, LayerFeatures.layer(m, layer));
    }
    return features;
  }

  @Override
  protected Instances process(Instances rows) throws Exception {
    Instances out = new Instances(getOutputFormat(), rows.numInstances());
    float[][] all = fromModel() ? features().of(rows) : null;
    for (int i = 0; i < rows.numInstances(); i++) {
      Instance x = rows.instance(i);
      double[] values = new double[out.numAttributes()];
      int at = 0;
      for (int a = 0; keep && a < x.numAttributes(); a++) {
        if (a != x.classIndex()) {
          values[at++] = x.value(a);
        }
      }
      for (float f : all == null ? learned.code(x) : all[i]) {
        values[at++] = f;
      }
      if (error && !fromModel()) {
        values[at++] = learned.error(x);
      }
      if (x.classIndex() >= 0) {
        values[at] = x.classValue();
        if (x.classAttribute().isString() && !x.classIsMissing()) {
          values[at] = out.classAttribute().addStringValue(x.stringValue(x.classIndex()));
        }
      }
      out.add(new DenseInstance(x.weight(), values));
    }
    return out;
  }

  @OptionMetadata(
      displayName = "model",
      description =
          "File of a saved BackpropNetwork whose activations are wanted. (default: none, an"
              + " autoencoder is trained)",
      commandLineParamName = "model",
      commandLineParamSynopsis = "-model <file>",
      displayOrder = 1)
  public File getModel() {
    return model;
  }

  public void setModel(File file) {
    model = file;
  }

  @OptionMetadata(
      displayName = "layer",
      description =
          "Layer of the saved network: its number from 1, its name in the model's text such as"
              + " 2-dense, or auto for the last before the output layer. (default auto)",
      commandLineParamName = "layer",
      commandLineParamSynopsis = "-layer <layer>",
      displayOrder = 2)
  public String getLayer() {
    return layer;
  }

  public void setLayer(String layer) {
    String word = layer.strip().isEmpty() ? "auto" : layer.strip();
    if (!word.matches("auto|[1-9][0-9]*|[0-9]+-[-a-z0-9/]+")) {
      throw new IllegalArgumentException(
          "option -layer is '"
              + word
              + "', allowed are auto, whole numbers from 1 and names of layers such as 2-dense");
    }
    this.layer = word;
  }

  @OptionMetadata(
      displayName = "code",
      description =
          "Sizes of the autoencoder's layers from the row to the code, the code last, separated by"
              + " commas. (default auto: two thirds and one third of the inputs)",
      commandLineParamName = "code",
      commandLineParamSynopsis = "-code <sizes>",
      displayOrder = 3)
  public String getCode() {
    return plan.unitsText();
  }

  public void setCode(String sizes) {
    plan = with(AutoencoderPlan.units(sizes), plan.noise(), plan.epochs(), plan.optimizer());
  }

  private AutoencoderPlan with(List<Integer> units, String noise, int epochs, String optimizer) {
    return new AutoencoderPlan(
            units, plan.activation(), optimizer, noise, epochs, plan.batch(), plan.threads())
        .checked();
  }

  @OptionMetadata(
      displayName = "epochs",
      description = "Passes over the rows that train the autoencoder, from 1. (default 100)",
      commandLineParamName = "N",
      commandLineParamSynopsis = "-N <epochs>",
      displayOrder = 4)
  public int getEpochs() {
    return plan.epochs();
  }

  public void setEpochs(int epochs) {
    plan = with(plan.units(), plan.noise(), epochs, plan.optimizer());
  }

  @OptionMetadata(
      displayName = "noise",
      description =
          "What changes the rows that the autoencoder sees while it is to say the clean ones, such"
              + " as \"mask-noise(0.2)\"; none for none. (default none)",
      commandLineParamName = "noise",
      commandLineParamSynopsis = "-noise <augmentations>",
      displayOrder = 5)
  public String getNoise() {
    return plan.noise();
  }

  public void setNoise(String noise) {
    String given = noise.strip().isEmpty() ? "none" : noise.strip();
    plan = with(plan.units(), given, plan.epochs(), plan.optimizer());
  }

  @OptionMetadata(
      displayName = "optimizer",
      description = "What trains the autoencoder. (default adam(rate=cosine(0.005)))",
      commandLineParamName = "optimizer",
      commandLineParamSynopsis = "-optimizer <optimizer>",
      displayOrder = 6)
  public String getOptimizer() {
    return plan.optimizer();
  }

  public void setOptimizer(String optimizer) {
    plan = with(plan.units(), plan.noise(), plan.epochs(), optimizer);
  }

  @OptionMetadata(
      displayName = "reconstructionError",
      description =
          "Add the autoencoder's mean squared error of the encoded inputs. (default: not added)",
      commandLineParamName = "error",
      commandLineParamSynopsis = "-error",
      commandLineParamIsFlag = true,
      displayOrder = 7)
  public boolean getReconstructionError() {
    return error;
  }

  public void setReconstructionError(boolean added) {
    error = added;
  }

  @OptionMetadata(
      displayName = "keepAttributes",
      description = "Keep the attributes before the features. (default: replaced)",
      commandLineParamName = "keep",
      commandLineParamSynopsis = "-keep",
      commandLineParamIsFlag = true,
      displayOrder = 8)
  public boolean getKeepAttributes() {
    return keep;
  }

  public void setKeepAttributes(boolean kept) {
    keep = kept;
  }

  @OptionMetadata(
      displayName = "seed",
      description = "Seed of first weights, order of rows and noise. (default 1)",
      commandLineParamName = "S",
      commandLineParamSynopsis = "-S <seed>",
      displayOrder = 9)
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

  /** Runs the filter on the command line: {@code -i in.arff -o out.arff}. */
  public static void main(String[] args) {
    runFilter(new BackpropFeatures(), args);
  }
}
