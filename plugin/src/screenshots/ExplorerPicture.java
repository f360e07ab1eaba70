// SPDX-License-Identifier: GPL-3.0-or-later

import java.awt.Component;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JMenuItem;
import javax.swing.JRadioButton;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import weka.gui.PropertyPanel;
import weka.gui.explorer.Explorer;
import weka.gui.graphvisualizer.GraphVisualizer;

/**
 * Uses Weka's Explorer as a person would, with the mouse, and takes pictures: opens a data set,
 * chooses the classifier in the tree, trains it with Start, opens its options, is told a wrong
 * value, edits layers as text and as a list, watches a training, pauses and stops it, looks at the
 * network, and ends a training with the Explorer's Stop, also a cross-validation whose model is kept.
 *
 * <p>Components are found by their class and text, never by pixels. Every wait has a limit, and what
 * is not there in time ends the program with exit code 1 and a sentence.
 *
 * <p>Arguments: the ARFF file, the folder for {@code explorer.png}, {@code explorer-tree.png} and the
 * other pictures.
 */
public final class ExplorerPicture extends Hand {

  /** For files that are saved on the way. */
  private final File kept = Files.createTempDirectory("explorer").toFile();

  private ExplorerPicture(File folder) throws Exception {
    super(folder);
  }

  public static void main(String[] arguments) {
    int exit = 0;
    try {
      new ExplorerPicture(new File(arguments[1])).run(arguments[0]);
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
      exit = 1;
    }
    System.exit(exit);
  }

  private void run(String data) throws Exception {
    open(data, true);
    JButton start = start();
    click(start);
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
    waitFor("the end of training", () -> start.isEnabled() ? start : null);
    onEventThread(
        () -> {
          int at = output.getText().indexOf("=== Classifier model");
          Rectangle line = output.modelToView2D(Math.max(at, 0)).getBounds();
          line.height = output.getVisibleRect().height;
          output.scrollRectToVisible(line);
          return null;
        });
    robot.delay(1000);
    picture(frame(), "explorer.png");

    PropertyPanel options =
        waitFor("the options", () -> find(panel(), PropertyPanel.class, Component::isShowing));
    click(options);
    Window dialog = waitFor("the options' window", () -> dialog(frame()));
    robot.delay(1000);
    picture(dialog, "explorer-options.png");
    wrongNumbers(dialog);
    layers(dialog);
    onEventThread(
        () -> {
          find(dialog, JComboBox.class, b -> b.getItemCount() == 2).setSelectedItem("True");
          return null;
        });
    click(named(dialog, JComponent.class, "group-stopping options"));
    Window group = waitFor("the group's window", () -> titled("stopping options"));
    enter(named(group, JTextField.class, "option-V"), "20");
    enter(named(group, JTextField.class, "option-E"), "0");
    robot.delay(500);
    picture(group, "explorer-group.png");
    click(named(group, JButton.class, "OK"));
    click(named(dialog, JButton.class, "OK"));
    waitFor("the end of the options", () -> dialog.isShowing() ? null : dialog);
    click(find(panel(), JRadioButton.class, b -> b.getText().startsWith("Use training")));
    click(start);
    Window monitor = monitor();
    watch(monitor);
    waitFor("the end of training", () -> start.isEnabled() ? start : null);
    check(output.getText().contains("stopped by hand"), output.getText());
    check(output.getText().contains("=== Confusion Matrix ==="), output.getText());
    for (String option :
        List.of(
            "-layers \"dense(24, relu), dense(16, relu), dropout(0.1)\" ",
            "-N 1000000 ",
            "-V 20 ",
            "-E 0 ",
            "-monitor ")) {
      check(output.getText().contains(option), option + "is not in\n" + output.getText());
    }
    graph();
    model(output);
    stop(start);
    keep(start, output);
  }

  /** Wrong values are told in one sentence, and the field keeps the caret until it is right. */
  private void wrongNumbers(Window dialog) throws Exception {
    wrong(dialog, "option-batch", "-3", "option -batch", "auto");
    wrong(dialog, "option-loss", "crossentropy", "did you mean", "auto");
    wrong(dialog, "option-seed", "lucky", "allowed are whole numbers", "1");
    wrong(dialog, "option-N", "many", "whole numbers from 1", "1000000");
  }

  private void wrong(Window dialog, String field, String value, String sentence, String right)
      throws Exception {
    JTextField box = named(dialog, JTextField.class, field);
    enter(box, value);
    click(named(dialog, JTextField.class, "option-optimizer"));
    Window refusal = waitFor("the dialog about a wrong value", () -> titled("Not allowed"));
    JLabel label =
        find(refusal, JLabel.class, l -> String.valueOf(l.getText()).contains(sentence));
    check(label != null, "the sentence on " + field);
    check(!label.getText().contains("Exception"), label.getText());
    click(named(refusal, JButton.class, "OK"));
    waitFor("the end of the dialog", () -> refusal.isShowing() ? null : refusal);
    check(onEventThread(box::isFocusOwner), field + " keeps the caret");
    enter(box, right);
  }

  /** Edits the layers as text and as a list. */
  private void layers(Window dialog) throws Exception {
    click(named(dialog, JButton.class, "edit-layers"));
    Window window = waitFor("the editor of layers", () -> namedWindow("catalog-dialog"));
    JTextArea text = named(window, JTextArea.class, "catalog-text");
    JList<?> list = named(window, JList.class, "catalog-list");
    JLabel total = named(window, JLabel.class, "layer-total");
    enter(text, "den");
    robot.delay(500);
    picture(window, "explorer-completion.png");
    press(KeyEvent.VK_ENTER);
    type("16,rel");
    press(KeyEvent.VK_ENTER);
    press(KeyEvent.VK_END);
    type(",drop");
    press(KeyEvent.VK_ENTER);
    type("(0.1)");
    waitFor("two layers", () -> list.getModel().getSize() == 2 ? list : null);
    waitFor("their parameters", () -> total.getText().startsWith("131 ") ? total : null);
    type(", dens(3)");
    waitFor("the problem of a wrong name", () -> list.isEnabled() ? null : list);
    robot.delay(300);
    picture(window, "explorer-problem.png");
    for (int i = 0; i < ", dens(3)".length(); i++) {
      press(KeyEvent.VK_BACK_SPACE);
    }
    waitFor("the text to be right again", () -> list.isEnabled() ? list : null);
    Rectangle first = onEventThread(() -> list.getCellBounds(0, 0));
    click(list, first);
    click(named(window, JButton.class, "catalog-duplicate"));
    click(named(window, JButton.class, "catalog-up"));
    enter(named(window, JTextField.class, "field-units"), "24");
    String wanted = "dense(24, relu), dense(16, relu), dropout(0.1)";
    waitFor("the text to follow the list", () -> text.getText().equals(wanted) ? text : null);
    waitFor("the parameters", () -> total.getText().startsWith("571 ") ? total : null);
    robot.delay(300);
    picture(window, "explorer-layers.png");
    click(named(window, JButton.class, "catalog-ok"));
    waitFor("the end of the editor", () -> window.isShowing() ? null : window);
  }

  private Window monitor() throws Exception {
    return waitFor(
        "the training monitor",
        () -> {
          Window w = namedWindow("backprop-monitor");
          JLabel status = w == null ? null : find(w, JLabel.class, named("monitor-status"));
          return status != null && status.getText().matches("epoch [1-9].* left") ? w : null;
        });
  }

  /** Watches a training, pauses it, lets it go on faster, saves what it shows, and stops it. */
  private void watch(Window monitor) throws Exception {
    JLabel status = named(monitor, JLabel.class, "monitor-status");
    robot.delay(4000);
    picture(monitor, "explorer-monitor.png");
    JButton pause = named(monitor, JButton.class, "monitor-pause");
    click(pause);
    waitFor("the pause", () -> status.getText().endsWith("paused") ? status : null);
    robot.delay(500);
    String paused = onEventThread(status::getText).replaceFirst("   .*", "");
    robot.delay(700);
    check(onEventThread(status::getText).startsWith(paused + " "), "goes on while paused");
    click(pause);
    waitFor("more epochs", () -> status.getText().startsWith(paused + " ") ? null : status);
    JButton rate = named(monitor, JButton.class, "monitor-rate");
    click(rate);
    Window asked = waitFor("the question about the rate", () -> anyDialog(monitor));
    JTextField factor = find(asked, JTextField.class, Component::isShowing);
    enter(factor, "0.002");
    click(named(asked, JButton.class, "OK"));
    waitFor("the end of the question", () -> asked.isShowing() ? null : asked);
    save(monitor, "monitor-picture", new File(kept, "saved-curves.png"));
    robot.delay(500);
    File history = new File(kept, "saved-history.csv");
    save(monitor, "monitor-history", history);
    List<String> lines = Files.readAllLines(history.toPath());
    double last = Double.parseDouble(lines.get(lines.size() - 1).split(",")[4]);
    check(lines.get(0).startsWith("epoch,training_loss,validation_loss,metric,rate"), lines.get(0));
    check(Math.abs(last - 0.002) < 1e-4, "the rate is " + last);
    click(named(monitor, JButton.class, "monitor-stop"));
    waitFor("the end", () -> status.getText().contains("stopped by hand") ? status : null);
  }

  /** The picture of the network from the menu of the result list. */
  private void graph() throws Exception {
    JMenuItem item = item("Visualize graph");
    check(item.isEnabled(), "there is no graph");
    click(item);
    Window window =
        waitFor(
            "the graph",
            () -> {
              for (Window w : Window.getWindows()) {
                if (w.isShowing() && find(w, GraphVisualizer.class, c -> true) != null) {
                  return w;
                }
              }
              return null;
            });
    robot.delay(1500);
    picture(window, "explorer-graph.png");
    onEventThread(
        () -> {
          window.dispose();
          return null;
        });
  }

  /** Saves the model, loads it, and finds it in the list. */
  private void model(JTextArea output) throws Exception {
    File file = new File(kept, "saved.model");
    int before = results().getModel().getSize();
    click(item("Save model"));
    choose(file);
    waitFor("the saved model", () -> file.length() > 1000 ? file : null);
    click(item("Load model"));
    choose(file);
    waitFor("the loaded model", () -> results().getModel().getSize() > before ? results() : null);
    waitFor("its text", () -> output.getText().contains("Neural network, trained by") ? output : null);
  }

  /** One Stop ends a cross-validation, and the model of all rows is kept, where that is asked for. */
  private void keep(JButton start, JTextArea output) throws Exception {
    click(find(panel(), PropertyPanel.class, Component::isShowing));
    Window dialog = waitFor("the options' window", () -> dialog(frame()));
    click(named(dialog, JComponent.class, "group-stopping options"));
    Window group = waitFor("the group's window", () -> titled("stopping options"));
    onEventThread(
        () -> {
          find(group, JComboBox.class, b -> b.getItemCount() == 2).setSelectedItem("True");
          return null;
        });
    click(named(group, JButton.class, "OK"));
    click(named(dialog, JButton.class, "OK"));
    waitFor("the end of the options", () -> dialog.isShowing() ? null : dialog);
    click(find(panel(), JRadioButton.class, b -> b.getText().startsWith("Cross-validation")));
    click(start);
    monitor();
    click(find(panel(), JButton.class, b -> "Stop".equals(b.getText())));
    waitFor("the end of the cross-validation", () -> start.isEnabled() ? start : null);
    check(output.getText().contains("=== Classifier model (full training set) ==="), output.getText());
    check(output.getText().contains("stopped by an interruption"), output.getText());
    check(output.getText().contains("=== Run cancelled by user ==="), output.getText());
  }

  /** The Explorer's own button ends a training soon, without a thread that is left. */
  private void stop(JButton start) throws Exception {
    click(start);
    monitor();
    JButton stop = find(panel(), JButton.class, b -> "Stop".equals(b.getText()));
    long[] times = new long[2];
    onEventThread(
        () -> {
          stop.addActionListener(e -> times[0] = System.nanoTime());
          start.addPropertyChangeListener("enabled", e -> times[1] = System.nanoTime());
          return null;
        });
    click(stop);
    waitFor("the Explorer's Stop", () -> start.isEnabled() ? start : null);
    long millis = (times[1] - times[0]) / 1_000_000;
    System.out.println("stopped after " + millis + " ms");
    // A busy machine may be slower than the second that is promised.
    check(millis >= 0 && millis < 2000, "Stop took " + millis + " ms");
    robot.delay(500);
    for (Map.Entry<Thread, StackTraceElement[]> t : Thread.getAllStackTraces().entrySet()) {
      for (StackTraceElement e : t.getValue()) {
        check(!e.getClassName().startsWith("backprop.engine"), t.getKey() + " still runs " + e);
      }
    }
  }
}
