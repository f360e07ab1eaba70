// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MembersLoss;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.model.Version;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimization;
import backprop.engine.train.Batches;
import backprop.engine.train.DivergedException;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingControl;
import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import backprop.weka.backend.WekaBackends;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.InputEncoder;
import backprop.weka.options.Automatic;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import backprop.weka.options.Task;
import backprop.weka.options.TrainingPlan;
import backprop.weka.predict.ConstantPredictor;
import backprop.weka.predict.NetworkPredictor;
import backprop.weka.predict.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.logging.Logger;
import weka.classifiers.rules.ZeroR;
import weka.core.Instance;
import weka.core.Instances;

/** One training, from Weka's rows to a predictor. */
public final class Fit {
  private final Instances data;
  private final Settings settings;
  private final long seed;
  private final WeightedRows weighted;
  private final Split split;
  private final List<String> remarks = new ArrayList<>();
  private TrainingControl control = new TrainingControl();

  /**
   * Prepares a training.
   *
   * @param data rows with the class set; only read
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   */
  public Fit(Instances data, Settings settings, long seed) {
    settings.checkTogether();
    this.data = data;
    this.settings = settings;
    this.seed = seed;
    this.weighted = new WeightedRows(data, settings.text(Setting.CLASS_WEIGHTS));
    int[] rows = weighted.rows();
    int percent = Automatic.validation(settings, rows.length);
    this.split = Split.of(data, rows, percent, seed);
    if (percent > 0 && split.validation().length == 0) {
      remarks.add(
          percent + "% of " + rows.length + " rows are no validation row: trained on all rows");
    }
  }

  /**
   * What the rows and options come to.
   *
   * @param zeroR why ZeroR stands in for a network; null where a network is trained, and only there
   *     the rest is present
   */
  private record Prepared(
      String zeroR, InputEncoder inputs, ClassEncoder target, TrainingPlan plan) {
    static Prepared constant(String why) {
      return new Prepared(why, null, null, null);
    }
  }

  private Prepared prepare() {
    InputEncoder inputs =
        InputEncoder.fit(
            data, split.training(), Shaped.encoding(settings, data.numAttributes() - 1));
    if (inputs.columns() == 0) {
      return Prepared.constant(
          data.numAttributes() == 1
              ? "there is no attribute but the class"
              : "no attribute varies in the training rows");
    }
    boolean nominal = data.classAttribute().isNominal();
    if (nominal ? data.numClasses() < 2 : weighted.oneClassValue()) {
      return Prepared.constant("the class has only one value");
    }
    Loss loss = Automatic.loss(settings, nominal);
    ClassEncoder target = Targets.encoder(data, split.training(), loss);
    Task task = task(inputs, loss.outputs(target.targets()));
    return new Prepared(null, inputs, target, Automatic.plan(settings, task));
  }

  /**
   * Trains.
   *
   * @param listeners watch the training, on its thread
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   * @throws IllegalStateException in one sentence when training diverges for good or memory does
   *     not suffice
   */
  public Predictor run(TrainingListener... listeners) throws Exception {
    return run(new TrainingControl(), listeners);
  }

  /**
   * Trains under the control of someone who watches.
   *
   * @throws Exception as the other method
   */
  public Predictor run(TrainingControl control, TrainingListener... listeners) throws Exception {
    this.control = control;
    Prepared p;
    try {
      p = prepare();
    } catch (CancellationException e) {
      throw (InterruptedException)
          new InterruptedException("training was " + e.getMessage()).initCause(e);
    }
    if (p.zeroR() != null) {
      return constant(p.zeroR());
    }
    Backends.Choice choice = backend();
    remarks.addAll(choice.refusals());
    int threads = settings.number(Setting.THREADS);
    if (threads == 0) {
      threads = Runtime.getRuntime().availableProcessors();
    }
    try (Kernels kernels = choice.backend().open(threads)) {
      Model model = train(kernels, p, listeners);
      return new NetworkPredictor(p.inputs(), p.target(), model, choice.backend().name());
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          "the network and "
              + split.training().length
              + " rows of "
              + p.inputs().columns()
              + " inputs do not fit into the "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB that Java has: make -layers or -batch smaller, or give Java more with -Xmx",
          e);
    }
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
      backend();
      spec(p);
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
    Prepared p = prepare();
    return p.zeroR() != null
        ? Optional.empty()
        : Optional.of(new Outline(p.inputs().columns(), Network.summary(spec(p))));
  }

  private Task task(InputEncoder inputs, int outputs) {
    return new Task(
        split.training().length,
        inputs.columns(),
        outputs,
        data.classAttribute().isNominal(),
        split.validation().length > 0);
  }

  /**
   * The network: the hidden layers with the output layer behind them, checked. Where the hidden
   * layers have members, each gets an output layer of its own, and the loss is the mean of theirs.
   */
  private NetworkSpec spec(Prepared p) {
    Shape input = Shape.of(p.inputs().columns());
    NetworkSpec spec;
    try {
      Loss loss = p.plan().loss();
      boolean members = Shaped.endsInMembers(p.plan().hidden(), p.inputs());
      Layer output = Targets.outputLayer(loss, p.target(), members);
      Layer body = Shaped.body(p.plan().hidden(), p.inputs(), output);
      Loss total = members && !(loss instanceof MembersLoss) ? new MembersLoss(loss) : loss;
      spec = new NetworkSpec(input, body, total);
      Network.check(spec);
    } catch (IllegalArgumentException e) {
      Setting given =
          settings.text(Setting.HIDDEN_LAYERS).isEmpty() ? Setting.LAYERS : Setting.HIDDEN_LAYERS;
      throw new IllegalArgumentException("option -" + given.flag() + ": " + e.getMessage(), e);
    }
    Shaped.check(spec, p.plan(), p.inputs(), p.target());
    try {
      trainSpec(p.plan()).check();
    } catch (IllegalArgumentException e) {
      throw Shaped.refusal(Setting.OPTIMIZER, e);
    }
    return spec;
  }

  private Backends.Choice backend() {
    try {
      return WekaBackends.choose(settings.text(Setting.BACKEND));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option -backend: " + e.getMessage(), e);
    }
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
    return new ConstantPredictor(
        zeroR.distributionForInstance(counted.instance(0)),
        "ZeroR instead of a network, because " + why + ".\n\n" + zeroR);
  }

  private Model train(Kernels kernels, Prepared prepared, TrainingListener... listeners)
      throws InterruptedException {
    long start = System.nanoTime();
    TrainingPlan plan = prepared.plan();
    Network network = new Network(spec(prepared), kernels);
    network.initialize(seed);
    TrainSpec spec = trainSpec(plan);
    Trainer.Result result = run(network, spec, prepared, watching(listeners));
    remarks.addAll(result.remarks());
    Provenance how =
        new Provenance(
            Version.current(),
            seed,
            kernels.backend(),
            kernels.threads(),
            Catalogs.print(Optimization.class, plan.optimizer()),
            spec.describe(),
            split.training().length,
            split.validation().length,
            plan.epochs(),
            result.bestEpoch(),
            result.stopReason(),
            (System.nanoTime() - start) / 1e9,
            result.history(),
            remarks);
    return Model.of(network, how);
  }

  /** Encodes the rows and trains on them; their files are gone in the end, whatever happens. */
  private Trainer.Result run(
      Network network, TrainSpec spec, Prepared p, TrainingListener... listeners)
      throws InterruptedException {
    int[] training = split.training();
    int[] validation = split.validation();
    EncodedRows rows =
        new EncodedRows(network.kernels(), data, training, weighted, p.inputs(), p.target());
    long budget = EncodedRows.budget(data, settings);
    long first = (long) (budget * ((double) training.length / weighted.rows().length));
    try (EncodedRows.Encoded trained = rows.encode(training, first);
        EncodedRows.Encoded judged =
            validation.length == 0 ? null : rows.encode(validation, budget - first)) {
      trained.remark().ifPresent(this::say);
      Batches judging = judged == null ? null : judged.rows();
      return run(new Run(network, spec, trained.rows(), judging), listeners);
    }
  }

  /** All that a trainer is made of. */
  private record Run(Network network, TrainSpec spec, Batches training, Batches validation) {}

  private Trainer.Result run(Run run, TrainingListener... listeners) throws InterruptedException {
    try {
      return new Trainer(run.network, run.spec, run.training, run.validation, control, listeners)
          .run();
    } catch (DivergedException e) {
      throw new IllegalStateException("option -optimizer: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      // Minimizers have a say in what the network is.
      throw run.spec.optimizer() instanceof Minimizer ? Shaped.refusal(Setting.OPTIMIZER, e) : e;
    }
  }

  private void say(String sentence) {
    remarks.add(sentence);
    Logger.getLogger(Fit.class.getName()).info(sentence);
  }

  private TrainSpec trainSpec(TrainingPlan plan) {
    return TrainSpec.of(
            plan.epochs(),
            plan.batch(),
            plan.optimizer(),
            plan.regularizations(),
            plan.stopping(),
            seed)
        .withMinibatches(plan.minibatches())
        .withTimeLimit(plan.timeLimit());
  }

  private static TrainingListener[] watching(TrainingListener... listeners) {
    TrainingListener[] all = Arrays.copyOf(listeners, listeners.length + 1);
    all[listeners.length] = Fit::log;
    return all;
  }

  private static void log(TrainingEvent event) {
    if (event instanceof TrainingEvent.Recovered r) {
      Logger.getLogger(Fit.class.getName()).warning(r.sentence());
    }
  }
}
