// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import backprop.weka.BackpropClassifier;
import java.awt.Component;
import java.awt.Container;
import java.awt.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import weka.gui.ResultHistoryPanel;

/** The classifier of a result that the Explorer shows. */
final class ShownResult {
  private ShownResult() {}

  /**
   * Finds it.
   *
   * @param graph text of the classifier's graph
   * @param name of the result
   * @return empty where no list has a classifier of ours with both
   */
  static Optional<BackpropClassifier> of(String graph, String name) {
    for (Window w : Window.getWindows()) {
      Deque<Component> open = new ArrayDeque<>(List.of(w));
      while (!open.isEmpty()) {
        Component c = open.poll();
        if (c instanceof ResultHistoryPanel list
            && list.getNamedObject(name) instanceof List<?> kept) {
          for (Object o : kept) {
            if (o instanceof BackpropClassifier b
                && b.model().isPresent()
                && b.graph().equals(graph)) {
              return Optional.of(b);
            }
          }
        }
        if (c instanceof Container container) {
          open.addAll(List.of(container.getComponents()));
        }
      }
    }
    return Optional.empty();
  }
}
