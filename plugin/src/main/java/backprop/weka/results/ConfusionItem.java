// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.results;

import java.util.ArrayList;
import javax.swing.JMenuItem;
import weka.classifiers.evaluation.Prediction;
import weka.core.Attribute;
import weka.gui.visualize.plugins.VisualizePlugin;

/** Shows the confusion matrix of the predictions of any classifier. Made by Weka. */
public final class ConfusionItem implements VisualizePlugin {
  /** Made by Weka. */
  public ConfusionItem() {}

  /** Null, which Weka leaves out, where there are no predicted classes. */
  @Override
  public JMenuItem getVisualizeMenuItem(ArrayList<Prediction> predictions, Attribute classes) {
    if (predictions == null || predictions.isEmpty() || classes == null || !classes.isNominal()) {
      return null;
    }
    JMenuItem item = new JMenuItem("Backprop: confusion matrix");
    item.addActionListener(
        e ->
            PictureWindow.open(
                "confusion matrix - " + classes.name(),
                ConfusionPicture.of(
                    ConfusionPicture.matrix(predictions, classes.numValues()), classes)));
    return item;
  }

  @Override
  public String getMinVersion() {
    return "3.8.6";
  }

  @Override
  public String getMaxVersion() {
    return "4.0.0";
  }

  @Override
  public String getDesignVersion() {
    return "3.9.7";
  }
}
