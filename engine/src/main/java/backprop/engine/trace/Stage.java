// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.util.List;

/**
 * One operation as the drawing shows it.
 *
 * @param title the layer and the operation
 * @param kind {@code sums}, {@code function}, {@code loss} or {@code op}
 * @param inputs ids of the values that come in, per example ones only
 * @param output id of the value that comes out
 * @param gradient id of its gradient; -1 where it has none
 * @param weights id of the weights of weighted sums; -1 elsewhere
 * @param bias id of their bias; -1 where there is none
 * @param weightGradient id of the gradient of the weights; -1 where there is none
 * @param biasGradient id of the gradient of the bias; -1 where there is none
 */
public record Stage(
    String title,
    String kind,
    List<Integer> inputs,
    int output,
    int gradient,
    int weights,
    int bias,
    int weightGradient,
    int biasGradient) {
  public Stage {
    inputs = List.copyOf(inputs);
  }
}
