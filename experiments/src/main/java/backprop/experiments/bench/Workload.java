// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import java.util.List;

/** What is measured: a network, its data and its batch. All train with Adam at a rate of 0.001. */
public enum Workload {
  /** A dense network on images. */
  W1(DataKind.MNIST, "dense(256, relu), dense(128, relu)", 128, 6, false),
  /** A wide dense network on images. */
  W2(DataKind.MNIST, "dense(1024, relu), dense(1024, relu)", 256, 6, false),
  /** A dense network on a table. */
  W3(DataKind.LETTER, "dense(128, relu), dense(64, relu)", 64, 20, false),
  /** A tiny network on a small table. */
  W4(DataKind.DIABETES, "dense(16, relu)", 32, 30, false),
  /** A convolutional network on images. */
  W5(
      DataKind.MNIST,
      "reshape([28, 28, 1]), conv2d(16, 5, relu), max-pool(2), conv2d(32, 5, relu), max-pool(2),"
          + " flatten, dense(128, relu)",
      64,
      6,
      false),
  /** A recurrent network on images, row by row. */
  W6(DataKind.MNIST, "reshape([28, 28]), lstm(64)", 64, 6, false),
  /** Predictions of the network of W1. */
  W7(DataKind.MNIST, "dense(256, relu), dense(128, relu)", 128, 1, true);

  private final DataKind data;
  private final String hidden;
  private final int batch;
  private final int epochs;
  private final boolean scores;

  Workload(DataKind data, String hidden, int batch, int epochs, boolean scores) {
    this.data = data;
    this.hidden = hidden;
    this.batch = batch;
    this.epochs = epochs;
    this.scores = scores;
  }

  /** Which data it is for. */
  DataKind data() {
    return data;
  }

  /** All layers as text. */
  String layers(int classes) {
    return hidden + ", dense(" + classes + ")";
  }

  /** Rows of a minibatch. */
  int batch() {
    return batch;
  }

  /** Epochs of the training whose accuracy is told, unless the user says. */
  int epochs() {
    return epochs;
  }

  /** Whether predicting is measured and not training. */
  boolean scores() {
    return scores;
  }

  /**
   * A product that a row takes part in: {@code times} vectors of {@code in} numbers by a matrix
   * with {@code out} columns.
   */
  private record Product(double in, double out, double times) {
    double flops() {
      return 2 * in * out * times;
    }
  }

  private List<Product> products(int inputs, int classes) {
    return switch (this) {
      case W1, W7 -> dense(inputs, 256, 128, classes);
      case W2 -> dense(inputs, 1024, 1024, classes);
      case W3 -> dense(inputs, 128, 64, classes);
      case W4 -> dense(inputs, 16, classes);
      case W5 ->
          List.of(
              new Product(25, 16, 24 * 24),
              new Product(25 * 16, 32, 8 * 8),
              new Product(4 * 4 * 32, 128, 1),
              new Product(128, classes, 1));
      case W6 ->
          List.of(
              new Product(28, 4 * 64, 28),
              new Product(64, 4 * 64, 28),
              new Product(64, classes, 1));
    };
  }

  private static List<Product> dense(int... sizes) {
    Product[] products = new Product[sizes.length - 1];
    for (int i = 0; i < products.length; i++) {
      products[i] = new Product(sizes[i], sizes[i + 1], 1);
    }
    return List.of(products);
  }

  /**
   * Floating-point operations in the products that no way to compute can avoid, for each row: one
   * product to predict; when training two more for the gradients of weights and inputs, the latter
   * not in the first layer.
   */
  double flops(int inputs, int classes) {
    List<Product> all = products(inputs, classes);
    double forward = all.stream().mapToDouble(Product::flops).sum();
    return scores ? forward : 3 * forward - all.get(0).flops();
  }
}
