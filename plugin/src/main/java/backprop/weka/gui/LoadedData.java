// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.engine.layer.Layer;
import backprop.engine.layer.Reshape;
import java.awt.Component;
import java.awt.Container;
import java.awt.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.swing.JComboBox;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;
import weka.gui.explorer.ClassifierPanel;
import weka.gui.explorer.PreprocessPanel;

/**
 * The data set that is loaded in the window that an editor belongs to, such as the Explorer.
 *
 * @param data with the class set
 * @param name what the data set is called, as part of a sentence
 */
public record LoadedData(Instances data, String name) {
  private static final int EXAMPLE_ATTRIBUTES = 4;
  private static final int EXAMPLE_CLASSES = 3;

  /**
   * The data set of the window, or of one that owns it, or of any other one that shows a data set;
   * null where there is none.
   */
  public static LoadedData find(Window from) {
    List<Window> windows = new ArrayList<>();
    for (Window w = from; w != null; w = w.getOwner()) {
      windows.add(w);
    }
    windows.addAll(List.of(Window.getWindows()));
    for (Window w : windows) {
      PreprocessPanel panel = within(w, PreprocessPanel.class);
      if (panel != null && panel.getInstances() != null && w.isDisplayable()) {
        Instances data = new Instances(panel.getInstances());
        data.setClassIndex(classIndex(within(w, ClassifierPanel.class), data.numAttributes()));
        return new LoadedData(data, data.relationName());
      }
    }
    return null;
  }

  /** The attribute that the Classify tab has chosen; without it, the last one. */
  private static int classIndex(ClassifierPanel panel, int attributes) {
    JComboBox<?> box = panel == null ? null : within(panel, JComboBox.class);
    boolean chosen = box != null && box.getItemCount() == attributes && box.getSelectedIndex() >= 0;
    return chosen ? box.getSelectedIndex() : attributes - 1;
  }

  private static <C extends Component> C within(Container root, Class<C> type) {
    Deque<Component> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Component c = open.poll();
      if (type.isInstance(c)) {
        return type.cast(c);
      }
      if (c instanceof Container container) {
        open.addAll(List.of(container.getComponents()));
      }
    }
    return null;
  }

  /** A made-up table: as many numeric attributes as the first layer wants, or a few. */
  static LoadedData example(List<Layer> layers) {
    int attributes = EXAMPLE_ATTRIBUTES;
    if (!layers.isEmpty() && layers.get(0) instanceof Reshape r) {
      attributes = r.sizes().stream().reduce(1, (a, b) -> a * b);
    }
    ArrayList<Attribute> all = new ArrayList<>();
    for (int i = 0; i < attributes; i++) {
      all.add(new Attribute("x" + (i + 1)));
    }
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < EXAMPLE_CLASSES; i++) {
      classes.add("c" + i);
    }
    all.add(new Attribute("class", classes));
    Instances data = new Instances("example", all, 2 * EXAMPLE_CLASSES);
    data.setClassIndex(attributes);
    for (int row = 0; row < 2 * EXAMPLE_CLASSES; row++) {
      double[] values = new double[attributes + 1];
      for (int i = 0; i < attributes; i++) {
        values[i] = row + i;
      }
      values[attributes] = row % EXAMPLE_CLASSES;
      data.add(new DenseInstance(1, values));
    }
    return new LoadedData(
        data,
        "an example of "
            + attributes
            + " numeric attributes and "
            + EXAMPLE_CLASSES
            + " classes; load a data set to see yours");
  }
}
