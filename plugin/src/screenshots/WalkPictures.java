// SPDX-License-Identifier: GPL-3.0-or-later

import java.awt.Component;
import java.awt.Rectangle;
import java.awt.Window;
import java.io.File;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JMenuItem;
import javax.swing.JRadioButton;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import weka.gui.PropertyPanel;
import weka.gui.explorer.Explorer;

/**
 * The walk through credit-g and digits of {@code doc/explorer.md}, in the real Explorer.
 *
 * <p>Arguments: the ARFF file of digits, or credit-g; the folder for the pictures.
 */
public final class WalkPictures extends Hand {
  private WalkPictures(File folder) throws Exception {
    super(folder);
  }

  public static void main(String[] arguments) {
    int exit = 0;
    try {
      WalkPictures walk = new WalkPictures(new File(arguments[1]));
      if (arguments[0].endsWith("digits.arff")) {
        walk.digits(arguments[0]);
      } else {
        walk.credit(arguments[0]);
      }
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
      exit = 1;
    }
    System.exit(exit);
  }

  /** A table: the options of validation, a result, and its confusions. */
  private void credit(String data) throws Exception {
    open(data, false);
    Window dialog = options();
    click(named(dialog, JComponent.class, "group-stopping options"));
    Window group = waitFor("the group's window", () -> titled("stopping options"));
    enter(named(group, JTextField.class, "option-V"), "15");
    enter(named(group, JTextField.class, "option-metric"), "auc");
    robot.delay(500);
    picture(group, "walk-credit-validation.png");
    click(named(group, JButton.class, "OK"));
    click(named(dialog, JButton.class, "OK"));
    waitFor("the end of the options", () -> dialog.isShowing() ? null : dialog);
    train();
    picture(frame(), "walk-credit.png");
    plugin("Backprop: learning curve", "walk-credit-curve.png");
    plugin("Backprop: confusion matrix", "walk-credit-confusion.png");
  }

  /** Pixels: the preset, a result, and what the first layer looks for. */
  private void digits(String data) throws Exception {
    open(data, false);
    Window dialog = options();
    click(named(dialog, JButton.class, "edit-preset"));
    Window window = waitFor("the editor of presets", () -> namedWindow("catalog-dialog"));
    JList<?> list = named(window, JList.class, "catalog-list");
    for (int i = 0; i < list.getModel().getSize(); i++) {
      if ("image".equals(list.getModel().getElementAt(i))) {
        int at = i;
        click(list, onEventThread(() -> list.getCellBounds(at, at)));
      }
    }
    JTextArea text = named(window, JTextArea.class, "catalog-text");
    waitFor("the preset", () -> "image".equals(text.getText()) ? text : null);
    JLabel total = named(window, JLabel.class, "layer-total");
    waitFor(
        "what the preset comes to",
        () -> total.getText().endsWith("parameters in all") && convolves(window) ? total : null);
    String parameters = total.getText();
    robot.delay(500);
    picture(window, "walk-digits-preset.png");
    click(named(window, JButton.class, "catalog-ok"));
    waitFor("the end of the editor", () -> window.isShowing() ? null : window);
    robot.delay(500);
    picture(dialog, "walk-digits-options.png");
    layers(dialog, parameters);
    click(named(dialog, JButton.class, "OK"));
    waitFor("the end of the options", () -> dialog.isShowing() ? null : dialog);
    train();
    picture(frame(), "walk-digits.png");
    plugin("Backprop: first-layer weights", "walk-digits-weights.png");
    plugin("Backprop: confusion matrix", "walk-digits-confusion.png");
  }

  /** The editor of layers knows the preset that is in the sheet. */
  private void layers(Window dialog, String parameters) throws Exception {
    click(named(dialog, JButton.class, "edit-layers"));
    Window window = waitFor("the editor of layers", () -> namedWindow("catalog-dialog"));
    JLabel about = named(window, JLabel.class, "layer-about");
    JLabel total = named(window, JLabel.class, "layer-total");
    waitFor("the preset", () -> about.getText().contains("preset image") ? about : null);
    waitFor("the same network", () -> parameters.equals(total.getText()) ? total : null);
    enter(named(window, JTextArea.class, "catalog-text"), "flatten, dense(12, relu)");
    waitFor(
        "a smaller one",
        () ->
            total.getText().matches("[0-9,]+ parameters in all")
                    && !parameters.equals(total.getText())
                ? total
                : null);
    click(named(window, JButton.class, "catalog-cancel"));
    waitFor("the end of the editor", () -> window.isShowing() ? null : window);
  }

  private static boolean convolves(Window window) {
    JTable table = find(window, JTable.class, named("layer-preview"));
    for (int row = 0; row < table.getRowCount(); row++) {
      if (String.valueOf(table.getValueAt(row, 0)).endsWith("conv2d")) {
        return true;
      }
    }
    return false;
  }

  private Window options() throws Exception {
    PropertyPanel options =
        waitFor("the options", () -> find(panel(), PropertyPanel.class, Component::isShowing));
    click(options);
    Window dialog = waitFor("the options' window", () -> dialog(frame()));
    robot.delay(700);
    return dialog;
  }

  /** Trains on two thirds of the rows, and scrolls to the evaluation. */
  private void train() throws Exception {
    click(find(panel(), JRadioButton.class, b -> b.getText().startsWith("Percentage split")));
    click(start());
    JTextArea output =
        waitFor(
            "the evaluation",
            () ->
                find(
                    panel(),
                    JTextArea.class,
                    t ->
                        t.getText().contains(CLASSIFIER)
                            && t.getText().contains("=== Confusion Matrix ===")));
    start();
    onEventThread(
        () -> {
          int at = output.getText().indexOf("=== Summary ===");
          Rectangle line = output.modelToView2D(Math.max(at, 0)).getBounds();
          line.height = output.getVisibleRect().height;
          output.scrollRectToVisible(line);
          return null;
        });
    robot.delay(700);
  }

  /** The picture that an item of the result's plugins opens. */
  private void plugin(String text, String name) throws Exception {
    JMenuItem plugins = item("Plugins");
    click(plugins);
    JMenuItem item = waitFor(text, () -> shown(text));
    click(item);
    Window window = waitFor("the picture of " + text, () -> namedWindow("backprop-picture"));
    robot.delay(700);
    picture(window, name);
    onEventThread(
        () -> {
          window.dispose();
          return null;
        });
    waitFor("its end", () -> namedWindow("backprop-picture") == null ? window : null);
  }
}
