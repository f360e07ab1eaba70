// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Shape;
import backprop.engine.model.Model;
import backprop.engine.model.ModelFile;
import backprop.engine.model.Provenance;
import backprop.engine.model.Scorer;
import backprop.engine.model.Version;
import backprop.engine.train.DivergedException;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.unsupervised.Autoencoder;
import backprop.engine.unsupervised.TrainedAutoencoder;
import backprop.weka.backend.WekaBackends;
import backprop.weka.encode.InputEncoder;
import backprop.weka.fit.ComputeThreads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import weka.core.Instance;
import weka.core.Instances;

/**
 * A trained autoencoder of rows: their codes, and by how much it fails to say them again.
 * Immutable; used by many threads at once.
 */
public final class LearnedCode implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FORMAT = 1;

  private final transient InputEncoder inputs;
  private final transient Model model;
  private final transient int layers;
  private transient volatile LayerFeatures codes;
  private transient volatile Scorer scorer;

  private LearnedCode(InputEncoder inputs, Model model, int layers) {
    this.inputs = inputs;
    this.model = model;
    this.layers = layers;
  }

  /**
   * Trains on rows of positive weight.
   *
   * @param data a class that is set is not looked at
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   * @throws IllegalStateException in one sentence when training diverges for good
   */
  public static LearnedCode train(Instances data, AutoencoderPlan plan, long seed)
      throws InterruptedException {
    plan.checked();
    int[] rows =
        IntStream.range(0, data.numInstances())
            .filter(r -> data.instance(r).weight() > 0)
            .toArray();
    if (rows.length == 0) {
      throw new IllegalArgumentException("there are no training rows with a weight above 0");
    }
    InputEncoder inputs = InputEncoder.fit(data, rows);
    if (inputs.columns() == 0) {
      throw new IllegalArgumentException(
          "no attribute varies in the training rows, so there is nothing to learn");
    }
    Autoencoder autoencoder = plan.autoencoder(inputs.columns());
    TrainSpec spec = plan.training(seed);
    Backend backend = WekaBackends.choose("auto").backend();
    int threads = plan.threads() == 0 ? ComputeThreads.automatic() : plan.threads();
    long start = System.nanoTime();
    try (Kernels k = backend.open(threads)) {
      Examples examples = new Examples(k, rows.length, inputs.columns(), 1);
      float[] input = new float[inputs.columns()];
      for (int i = 0; i < rows.length; i++) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("training was interrupted while rows were encoded");
        }
        Instance x = data.instance(rows[i]);
        inputs.encode(x, rows[i] + 1, input, 0);
        examples.set(i, input, new float[1], x.weight());
      }
      TrainedAutoencoder trained = autoencoder.train(k, spec, examples, null);
      Provenance how =
          new Provenance(
              Version.current(),
              seed,
              k.backend(),
              k.threads(),
              plan.optimizer(),
              spec.describe(),
              rows.length,
              0,
              plan.epochs(),
              trained.result().bestEpoch(),
              trained.result().stopReason(),
              (System.nanoTime() - start) / 1e9,
              trained.result().history(),
              trained.result().remarks());
      return new LearnedCode(
          inputs, Model.of(trained.network(), how), autoencoder.encoder().size());
    } catch (DivergedException e) {
      throw new IllegalStateException("option -optimizer: " + e.getMessage(), e);
    }
  }

  /**
   * Checks that rows have the attributes that were trained on.
   *
   * @throws IllegalArgumentException naming what differs
   */
  public void check(Instances header) {
    inputs.check(header);
  }

  /** Numbers of a code. */
  public int columns() {
    return codes().columns();
  }

  private LayerFeatures codes() {
    if (codes == null) {
      codes = new LayerFeatures(inputs, model, layers);
    }
    return codes;
  }

  /** The code of a row. */
  public float[] code(Instance row) {
    return codes().of(row);
  }

  /** Mean squared difference between a row's inputs and what became of them, from 0. */
  public double error(Instance row) {
    if (scorer == null) {
      scorer = new Scorer(model, WekaBackends.choose("auto").backend());
    }
    Scorer s = scorer;
    float[] input = new float[s.inputs()];
    float[] output = new float[s.outputs()];
    inputs.encode(row, 0, input, 0);
    s.score(input, 1, output);
    double sum = 0;
    for (int j = 0; j < input.length; j++) {
      double d = input[j] - output[j];
      sum += d * d;
    }
    return sum / input.length;
  }

  /** How training went. */
  public Provenance how() {
    return model.how();
  }

  /** The layers and their sizes, one a line. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append("input ").append(model.spec().input()).append('\n');
    List<Shape> shapes = shapes();
    for (int l = 0; l < shapes.size(); l++) {
      text.append("layer ").append(l + 1).append(' ').append(shapes.get(l));
      text.append(l + 1 == layers ? ", the code\n" : "\n");
    }
    return text.toString();
  }

  private List<Shape> shapes() {
    try (Kernels k = WekaBackends.choose("auto").backend().open(1)) {
      return model.network(k).summary().stream().map(s -> s.output()).toList();
    }
  }

  private Object writeReplace() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      inputs.write(out);
      out.writeInt(layers);
      out.write(ModelFile.write(model));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Stored(bytes.toByteArray());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a learned code is stored as bytes");
  }

  /**
   * The serialized form.
   *
   * @param bytes format (int), encoder, number of layers before the code (int), the network
   */
  private record Stored(byte[] bytes) implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object readResolve() throws InvalidObjectException {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        int format = in.readInt();
        if (format != FORMAT) {
          throw new IOException(
              "the autoencoder has format " + format + ": use a newer version of Backprop");
        }
        InputEncoder inputs = InputEncoder.read(in);
        int layers = in.readInt();
        return new LearnedCode(inputs, ModelFile.read(in.readAllBytes()), layers);
      } catch (IOException e) {
        InvalidObjectException invalid = new InvalidObjectException(e.getMessage());
        invalid.initCause(e);
        throw invalid;
      }
    }
  }
}
