// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import backprop.engine.layer.Layer;
import backprop.weka.encode.Encoding;
import backprop.weka.encode.InputForm;
import java.util.List;
import java.util.Optional;
import weka.core.Capabilities.Capability;
import weka.core.Instances;

/** What kind of data there is. Immutable. */
public interface Preset {
  /** Kinds of attributes that are read beside numbers, dates and nominal ones. */
  default List<Capability> reads() {
    return List.of();
  }

  /**
   * How attributes become columns; empty where the preset does not say it.
   *
   * @param data with the class set; only attributes are looked at
   * @throws IllegalArgumentException in one sentence when the preset is not for such attributes
   */
  default Optional<Encoding> encoding(Instances data) {
    return Optional.empty();
  }

  /** The layers that give a row its form; none for a table. */
  default List<Layer> stem(InputForm form) {
    return List.of();
  }

  /** The layers behind the stem, unless the user names others. */
  List<Layer> body(InputForm form);

  /** Whether the stem is all there is to choose, so that no other layers may be named. */
  default boolean complete() {
    return false;
  }

  /** What is done before training. */
  default Optional<Pretraining> pretraining() {
    return Optional.empty();
  }
}
