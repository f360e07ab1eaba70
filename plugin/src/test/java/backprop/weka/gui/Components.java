// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import java.awt.Component;
import java.awt.Container;
import java.util.ArrayList;
import java.util.List;

/** Finds parts of a window by their names. */
final class Components {
  private Components() {}

  /** The container and all that is in it. */
  static List<Component> all(Container root) {
    List<Component> all = new ArrayList<>(List.of(root));
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof Container c) {
        all.addAll(List.of(c.getComponents()));
      }
    }
    return all;
  }

  /** The part with this name. */
  static <C extends Component> C named(Container root, Class<C> type, String name) {
    for (Component c : all(root)) {
      if (type.isInstance(c) && name.equals(c.getName())) {
        return type.cast(c);
      }
    }
    throw new AssertionError("there is no " + type.getSimpleName() + " " + name);
  }
}
