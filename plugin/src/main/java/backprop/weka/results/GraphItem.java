// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import backprop.weka.BackpropClassifier;
import java.awt.image.BufferedImage;
import java.util.Optional;
import javax.swing.JMenuItem;
import weka.gui.visualize.plugins.GraphVisualizePlugin;

/** An item of the result list's menu that shows a picture of a network. */
abstract class GraphItem implements GraphVisualizePlugin {
  private final String text;

  /**
   * @param text what the item says, and the title of the window
   */
  GraphItem(String text) {
    this.text = text;
  }

  /** The picture; empty where there is nothing to show. */
  abstract Optional<BufferedImage> picture(BackpropClassifier classifier);

  /** Null, which Weka leaves out, for other classifiers and where there is nothing to show. */
  @Override
  public final JMenuItem getVisualizeMenuItem(String graph, String name) {
    BackpropClassifier classifier = ShownResult.of(graph, name).orElse(null);
    if (classifier == null || picture(classifier).isEmpty()) {
      return null;
    }
    JMenuItem item = new JMenuItem("Backprop: " + text);
    item.addActionListener(
        e -> picture(classifier).ifPresent(p -> PictureWindow.open(text + " - " + name, p)));
    return item;
  }

  @Override
  public final String getMinVersion() {
    return "3.8.6";
  }

  @Override
  public final String getMaxVersion() {
    return "4.0.0";
  }

  @Override
  public final String getDesignVersion() {
    return "3.9.7";
  }
}
