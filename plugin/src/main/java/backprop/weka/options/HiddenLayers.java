// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.engine.activation.Relu;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * Hidden layers in the notation of Weka's MultilayerPerceptron: sizes separated by commas, where
 * {@code i} is the number of inputs, {@code o} of outputs, {@code t} their sum and {@code a} half
 * their sum; {@code 0} alone is no hidden layer. Inputs are counted after encoding, as
 * MultilayerPerceptron counts them after its filter. The layers are dense with ReLU, where
 * MultilayerPerceptron has sigmoid units: deep lists train better.
 */
final class HiddenLayers {
  private HiddenLayers() {}

  static void check(String text) {
    layers(text, 1, 1);
  }

  static List<Layer> layers(String text, int inputs, int outputs) {
    if (text.strip().equals("0")) {
      return List.of();
    }
    List<Layer> layers = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      layers.add(new Dense(Math.max(1, size(item.strip(), inputs, outputs)), new Relu()));
    }
    return layers;
  }

  private static int size(String item, int inputs, int outputs) {
    return switch (item) {
      case "a" -> (inputs + outputs) / 2;
      case "i" -> inputs;
      case "o" -> outputs;
      case "t" -> inputs + outputs;
      default -> {
        if (!item.matches("[1-9][0-9]{0,8}")) {
          throw Setting.HIDDEN_LAYERS.refusal(
              item,
              "sizes from 1 and the letters a, i, o, t, separated by commas, or 0 alone for no"
                  + " hidden layer");
        }
        yield Integer.parseInt(item);
      }
    };
  }
}
