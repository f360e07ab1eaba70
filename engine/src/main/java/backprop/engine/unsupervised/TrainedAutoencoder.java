// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.layer.Chain;
import backprop.engine.loss.GaussianNll;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.network.Predictions;
import backprop.engine.train.Trainer;

/** An autoencoder that has learned. Rows and codes are matrices on its kernels, one row each. */
public final class TrainedAutoencoder {
  private final Autoencoder autoencoder;
  private final Network network;
  private final Trainer.Result result;
  private final Encoder encoder;
  private final Network decoder;

  TrainedAutoencoder(Autoencoder autoencoder, Network network, Trainer.Result result) {
    this.autoencoder = autoencoder;
    this.network = network;
    this.result = result;
    this.encoder = new Encoder(autoencoder.input(), autoencoder.encoder(), network);
    this.decoder =
        new Network(
            new NetworkSpec(
                autoencoder.code(), new Chain(autoencoder.decoder()), autoencoder.loss()),
            network.kernels());
    int before = autoencoder.encoder().size();
    decoder.copyRenamed(
        network,
        path -> {
          int dash = path.indexOf('-');
          return Integer.parseInt(path.substring(0, dash)) + before + path.substring(dash);
        });
  }

  /** The whole network. */
  public Network network() {
    return network;
  }

  /** How training went. */
  public Trainer.Result result() {
    return result;
  }

  /** The first half, for codes and for other networks. */
  public Encoder encoder() {
    return encoder;
  }

  /** The codes of rows. */
  public Matrix encode(Matrix inputs) {
    return encoder.encode(inputs);
  }

  /** What becomes of codes: the loss's prediction, such as values, or means and deviations. */
  public Matrix decode(Matrix codes) {
    return Predictions.of(decoder, codes);
  }

  /** The rows as the network says them again: as many columns as they have. */
  public Matrix reconstruct(Matrix inputs) {
    return values(Predictions.of(network, inputs));
  }

  /** Behind the values there may be their deviations. */
  private Matrix values(Matrix predictions) {
    int columns = autoencoder.input().elements();
    if (predictions.columns() == columns) {
      return predictions;
    }
    Kernels k = network.kernels();
    Matrix values =
        Matrix.of(k.allocate(predictions.rows() * columns), predictions.rows(), columns);
    k.copy(predictions.columns(0, columns), values);
    return values;
  }

  /**
   * The loss of each row as the network says it again, without noise and penalties: rows unlike
   * those that it was trained on have larger ones, which makes it a score of how odd a row is.
   */
  public double[] errors(Matrix inputs) {
    Kernels k = network.kernels();
    double[] errors = new double[inputs.rows()];
    if (errors.length == 0) {
      return errors;
    }
    Program p = network.evaluationProgram(Math.min(Predictions.BATCH, inputs.rows()));
    for (int from = 0; from < inputs.rows(); from += p.maxBatch()) {
      int count = Math.min(p.maxBatch(), inputs.rows() - from);
      p.batch(count);
      k.copy(inputs.rows(from, count), p.input());
      k.copy(inputs.rows(from, count), p.target());
      p.forward();
      p.loss().buffer().read(p.loss().offset(), errors, from, count);
    }
    return errors;
  }

  /**
   * New rows: what becomes of codes from N(0, 1). They look like the training rows if the
   * autoencoder is variational. With the loss gaussian-nll, each number is drawn from its normal
   * distribution; with others it is the expected value.
   *
   * @param count number of rows
   * @param seed the same seed gives the same rows
   */
  public Matrix sample(int count, long seed) {
    Kernels k = network.kernels();
    int code = autoencoder.code().elements();
    Matrix codes = Matrix.of(k.allocate(count * code), count, code);
    k.gaussian(0, 1, RandomStream.extend(seed, 1), codes);
    Matrix decoded = decode(codes);
    Matrix rows = values(decoded);
    if (autoencoder.loss() instanceof GaussianNll) {
      int columns = rows.columns();
      Matrix noise = Matrix.of(k.allocate(count * columns), count, columns);
      k.gaussian(0, 1, RandomStream.extend(seed, 2), noise);
      Matrix deviations = decoded.columns(columns, columns);
      k.multiply(noise, deviations, 1, rows);
    }
    return rows;
  }
}
