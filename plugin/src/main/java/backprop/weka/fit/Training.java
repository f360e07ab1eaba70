// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.BackendFailedException;
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
  private final NetworkSpec shape;
  private final TrainSpec spec;
  private final Supervision watch;
  private final TrainingListener[] listeners;
  private final Spare spare;
  private Material material;
  private Network network;
  private Trainer trainer;

  /** What to go on with after the last epoch where a device may be lost, in main memory. */
  private TrainingState kept;

  private final List<String> remarks = new ArrayList<>();
  private final double secondsBefore;
  private final int epochsBefore;
  private final boolean crossFit;
  private long nanos;
  private Predictor latest;
  private Residuals residuals;
  private List<Finding> dataFindings = List.of();
  private boolean closed;

  /** Makes the material anew with less of a device, or without it, for when it fails. */
  interface Spare {
    /**
     * Makes it.
     *
     * @param failed what happened
     */
    Material make(BackendFailedException failed) throws InterruptedException;
  }

  /** No training, because something constant stands in for a network. */
  Training(Predictor constant) {
    this.constant = constant;
    this.job = null;
    this.shape = null;
    this.spec = null;
    this.watch = null;
    this.listeners = null;
    this.spare = null;
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
   * @param spare makes other material, should this one's device fail
   * @param watch may pause and stop it
   * @param begun when preparations began, by {@link System#nanoTime}
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   */
  Training(
      Job job,
      NetworkSpec shape,
      Material material,
      Spare spare,
      List<String> remarks,
      long begun,
      Supervision watch,
      TrainingListener... listeners)
      throws Exception {
    this.constant = null;
    this.job = job;
    this.shape = shape;
    this.material = material;
    this.spare = spare;
    this.watch = watch;
    this.listeners = watching(listeners);
    this.remarks.addAll(remarks);
    Optional<Model> earlier = job.from().flatMap(s -> s.predictor().model());
    this.secondsBefore = earlier.map(m -> m.how().seconds()).orElse(0.0);
    this.epochsBefore = job.from().flatMap(Start::state).map(s -> s.history().size()).orElse(0);
    material.rows().remark().ifPresent(this::say);
    this.spec = job.trainSpec();
    this.crossFit = material.judged() == null && Job.members(shape) > 0;
    prepare();
    guarded(this::begin);
    nanos = System.nanoTime() - begun;
  }

  /** The network and its trainer on the material. */
  private void prepare() throws Exception {
    Kernels kernels = material.kernels();
    Optional<Model> earlier = job.from().flatMap(s -> s.predictor().model());
    network =
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
    // Where rows are kept from members, these judge all of them.
    Batches judging = crossFit ? rows : material.judged() == null ? null : material.judged().rows();
    trainer = guarded(() -> new Trainer(network, spec, rows, judging, watch.control(), listeners));
    if (job.pretrains()) {
      guarded(
          () -> {
            say(FirstLayers.learn(network, job, rows, watch.control(), listeners));
            return null;
          });
    }
  }

  /** Does something that needs the device; goes on with less, where that fails. */
  private <T> T surviving(Callable<T> work) throws Exception {
    BackendFailedException failed = null;
    for (; ; ) {
      try {
        if (failed != null) {
          move(failed);
        }
        return work.call();
      } catch (BackendFailedException e) {
        failed = e;
      }
    }
  }

  /** Goes on with what the spare makes, from the weights of the last epoch. */
  private void move(BackendFailedException lost) throws Exception {
    int epochs = kept == null ? 0 : kept.history().size();
    // Nothing may hold on to the memory of the device.
    material.close();
    material = null;
    network = null;
    trainer = null;
    try {
      material = spare.make(lost);
    } finally {
      closed = material == null;
    }
    say(
        lost.getMessage()
            + "; the training went on with "
            + material.place()
            + " from the weights after epoch "
            + epochs);
    prepare();
    if (kept != null) {
      trainer.start(kept);
    } else {
      begin();
    }
    kept = null;
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
    boolean more = surviving(() -> guarded(() -> trainer.next()));
    if (more && material.kernels().stepsAhead() > 1) {
      kept = surviving(() -> trainer.state());
    }
    nanos += System.nanoTime() - start;
    latest = null;
    return more;
  }

  /** Ends an interrupted training at its last whole epoch; false where there is none. */
  boolean endAtWholeEpoch() throws InterruptedException {
    return trainer != null && !closed && trainer.endAtWholeEpoch();
  }

  /** Whether there is no epoch to keep anything of. */
  boolean learnedNothing() {
    return trainer != null && trainer.history().isEmpty();
  }

  /** The epochs so far, none where something constant stands in for a network. */
  List<EpochRecord> history() {
    return trainer == null ? List.of() : trainer.history();
  }

  /** The best epoch so far, from 1; 0 before any. */
  int bestEpoch() {
    return trainer == null ? 0 : trainer.bestEpoch();
  }

  /** Epochs that are planned, 0 where something constant stands in for a network. */
  int plannedEpochs() {
    return constant != null ? 0 : spec.epochs();
  }

  /** Multiplies the learning rate from the next epoch on. */
  void multiplyRate(double factor) {
    if (trainer != null) {
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
      latest = survivingToTheEnd();
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

  private Predictor survivingToTheEnd() throws InterruptedException {
    try {
      return surviving(
          () -> {
            Trainer.Result r = trainer.finish();
            if (!unlessStopped(this::calibrate)) {
              remarks.add("the probabilities were not calibrated: the training was stopped");
            }
            residuals = watch.cuttable(this::residuals);
            return examined(r);
          });
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Work that a model can do without. */
  private interface Dispensable {
    void run() throws Exception;
  }

  /** Does something; whether it was done, and not cut short by a Stop that keeps the model. */
  private boolean unlessStopped(Dispensable work) throws Exception {
    try {
      watch.cuttable(
          () -> {
            work.run();
            return null;
          });
      return true;
    } catch (InterruptedException e) {
      if (!watch.answered()) {
        throw e;
      }
      return false;
    }
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
  private Predictor examined(Trainer.Result r) throws Exception {
    Provenance how =
        provenance(r.history(), r.bestEpoch(), r.stopReason(), r.remarks(), r.vitals());
    Batches judged = material.judged() == null ? null : material.judged().rows();
    List<String> lines = new ArrayList<>();
    Batches rows = material.rows().rows();
    try {
      if (!unlessStopped(
          () -> lines.addAll(Diagnosis.of(network, how, rows, judged, dataFindings)))) {
        lines.add("not examined: the training was stopped");
      }
    } catch (OutOfMemoryError e) {
      // The network is there: it is not lost for this.
      lines.add("not examined: there is no memory left; give Java more with -Xmx");
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
