// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Backend;
import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Precision;
import backprop.engine.loss.Loss;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.train.BackendTrial;
import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import backprop.weka.backend.WekaBackends;
import backprop.weka.density.Residuals;
import backprop.weka.doctor.DataSymptoms;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.InputEncoder;
import backprop.weka.options.Automatic;
import backprop.weka.options.Effort;
import backprop.weka.options.Ensemble;
import backprop.weka.options.Recipe;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import backprop.weka.options.Task;
import backprop.weka.predict.ConstantPredictor;
import backprop.weka.predict.Predictor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import weka.classifiers.rules.ZeroR;
import weka.core.Instance;
import weka.core.Instances;

/** One training, from Weka's rows to a predictor. */
public final class Fit {
  private final Instances data;
  private final Settings settings;
  private final long seed;
  private final Optional<Start> from;
  private final WeightedRows weighted;
  private final Recipe usual;
  private final Split split;
  private final List<String> remarks = new ArrayList<>();

  /**
   * Prepares a training.
   *
   * @param data rows with the class set; only read
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   */
  public Fit(Instances data, Settings settings, long seed) {
    this(data, settings, seed, Optional.empty());
  }

  /**
   * Prepares a training that goes on from another one: with its encoders and its network.
   *
   * @throws IllegalArgumentException also when the rows have other attributes than that one's
   */
  public Fit(Instances data, Settings settings, long seed, Optional<Start> from) {
    settings.checkTogether();
    this.from = from;
    this.data = data;
    this.settings = settings;
    this.seed = seed;
    this.weighted = new WeightedRows(data, settings.text(Setting.CLASS_WEIGHTS));
    int[] rows = weighted.rows();
    this.usual = Ensemble.recipe(settings, data, rows.length).orElse(null);
    int percent = Automatic.validation(settings, rows.length, usual != null);
    this.split = Split.of(data, rows, percent, seed);
    if (percent > 0 && split.validation().length == 0) {
      remarks.add(
          percent + "% of " + rows.length + " rows are no validation row: trained on all rows");
    }
    if (Effort.of(settings) != Effort.NORMAL
        && (from.isPresent() || usual == null && !settings.automatic(Setting.EPOCHS))) {
      remarks.add(
          "effort "
              + settings.text(Setting.EFFORT)
              + " changed nothing: "
              + (from.isPresent()
                  ? "the training goes on as it began"
                  : "there is no automatic ensemble, and -N gives the epochs"));
    }
  }

  /**
   * What the rows and options come to.
   *
   * @param zeroR why ZeroR stands in for a network; null where a network is trained
   * @param job the training; null where there is none
   */
  private record Prepared(String zeroR, Job job) {}

  private Prepared prepare() {
    return prepare(usual);
  }

  private Prepared prepare(Recipe recipe) {
    if (from.isPresent()) {
      return new Prepared(null, goOn(from.get()));
    }
    InputEncoder inputs =
        InputEncoder.fit(data, split.training(), Shaped.encoding(settings, data, recipe));
    String why = standIn(inputs);
    if (why != null) {
      return new Prepared(why, null);
    }
    boolean nominal = data.classAttribute().isNominal();
    Loss loss = Automatic.loss(settings, nominal, recipe != null, judged());
    ClassEncoder target = Targets.encoder(data, split.training(), loss);
    return new Prepared(null, job(inputs, target, loss, recipe));
  }

  private String standIn(InputEncoder inputs) {
    if (inputs.columns() == 0) {
      return data.numAttributes() == 1
          ? "there is no attribute but the class"
          : "no attribute varies in the training rows";
    }
    boolean nominal = data.classAttribute().isNominal();
    return (nominal ? data.numClasses() < 2 : weighted.oneClassValue())
        ? "the class has only one value"
        : null;
  }

  private Job goOn(Start start) {
    start.predictor().inputs().check(data);
    start.predictor().target().check(data.classAttribute());
    Loss loss = start.predictor().model().orElseThrow().spec().loss();
    return job(start.predictor().inputs(), start.predictor().target(), loss, usual);
  }

  private Job job(InputEncoder inputs, ClassEncoder target, Loss loss, Recipe recipe) {
    int rows = split.training().length;
    return job(inputs, target, loss.outputs(target.targets()), rows, judged(), recipe);
  }

  private boolean judged() {
    return split.validation().length > 0;
  }

  private Job job(
      InputEncoder inputs,
      ClassEncoder target,
      int outputs,
      int rows,
      boolean validated,
      Recipe recipe) {
    boolean nominal = data.classAttribute().isNominal();
    Task task =
        new Task(rows, inputs.columns(), outputs, nominal, validated, recipe, inputs.form());
    return new Job(inputs, target, Automatic.plan(settings, task), seed, from);
  }

  /** The training that rows and options come to; empty where something constant stands in. */
  Optional<Job> job() {
    return Optional.ofNullable(prepare().job());
  }

  /** The same training for more rows of the same kind. */
  Job job(Job of, int rows, boolean validated) {
    int outputs = of.plan().loss().outputs(of.target().targets());
    Recipe recipe = usual == null ? null : Ensemble.recipe(settings, data, rows).orElse(null);
    return job(of.inputs(), of.target(), outputs, rows, validated, recipe);
  }

  Instances data() {
    return data;
  }

  Split split() {
    return split;
  }

  WeightedRows weighted() {
    return weighted;
  }

  List<String> remarks() {
    return remarks;
  }

  void remark(String sentence) {
    remarks.add(sentence);
  }

  /**
   * Prepares a training up to its first epoch.
   *
   * @param watch may pause and stop the training, from any thread
   * @param listeners watch the training, on its thread
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   * @throws IllegalStateException in one sentence when memory does not suffice
   */
  public Training start(Supervision watch, TrainingListener... listeners) throws Exception {
    long begun = System.nanoTime();
    tell("the attributes are looked at", listeners);
    Prepared p;
    try {
      p = prepare();
    } catch (CancellationException e) {
      throw (InterruptedException)
          new InterruptedException("training was " + e.getMessage()).initCause(e);
    }
    if (p.zeroR() != null) {
      return new Training(constant(p.zeroR()));
    }
    NetworkSpec shape = p.job().spec(settings);
    Backends.Choice choice = tried(backend(settings, work(p.job(), shape)), p.job(), shape);
    remarks.addAll(choice.refusals());
    return searched(choice.backend(), p.job(), shape, begun, watch, listeners);
  }

  private static void tell(String preparing, TrainingListener... listeners) {
    for (TrainingListener l : listeners) {
      l.on(new TrainingEvent.Preparing(preparing));
    }
  }

  /** The training, with the best recipe, where effort asks for a search. */
  private Training searched(
      Backend backend,
      Job job,
      NetworkSpec shape,
      long begun,
      Supervision watch,
      TrainingListener... listeners)
      throws Exception {
    if (usual == null || from.isPresent() || !Effort.of(settings).searches()) {
      return started(backend, job, shape, begun, watch, listeners);
    }
    if (!judged() && Job.members(shape) == 0) {
      remark("no search for a better ensemble: with -V 0 nothing judges");
      return started(backend, job, shape, begun, watch, listeners);
    }
    Backend used = backend;
    tell("the best ensemble is searched for", listeners);
    Job best;
    try {
      best = search(used, watch);
    } catch (BackendFailedException e) {
      used = processor();
      remark(e.getMessage() + "; the training runs on backend '" + used.name() + "' instead");
      best = search(used, watch);
    } catch (OutOfMemoryError e) {
      throw Training.tooLarge(split.training().length, job, e);
    }
    double spent = (System.nanoTime() - begun) / 1e9;
    double left = Math.max(best.plan().timeLimit() / 2, best.plan().timeLimit() - spent);
    Job limited = best.withTimeLimit(left);
    return started(used, limited, limited.spec(settings), begun, watch, listeners);
  }

  /** The job with the best recipe. */
  private Job search(Backend backend, Supervision watch) throws InterruptedException {
    List<Recipe> recipes = usual.neighbors(settings, Ensemble.hasRoomForBins(data));
    Map<Recipe, Job> jobs = new LinkedHashMap<>();
    Map<Boolean, Material> materials = new HashMap<>();
    try {
      Job first = prepare(usual).job();
      RecipeSearch search = new RecipeSearch(watch.control(), first.plan().timeLimit() / 2);
      for (Recipe r : recipes) {
        Job job = r.equals(usual) ? first : prepare(r).job();
        NetworkSpec shape = job.spec(settings);
        if (!materials.containsKey(r.bins())) {
          materials.put(r.bins(), encoded(backend, job, Job.members(shape), true));
        }
        search.add(r, job, shape, materials.get(r.bins()));
        jobs.put(r, job);
      }
      RecipeSearch.Outcome o = search.run(first.plan().epochs(), weighted.rows().length);
      remark(o.sentence());
      return jobs.get(o.best());
    } finally {
      materials.values().forEach(Material::close);
    }
  }

  /** On a backend, as far as it works and its memory suffices: see {@link Fallback}. */
  Training started(
      Backend backend,
      Job job,
      NetworkSpec shape,
      long begun,
      Supervision watch,
      TrainingListener... listeners)
      throws Exception {
    tell(weighted.rows().length + " rows are encoded", listeners);
    Fallback fallback = new Fallback(this, backend, job, Job.members(shape));
    Material material = null;
    try {
      BackendFailedException failed = null;
      for (; ; ) {
        try {
          material = fallback.make(failed);
          if (failed != null) {
            remark(failed.getMessage() + "; the training runs on " + material.place() + " instead");
          }
          Training training =
              new Training(job, shape, material, fallback, remarks, begun, watch, listeners);
          material = null;
          return training.found(DataSymptoms.find(data, split.training()));
        } catch (BackendFailedException e) {
          failed = e;
          if (material != null) {
            material.close();
            material = null;
          }
        }
      }
    } catch (OutOfMemoryError e) {
      throw Training.tooLarge(split.training().length, job, e);
    } finally {
      if (material != null) {
        material.close();
      }
    }
  }

  /** What goes on where a device fails. */
  static Backend processor() {
    return WekaBackends.choose("auto").backend();
  }

  /** With {@code auto}, a device where a trial shows that it is faster for this network. */
  private Backends.Choice tried(Backends.Choice usual, Job job, NetworkSpec shape) {
    if (!settings.text(Setting.BACKEND).equals("auto")) {
      return usual;
    }
    int rows = split.training().length;
    int batch = job.trainSpec().batch() == 0 ? rows : Math.min(rows, job.trainSpec().batch());
    BackendTrial.Auto auto =
        new BackendTrial()
            .choose(WekaBackends.all(), usual, work(job, shape), threads(settings), shape, batch);
    auto.sentence().ifPresent(this::remark);
    return auto.choice();
  }

  Material encoded(Backend backend, Job job, int members, boolean rowsMayBeFloats)
      throws InterruptedException {
    Kernels kernels = backend.open(threads(settings));
    EncodedRows.Encoded trained = null;
    boolean ready = false;
    try {
      int[] training = split.training();
      int[] validation = split.validation();
      EncodedRows rows =
          new EncodedRows(kernels, data, training, weighted, job.inputs(), job.target(), members);
      long budget = EncodedRows.budget(data, settings);
      long first = (long) (budget * ((double) training.length / weighted.rows().length));
      trained = rows.encode(training, first, folds(job, members), rowsMayBeFloats);
      EncodedRows.Encoded judged =
          validation.length == 0
              ? null
              : rows.encode(validation, budget - first, Folds.none(members), rowsMayBeFloats);
      ready = true;
      return new Material(backend.name(), kernels, trained, judged, !rowsMayBeFloats);
    } finally {
      if (!ready) {
        kernels.close();
        if (trained != null) {
          trained.close();
        }
      }
    }
  }

  /** Which member each training row is kept from. */
  Folds folds(Job job, int members) {
    boolean nominal = data.classAttribute().isNominal();
    return new Folds(members, nominal ? data.numClasses() : 1, job.seed());
  }

  static int threads(Settings settings) {
    int given = settings.number(Setting.THREADS);
    return given == 0 ? ComputeThreads.automatic() : given;
  }

  /**
   * Checks rows and options as far as that is possible without training: whether all of them are
   * allowed, and whether the layers fit together for these rows. Makes no room for weights.
   *
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   */
  public void check() {
    Prepared p = prepare();
    if (p.zeroR() == null) {
      backend(settings, work(p.job(), p.job().spec(settings)));
    }
  }

  /**
   * What a network would be.
   *
   * @param inputs columns that the attributes become
   * @param layers all layers, the output layer included
   */
  public record Outline(int inputs, List<Network.LayerSummary> layers) {
    public Outline {
      layers = List.copyOf(layers);
    }
  }

  /**
   * The network that would be trained, without room for weights; empty where ZeroR would stand in.
   *
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   */
  public Optional<Outline> outline() {
    return job().map(j -> new Outline(j.inputs().columns(), Network.summary(j.spec(settings))));
  }

  /** Multiplications and additions of the whole training, roughly: three passes of the network. */
  private double work(Job job, NetworkSpec shape) {
    double passes = 3.0 * split.training().length * job.plan().epochs();
    return 2 * passes * Network.multiplications(shape);
  }

  static Backends.Choice backend(Settings settings, double work) {
    Backends.Choice choice;
    try {
      choice = WekaBackends.choose(settings.text(Setting.BACKEND), work);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option -backend: " + e.getMessage(), e);
    }
    Backend precise = precise(choice.backend(), settings.text(Setting.PRECISION));
    return new Backends.Choice(precise, choice.refusals());
  }

  private static Backend precise(Backend backend, String precision) {
    Backend b = backend.with(Precision.of(precision)).orElse(null);
    String why =
        b == null
            ? "backend '"
                + backend.name()
                + "' has no such products; choose -backend opencl with an NVIDIA device, or"
                + " -precision float"
            : b == backend ? null : b.unusable().orElse(null);
    if (why != null) {
      throw new IllegalArgumentException("option -precision is '" + precision + "': " + why);
    }
    return b;
  }

  private Predictor constant(String why) throws Exception {
    if (data.classAttribute().isNominal() && data.numClasses() < 2) {
      return new ConstantPredictor(
          new double[] {1}, "The one class instead of a network, because " + why + ".");
    }
    ZeroR zeroR = new ZeroR();
    int[] rows = weighted.rows();
    double[] weights = weighted.weights(rows);
    Instances counted = new Instances(data, rows.length);
    for (int i = 0; i < rows.length; i++) {
      Instance x = (Instance) data.instance(rows[i]).copy();
      x.setWeight(weights[i]);
      counted.add(x);
    }
    zeroR.buildClassifier(counted);
    double[] distribution = zeroR.distributionForInstance(counted.instance(0));
    Residuals residuals = null;
    if (data.classAttribute().isNumeric()) {
      double[] missed = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        missed[i] = counted.instance(i).classValue() - distribution[0];
      }
      residuals = Residuals.of(missed, weights, false);
    }
    return new ConstantPredictor(
        distribution, "ZeroR instead of a network, because " + why + ".\n\n" + zeroR, residuals);
  }
}
