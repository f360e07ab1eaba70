// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Kernels;
import backprop.engine.doctor.Finding;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.MembersLoss;
import backprop.engine.model.EpochRecord;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.model.Version;
import backprop.engine.model.Vitals;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimization;
import backprop.engine.train.Batches;
import backprop.engine.train.DivergedException;
import backprop.engine.train.TemperatureScaling;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingControl;
import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import backprop.engine.train.TrainingState;
import backprop.weka.density.Densities;
import backprop.weka.density.Residuals;
import backprop.weka.doctor.Diagnosis;
import backprop.weka.encode.NominalClass;
import backprop.weka.options.Setting;
import backprop.weka.options.Unattended;
import backprop.weka.predict.NetworkPredictor;
import backprop.weka.predict.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Logger;

/**
 * A training under way, epoch by epoch; predicts at any time. To be closed, which ends its threads
 * and deletes its files.
 */
public final class Training implements AutoCloseable {
  private final Predictor constant;
  private final Job job;
  private final Material material;
  private final Network network;
  private final TrainSpec spec;
  private final Trainer trainer;
  private final List<String> remarks = new ArrayList<>();
  private final double secondsBefore;
  private final int epochsBefore;
  private final boolean crossFit;
  private long nanos;
  private Predictor latest;
  private Residuals residuals;
  private List<Finding> dataFindings = List.of();
  private boolean closed;

  /** No training, because something constant stands in for a network. */
  Training(Predictor constant) {
    this.constant = constant;
    this.job = null;
    this.material = null;
    this.network = null;
    this.spec = null;
    this.trainer = null;
    this.secondsBefore = 0;
    this.epochsBefore = 0;
    this.latest = constant;
    this.crossFit = false;
  }

  /**
   * Makes the network and takes the rows.
   *
   * @param shape the job's network
   * @param material closed with the training; if this fails, it is still to be closed
   * @param remarks sentences on what happened so far
   * @param control may pause and stop it
   * @param begun when preparations began, by {@link System#nanoTime}
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   */
  Training(
      Job job,
      NetworkSpec shape,
      Material material,
      List<String> remarks,
      long begun,
      TrainingControl control,
      TrainingListener... listeners)
      throws Exception {
    this.constant = null;
    this.job = job;
    this.material = material;
    this.remarks.addAll(remarks);
    Optional<Model> earlier = job.from().flatMap(s -> s.predictor().model());
    this.secondsBefore = earlier.map(m -> m.how().seconds()).orElse(0.0);
    this.epochsBefore = job.from().flatMap(Start::state).map(s -> s.history().size()).orElse(0);
    Kernels kernels = material.kernels();
    material.rows().remark().ifPresent(this::say);
    this.spec = job.trainSpec();
    this.network =
        guarded(
            () -> {
              if (earlier.isPresent()) {
                return earlier.get().network(kernels);
              }
              Network fresh = new Network(shape, kernels);
              fresh.initialize(job.seed());
              return fresh;
            });
    Batches rows = material.rows().rows();
    this.crossFit = material.judged() == null && job.members(shape) > 0;
    // Where rows are kept from members, these judge all of them.
    Batches judging = crossFit ? rows : material.judged() == null ? null : material.judged().rows();
    this.trainer =
        guarded(() -> new Trainer(network, spec, rows, judging, control, watching(listeners)));
    if (job.from().isEmpty() && job.plan().pretraining().isPresent()) {
      guarded(
          () -> {
            say(FirstLayers.learn(network, job, rows));
            return null;
          });
    }
    guarded(this::begin);
    nanos = System.nanoTime() - begun;
  }

  private Object begin() throws InterruptedException {
    Optional<TrainingState> state = job.from().flatMap(Start::state);
    if (state.isPresent()) {
      trainer.start(state.get());
    } else {
      trainer.start();
    }
    return null;
  }

  /** Adds what was found in the data to what the doctor will say. */
  Training found(List<Finding> inData) {
    dataFindings = inData;
    return this;
  }

  /**
   * Trains for an epoch.
   *
   * @return false, without training, when there is nothing more to do
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException in one sentence when training diverges for good or memory does
   *     not suffice
   */
  public boolean next() throws Exception {
    if (constant != null) {
      return false;
    }
    if (closed) {
      throw new IllegalStateException("the training is over");
    }
    long start = System.nanoTime();
    boolean more = guarded(trainer::next);
    nanos += System.nanoTime() - start;
    latest = null;
    return more;
  }

  /** The epochs so far, none where something constant stands in for a network. */
  List<EpochRecord> history() {
    return constant != null ? List.of() : trainer.history();
  }

  /** The best epoch so far, from 1; 0 before any. */
  int bestEpoch() {
    return constant != null ? 0 : trainer.bestEpoch();
  }

  /** Epochs that are planned, 0 where something constant stands in for a network. */
  int plannedEpochs() {
    return constant != null ? 0 : spec.epochs();
  }

  /** Multiplies the learning rate from the next epoch on. */
  void multiplyRate(double factor) {
    if (constant == null) {
      trainer.multiplyRate(factor);
    }
  }

  /** What predicts with the weights of the last epoch; with the first weights before any. */
  public Predictor predictor() {
    if (latest == null) {
      List<EpochRecord> history = trainer.history();
      residuals = residuals();
      latest = predictor(history, history.size(), "training is under way", List.of());
    }
    return latest;
  }

  /** What {@link Start} needs to go on; empty for what is no network. Before {@link #finish}. */
  public Optional<TrainingState> state() throws InterruptedException {
    return constant != null ? Optional.empty() : Optional.of(trainer.state());
  }

  /**
   * Ends the training; what it comes to, with the weights of the best epoch. Where members have
   * judged each other's rows and put out logits, these are calibrated.
   */
  public Predictor finish() throws InterruptedException {
    if (constant == null && !closed) {
      Trainer.Result r = trainer.finish();
      calibrate();
      residuals = residuals();
      latest = examined(r);
      close();
    }
    return latest;
  }

  private void calibrate() throws InterruptedException {
    boolean logits =
        network.spec().loss() instanceof MembersLoss m && m.loss() instanceof CrossEntropy;
    if (!crossFit || !logits || trainer.history().isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    TemperatureScaling.Outcome o = TemperatureScaling.apply(network, material.rows().rows());
    remarks.add(
        String.format(
            Locale.ROOT,
            "probabilities calibrated on validation with temperature %.3g: a member's mean loss went"
                + " from %.6g to %.6g",
            o.temperature(),
            o.before(),
            o.after()));
    nanos += System.nanoTime() - start;
  }

  /** Null where the network predicts its own deviation, or classes. */
  private Residuals residuals() {
    if (job.target() instanceof NominalClass
        || Densities.predictsDeviation(network.spec().loss())) {
      return null;
    }
    EncodedRows.Encoded judged = material.judged();
    return judged != null && judged.rows().totalWeight() > 0
        ? Missed.by(network, judged.rows(), job.target(), true)
        : Missed.by(network, material.rows().rows(), job.target(), false);
  }

  private Predictor predictor(
      List<EpochRecord> history, int epoch, String reason, List<String> more) {
    return predictor(provenance(history, epoch, reason, more, Vitals.none()));
  }

  /** The network with what the doctor says about its training. */
  private Predictor examined(Trainer.Result r) {
    Provenance how =
        provenance(r.history(), r.bestEpoch(), r.stopReason(), r.remarks(), r.vitals());
    Batches judged = material.judged() == null ? null : material.judged().rows();
    List<String> lines;
    try {
      lines = Diagnosis.of(network, how, material.rows().rows(), judged, dataFindings);
    } catch (OutOfMemoryError e) {
      // The network is there: it is not lost for this.
      lines = List.of("not examined: there is no memory left; give Java more with -Xmx");
    }
    if (!Diagnosis.healthy(lines) && !Unattended.now()) {
      lines.forEach(l -> Logger.getLogger(Fit.class.getName()).info("doctor: " + l));
    }
    return predictor(how.withDiagnosis(lines));
  }

  private Predictor predictor(Provenance how) {
    return new NetworkPredictor(
        job.inputs(), job.target(), Model.of(network, how), material.backend(), residuals);
  }

  private Provenance provenance(
      List<EpochRecord> history, int epoch, String reason, List<String> more, Vitals vitals) {
    List<String> all = new ArrayList<>(remarks);
    all.addAll(more);
    return new Provenance(
        Version.current(),
        job.seed(),
        material.kernels().backend(),
        material.kernels().threads(),
        Catalogs.print(Optimization.class, job.plan().optimizer()),
        spec.describe(),
        material.rows().rows().rows(),
        crossFit
            ? material.rows().rows().rows()
            : material.judged() == null ? 0 : material.judged().rows().rows(),
        spec.epochs(),
        epoch,
        reason,
        secondsBefore(history) + nanos / 1e9,
        history,
        all,
        vitals,
        List.of());
  }

  /** The time of earlier epochs counts where they are in the history. */
  private double secondsBefore(List<EpochRecord> history) {
    return epochsBefore > 0 && history.size() >= epochsBefore ? secondsBefore : 0;
  }

  private <T> T guarded(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (DivergedException e) {
      throw new IllegalStateException("option -optimizer: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      // Minimizers have a say in what the network is.
      throw spec.optimizer() instanceof Minimizer && !e.getMessage().startsWith("option -")
          ? Shaped.refusal(Setting.OPTIMIZER, e)
          : e;
    } catch (OutOfMemoryError e) {
      throw tooLarge(material.rows().rows().rows(), job, e);
    }
  }

  /** What there is to say when memory does not suffice. */
  static IllegalStateException tooLarge(int rows, Job job, OutOfMemoryError e) {
    return new IllegalStateException(
        "the network and "
            + rows
            + " rows of "
            + job.inputs().columns()
            + " inputs do not fit into the "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB that Java has: make -layers or -batch smaller, or give Java more with -Xmx",
        e);
  }

  private void say(String sentence) {
    remarks.add(sentence);
    Logger.getLogger(Fit.class.getName()).info(sentence);
  }

  private static TrainingListener[] watching(TrainingListener... listeners) {
    TrainingListener[] all = Arrays.copyOf(listeners, listeners.length + 1);
    all[listeners.length] = Training::log;
    return all;
  }

  private static void log(TrainingEvent event) {
    if (event instanceof TrainingEvent.Recovered r) {
      Logger.getLogger(Fit.class.getName()).warning(r.sentence());
    }
  }

  @Override
  public void close() {
    if (constant == null && !closed) {
      closed = true;
      material.close();
    }
  }
}
