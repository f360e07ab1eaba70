// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import backprop.engine.graph.Layout;
import backprop.engine.graph.Slot;
import java.util.regex.Pattern;

/**
 * Where earlier versions put the weights of {@code member-heads}: each member had a matrix of its
 * own (in x units), one behind the other; now the matrices lie side by side in one (in x members *
 * units). The biases were where they are.
 */
public final class MemberWeights {
  private static final Pattern PATH = Pattern.compile("(.*/)?\\d+-member-heads/weights");

  private MemberWeights() {}

  /**
   * Puts the matrices side by side.
   *
   * @param vector laid out as the parameters; another length is left as it is, since what an
   *     optimizer remembers need not be a number for each parameter
   */
  public static void sideBySide(Layout layout, float[] vector) {
    if (vector.length != layout.size()) {
      return;
    }
    for (Slot s : layout.slots()) {
      if (PATH.matcher(s.path()).matches()) {
        sideBySide(vector, s.offset(), s.rows(), s.columns(), s.fanOut());
      }
    }
  }

  private static void sideBySide(float[] vector, int offset, int in, int columns, int units) {
    float[] before = new float[in * columns];
    System.arraycopy(vector, offset, before, 0, before.length);
    for (int member = 0; member < columns / units; member++) {
      for (int i = 0; i < in; i++) {
        int from = (member * in + i) * units;
        System.arraycopy(before, from, vector, offset + i * columns + member * units, units);
      }
    }
  }
}
