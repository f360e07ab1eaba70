// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Kernels;
import backprop.engine.model.Model;
import backprop.engine.train.Batches;
import backprop.weka.predict.NetworkPredictor;
import weka.core.Instances;

/**
 * Rows as a trained network takes them. To be closed, which deletes their file where they have one.
 *
 * @param rows those with a class and a weight above 0, encoded
 * @param indices where these are among the given ones
 */
public record ModelRows(Batches rows, int[] indices, Runnable file) implements AutoCloseable {
  /** Part of Java's memory that they may take. */
  private static final int PART = 4;

  /**
   * Encodes rows with the encoders of a model.
   *
   * @param trained whether the model was trained on them: where its members judge each other's
   *     rows, each is then judged by the member that it was kept from
   * @throws IllegalArgumentException in one sentence when they are not of its attributes and class,
   *     or none has a class
   * @throws InterruptedException when the thread is interrupted
   */
  public static ModelRows of(
      Instances data, NetworkPredictor model, Kernels kernels, boolean trained)
      throws InterruptedException {
    model.inputs().check(data);
    model.target().check(data.classAttribute());
    WeightedRows weighted = new WeightedRows(data, "none");
    int[] indices = weighted.rows();
    if (indices.length == 0) {
      throw new IllegalArgumentException("no row of the data has a class and a weight above 0");
    }
    Model network = model.model().orElseThrow();
    int members = Job.members(network.spec());
    int classes = data.classAttribute().isNominal() ? data.numClasses() : 1;
    EncodedRows.Encoded encoded =
        new EncodedRows(kernels, data, indices, weighted, model.inputs(), model.target(), members)
            .encode(
                indices,
                Runtime.getRuntime().maxMemory() / PART,
                trained ? new Folds(members, classes, network.how().seed()) : Folds.none(members),
                true);
    return new ModelRows(encoded.rows(), indices, encoded::close);
  }

  @Override
  public void close() {
    file.run();
  }
}
