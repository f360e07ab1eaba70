// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;

/**
 * What a network is: everything but its numbers.
 *
 * @param input shape of one example
 * @param body the layers, output layer included (its output goes to the loss: logits, not
 *     probabilities)
 * @param loss the loss
 */
public record NetworkSpec(Shape input, Layer body, Loss loss) {}
