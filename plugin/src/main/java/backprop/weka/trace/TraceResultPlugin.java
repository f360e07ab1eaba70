// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import backprop.weka.BackpropClassifier;
import backprop.weka.gui.LoadedData;
import java.awt.Component;
import java.awt.Container;
import java.awt.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.swing.JFrame;
import javax.swing.JMenuItem;
import javax.swing.JOptionPane;
import weka.gui.ResultHistoryPanel;
import weka.gui.visualize.plugins.GraphVisualizePlugin;

/**
 * In the menu of the Explorer's result list, under Plugins: training steps of the model. Weka tells
 * plugins a model's graph and its name in the list; the model itself is in the list of the window.
 */
public final class TraceResultPlugin implements GraphVisualizePlugin {
  /** Made by Weka. */
  public TraceResultPlugin() {}

  /** Null for models that are no networks of ours. */
  @Override
  public JMenuItem getVisualizeMenuItem(String graph, String name) {
    for (Window w : Window.getWindows()) {
      BackpropClassifier found = w.isDisplayable() ? within(w, name) : null;
      if (found != null && found.model().isPresent()) {
        JMenuItem item = new JMenuItem("Training, step by step");
        item.addActionListener(e -> open(found, w));
        return item;
      }
    }
    return null;
  }

  private static BackpropClassifier within(Container root, String name) {
    Deque<Component> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Component c = open.poll();
      if (c instanceof ResultHistoryPanel list
          && list.getNamedObject(name) instanceof List<?> objects) {
        for (Object o : objects) {
          if (o instanceof BackpropClassifier network) {
            return network;
          }
        }
      }
      if (c instanceof Container container) {
        open.addAll(List.of(container.getComponents()));
      }
    }
    return null;
  }

  private static void open(BackpropClassifier network, Window from) {
    LoadedData loaded = LoadedData.find(from);
    try {
      SavedModel model = SavedModel.of(network, "the model");
      JFrame frame = new JFrame("Backpropagation, step by step");
      frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
      frame.add(new TracePanel(model, loaded == null ? null : loaded.data()));
      frame.pack();
      frame.setLocationRelativeTo(from);
      frame.setVisible(true);
    } catch (IllegalArgumentException e) {
      JOptionPane.showMessageDialog(
          from, e.getMessage(), "Backpropagation, step by step", JOptionPane.ERROR_MESSAGE);
    }
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
