// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Node;
import backprop.engine.op.Map;
import backprop.engine.text.Names;

/** What nodes and parameters are called. */
final class Naming {
  private Naming() {}

  /** {@code weights} of layer 2 are w2. */
  static String symbol(Plan plan, String name, String layer) {
    String letter = name.equals("weights") ? "w" : name.equals("bias") ? "b" : name;
    return plan.symbol(letter, layer);
  }

  /** The letter of what a node puts out: z for sums, a for activations, h for states. */
  static String letter(Node n) {
    String op = n.op().getClass().getSimpleName();
    if (n.path().isEmpty()) {
      return "e";
    }
    return switch (op) {
      case "Affine",
          "AffineSlices",
          "Convolution",
          "DepthwiseConvolution",
          "TransposedConvolution" ->
          "z";
      case "Map", "Softmax", "LogSoftmax", "RandomSlope" -> "a";
      case "RnnSteps", "LstmSteps", "GruSteps" -> "h";
      default -> op.startsWith("Normalize") || op.startsWith("BatchNormalize") ? "n" : "y";
    };
  }

  /** The number of the layer from 1; empty for what belongs to the loss. */
  static String layer(Node n) {
    String first = n.path().split("/", 2)[0];
    int dash = first.indexOf('-');
    boolean numbered = dash > 0 && first.substring(0, dash).chars().allMatch(Character::isDigit);
    return numbered ? "" + (Integer.parseInt(first.substring(0, dash)) + 1) : "";
  }

  /** Where a node is, such as {@code layer 2, residual > dense}. */
  static String place(Node n) {
    if (n.path().isEmpty()) {
      return "the loss";
    }
    StringBuilder s = new StringBuilder("layer " + layer(n));
    for (String part : n.path().split("/")) {
      s.append(s.indexOf(",") < 0 ? ", " : " > ").append(part.replaceFirst("^\\d+-", ""));
    }
    return s.toString();
  }

  /** Where a node is and what it does. */
  static String title(Node n) {
    String what = formulas(n).title();
    if (n.op() instanceof Map m) {
      what = Names.of(m.function().getClass());
    }
    return n.path().isEmpty()
        ? "Loss" + (what.equals("loss") ? "" : ": " + what)
        : place(n) + ": " + what;
  }

  /** The formulas of a node's op; its name where there are none. */
  static OpFormulas.Formulas formulas(Node n) {
    return OpFormulas.of(n.op())
        .orElseGet(() -> new OpFormulas.Formulas(n.op().toString(), n.op().toString(), ""));
  }
}
