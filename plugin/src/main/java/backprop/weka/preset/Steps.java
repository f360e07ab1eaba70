// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import java.util.List;

/** Attributes as steps of features. */
final class Steps {
  private Steps() {}

  /**
   * Steps and features of so many attributes.
   *
   * @param steps 0 for what comes out even
   * @param features 0 for what comes out even; where both are, there is one a step
   * @throws IllegalArgumentException in one sentence when they do not come out even
   */
  static List<Integer> sizes(Preset preset, int steps, int features, int attributes) {
    int f = features > 0 ? features : steps > 0 ? attributes / steps : 1;
    int s = steps > 0 ? steps : f == 0 ? 0 : attributes / f;
    if (f == 0 || s == 0 || (long) s * f != attributes) {
      throw new IllegalArgumentException(
          "the preset "
              + Presets.texts().print(Preset.class, preset)
              + " does not fit "
              + attributes
              + " attributes beside the class: they have to be steps x features, such as "
              + Presets.texts().catalog(Preset.class).entryOf(preset).orElseThrow().name()
              + "(steps=24, features=3) for 72");
    }
    return List.of(s, f);
  }
}
