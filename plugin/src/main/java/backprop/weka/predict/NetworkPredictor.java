// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.predict;

import backprop.engine.backend.Backend;
import backprop.engine.loss.Loss;
import backprop.engine.model.Model;
import backprop.engine.model.Scorer;
import backprop.engine.network.Network;
import backprop.weka.backend.WekaBackends;
import backprop.weka.density.ClassDensity;
import backprop.weka.density.Densities;
import backprop.weka.density.Residuals;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.InputEncoder;
import backprop.weka.encode.NominalClass;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import weka.core.Instance;
import weka.core.Instances;

/** A trained network with the encoders of its inputs and its class. */
public final class NetworkPredictor implements Predictor {
  private static final long serialVersionUID = 1L;

  /** Most rows that are encoded and scored together. */
  private static final int CHUNK = 4 * Scorer.BATCH;

  /** Most numbers of them: rows of many inputs are scored in smaller parts. */
  private static final int NUMBERS = 1 << 20;

  private final transient InputEncoder inputs;
  private final transient ClassEncoder target;
  private final transient Model model;
  private final transient String backend;
  private final transient Residuals residuals;
  private transient volatile Last last;
  private transient volatile Scorer scorer;
  private transient volatile WeakReference<Instances> lastHeader = new WeakReference<>(null);

  /**
   * The row that was predicted last: Weka asks for its interval and its density, too.
   *
   * @param input never written to
   * @param output never written to
   */
  private record Last(float[] input, float[] output) {}

  /** Without residuals. */
  public NetworkPredictor(InputEncoder inputs, ClassEncoder target, Model model, String backend) {
    this(inputs, target, model, backend, null);
  }

  /**
   * @param backend name of the backend to predict with
   * @param residuals what predictions of a numeric class missed; null where not known
   */
  public NetworkPredictor(
      InputEncoder inputs, ClassEncoder target, Model model, String backend, Residuals residuals) {
    this.residuals = residuals;
    this.inputs = inputs;
    this.target = target;
    this.model = model;
    this.backend = backend;
  }

  /** How rows become inputs of the network. */
  public InputEncoder inputs() {
    return inputs;
  }

  /** How outputs of the network become predictions. */
  public ClassEncoder target() {
    return target;
  }

  String backend() {
    return backend;
  }

  @Override
  public Optional<Model> model() {
    return Optional.of(model);
  }

  @Override
  public double[] distribution(Instance x) {
    return target.decode(output(x), 0);
  }

  /** All that the network predicts for a row; not to be written to. */
  private float[] output(Instance x) {
    check(x.dataset());
    Scorer s = scorer();
    float[] input = new float[s.inputs()];
    inputs.encode(x, 0, input, 0);
    Last known = last;
    if (known != null && Arrays.equals(known.input, input)) {
      return known.output;
    }
    float[] output = new float[s.outputs()];
    s.score(input, 1, output);
    last = new Last(input, output);
    return output;
  }

  @Override
  public ClassDensity density(Instance x) {
    if (target instanceof NominalClass) {
      throw new IllegalStateException("intervals and densities are for a numeric class");
    }
    float[] output = output(x);
    Loss loss = model.spec().loss();
    double[] predicted = new double[output.length];
    for (int i = 0; i < predicted.length; i++) {
      boolean deviation = i > 0 && Densities.predictsDeviation(loss);
      predicted[i] = deviation ? target.unit() * output[i] : target.decode(output, i)[0];
    }
    return Densities.of(loss, predicted, residuals);
  }

  /** What predictions missed, where that is known. */
  public Optional<Residuals> residuals() {
    return Optional.ofNullable(residuals);
  }

  @Override
  public double[][] distributions(Instances rows) throws InterruptedException {
    check(rows);
    Scorer s = scorer();
    int n = rows.numInstances();
    double[][] all = new double[n][];
    int chunk = Math.min(n, Math.max(1, Math.min(CHUNK, NUMBERS / Math.max(1, s.inputs()))));
    float[] input = new float[chunk * s.inputs()];
    float[] output = new float[chunk * s.outputs()];
    for (int from = 0; from < n; from += chunk) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("prediction was interrupted at row " + (from + 1));
      }
      int count = Math.min(chunk, n - from);
      for (int i = 0; i < count; i++) {
        inputs.encode(rows.instance(from + i), from + i + 1, input, i * s.inputs());
      }
      s.score(input, count, output);
      for (int i = 0; i < count; i++) {
        all[from + i] = target.decode(output, i * s.outputs());
      }
    }
    return all;
  }

  /** Checks a header once: rows come in thousands with the same one. */
  private void check(Instances header) {
    if (header != null && header != lastHeader.get()) {
      inputs.check(header);
      target.check(header.classAttribute());
      lastHeader = new WeakReference<>(header);
    }
  }

  private Scorer scorer() {
    Scorer s = scorer;
    if (s == null) {
      synchronized (this) {
        if (scorer == null) {
          scorer = new Scorer(model, available());
        }
        s = scorer;
      }
    }
    return s;
  }

  /** The backend of the training, or what this machine has instead. */
  private Backend available() {
    try {
      return WekaBackends.choose(backend).backend();
    } catch (IllegalArgumentException e) {
      Backend other = WekaBackends.choose("auto", 0).backend();
      Logger.getLogger(NetworkPredictor.class.getName())
          .log(
              Level.WARNING,
              "the model was trained with a backend that is missing here, predicting with ''{0}'':"
                  + " {1}",
              new Object[] {other.name(), e.getMessage()});
      return other;
    }
  }

  @Override
  public Optional<String> graph() {
    int attributes = inputs.attributes() - 1;
    String from = attributes + (attributes == 1 ? " attribute" : " attributes");
    String to = target instanceof NominalClass c ? c.classes() + " classes" : "a number";
    return Optional.of(NetworkGraph.xml(model.spec(), from, "prediction: " + to));
  }

  @Override
  public String summary() {
    Network network = scorer().network();
    List<Network.LayerSummary> layers = network.summary();
    String text = Summary.of(model, inputs, layers);
    return residuals == null ? text : text + "\nIntervals  " + residuals.describe() + "\n";
  }

  private Object writeReplace() {
    return new Stored(PredictorFile.write(this));
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a predictor is stored as bytes");
  }

  /**
   * The serialized form.
   *
   * @param bytes as {@link PredictorFile} writes them
   */
  private record Stored(byte[] bytes) implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object readResolve() throws InvalidObjectException {
      try {
        return PredictorFile.read(bytes);
      } catch (IOException e) {
        InvalidObjectException invalid = new InvalidObjectException(e.getMessage());
        invalid.initCause(e);
        throw invalid;
      }
    }
  }
}
