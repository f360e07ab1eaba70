// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * First weights as text: {@code w1 = 0.4 -0.3; b1 = 0.1}, or by their paths, {@code 0-dense/weights
 * = 0.4 -0.3}. Matrices row by row: all weights of the first input first.
 */
final class GivenWeights {
  private GivenWeights() {}

  /**
   * Puts weights into a network.
   *
   * @throws IllegalArgumentException in one sentence when the network has no such parameter, or a
   *     number too many or too few is given
   */
  static void put(String text, Network network) {
    if (text.isBlank()) {
      return;
    }
    Map<String, Slot> names = names(network);
    for (String part : text.split(";", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      Slot slot = names.get(name);
      if (equals < 0 || slot == null) {
        throw new IllegalArgumentException(
            "weights '"
                + part.strip()
                + "': "
                + (equals < 0 ? "there is no '='" : "there is no parameter '" + name + "'")
                + "; known are "
                + String.join(", ", names.keySet()));
      }
      double[] numbers = numbers(name, part.substring(equals + 1).strip());
      if (numbers.length != slot.size()) {
        throw new IllegalArgumentException(
            "weights '"
                + name
                + "': "
                + numbers.length
                + " numbers are given, it has "
                + slot.rows()
                + " x "
                + slot.columns());
      }
      network.parameters().buffer().write(slot.offset(), numbers, 0, numbers.length);
    }
  }

  private static double[] numbers(String name, String text) {
    String[] parts = text.split("[\\s,]+");
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        numbers[i] = Double.parseDouble(parts[i]);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "weights '" + name + "': '" + parts[i] + "' is no number", e);
      }
      if (!Double.isFinite(numbers[i])) {
        throw new IllegalArgumentException("weights '" + name + "': allowed are finite numbers");
      }
    }
    return numbers;
  }

  /** Paths, and before them the short names that a trace shows, where only one has such a name. */
  private static Map<String, Slot> names(Network network) {
    Map<String, Slot> names = new LinkedHashMap<>();
    for (Slot s : network.layout().slots()) {
      String layer = s.path().split("-", 2)[0];
      String last = s.path().substring(s.path().lastIndexOf('/') + 1);
      String letter = last.equals("weights") ? "w" : last.equals("bias") ? "b" : last;
      if (layer.matches("[0-9]{1,6}")) {
        names.putIfAbsent(letter + (Integer.parseInt(layer) + 1), s);
      }
    }
    network.layout().slots().forEach(s -> names.put(s.path(), s));
    return names;
  }
}
