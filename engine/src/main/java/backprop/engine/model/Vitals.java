// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import java.util.List;

/**
 * How the layers of a network fared while it was trained: of each layer with trained weights, in
 * some steps spread over the run, the sizes of its gradients, its weights and its update.
 *
 * @param layers the layers, in their order
 * @param samples the steps that were measured, in their order
 */
public record Vitals(List<Layer> layers, List<Sample> samples) {
  public Vitals {
    layers = List.copyOf(layers);
    samples = List.copyOf(samples);
    for (Sample s : samples) {
      if (s.sizes().size() != layers.size()) {
        throw new IllegalArgumentException(
            "step "
                + s.step()
                + " was measured for "
                + s.sizes().size()
                + " layers, there are "
                + layers.size());
      }
    }
  }

  /** Nothing was measured. */
  public static Vitals none() {
    return new Vitals(List.of(), List.of());
  }

  /**
   * A layer.
   *
   * @param path its path, such as {@code 0-dense}
   * @param weights how many trained weights it has, tables included, biases and gains not
   */
  public record Layer(String path, int weights) {}

  /**
   * A step.
   *
   * @param step its number, from 0
   * @param epoch when it was taken, in epochs from 0
   * @param sizes of each layer
   */
  public record Sample(long step, double epoch, List<Sizes> sizes) {
    public Sample {
      sizes = List.copyOf(sizes);
    }
  }

  /**
   * Root mean squares over the weights of a layer.
   *
   * @param gradient of the loss, penalties included, before the optimizer saw it
   * @param weight before the step
   * @param update what the step added
   */
  public record Sizes(double gradient, double weight, double update) {
    /** The update as a part of the weights; NaN where there is neither. */
    public double ratio() {
      return update / weight;
    }
  }
}
