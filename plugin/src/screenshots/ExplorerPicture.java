// SPDX-License-Identifier: GPL-3.0-or-later

import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.JRadioButton;
import javax.swing.JTabbedPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.JTree;
import javax.swing.MenuElement;
import javax.swing.MenuSelectionManager;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;
import javax.swing.tree.TreeNode;
import javax.swing.tree.TreePath;
import weka.gui.PropertyPanel;
import weka.gui.ResultHistoryPanel;
import weka.gui.explorer.ClassifierPanel;
import weka.gui.explorer.Explorer;
import weka.gui.graphvisualizer.GraphVisualizer;

/**
 * Uses Weka's Explorer as a person would, with the mouse, and takes pictures: opens a data set,
 * chooses the classifier in the tree, trains it with Start, opens its options, is told a wrong
 * value, edits layers as text and as a list, watches a training, pauses and stops it, looks at the
 * network, and ends a training with the Explorer's Stop.
 *
 * <p>Components are found by their class and text, never by pixels. Every wait has a limit, and what
 * is not there in time ends the program with exit code 1 and a sentence.
 *
 * <p>Arguments: the ARFF file, the folder for {@code explorer.png}, {@code explorer-tree.png} and the
 * other pictures.
 */
public final class ExplorerPicture {

  private static final String CLASSIFIER = "BackpropNetwork";
  private static final long LIMIT_MILLIS = 60_000;

  private final Robot robot;
  private final File folder;

  private ExplorerPicture(File folder) throws Exception {
    this.folder = folder;
    robot = new Robot();
    robot.setAutoDelay(40);
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
    Explorer.main(new String[] {data});
    JFrame frame = waitFor("the Explorer's window", () -> explorer());
    onEventThread(
        () -> {
          frame.setSize(new Dimension(1060, 800));
          frame.setLocation(0, 0);
          return null;
        });

    JTabbedPane tabs = waitFor("the tabs", () -> find(frame, JTabbedPane.class, t -> true));
    int classify = tabs.indexOfTab("Classify");
    waitFor("the data set", () -> tabs.isEnabledAt(classify) ? tabs : null);
    Rectangle tab = onEventThread(() -> tabs.getBoundsAt(classify));
    click(tabs, tab);

    ClassifierPanel panel =
        waitFor("the Classify tab", () -> find(frame, ClassifierPanel.class, Component::isShowing));
    click(waitFor("Choose", () -> find(panel, JButton.class, b -> "Choose".equals(b.getText()))));
    JTree tree = waitFor("the tree of classifiers", () -> findAnywhere(JTree.class));
    TreePath leaf = waitFor("the classifier in the tree", () -> path(tree));
    onEventThread(
        () -> {
          tree.expandPath(leaf.getParentPath());
          tree.scrollPathToVisible(leaf);
          return null;
        });
    robot.delay(500);
    Rectangle place = onEventThread(() -> tree.getPathBounds(leaf));
    move(tree, place);
    robot.delay(300);
    picture(frame, "explorer-tree.png");
    click(tree, place);

    JButton start =
        waitFor("Start", () -> find(panel, JButton.class, b -> "Start".equals(b.getText())));
    waitFor("Start to be ready", () -> start.isEnabled() ? start : null);
    click(start);
    JTextArea output =
        waitFor(
            "the evaluation",
            () ->
                find(
                    panel,
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
    picture(frame, "explorer.png");

    PropertyPanel options =
        waitFor("the options", () -> find(panel, PropertyPanel.class, Component::isShowing));
    click(options);
    Window dialog = waitFor("the options' window", () -> dialog(frame));
    robot.delay(1000);
    picture(dialog, "explorer-options.png");
    wrongNumber(dialog);
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
    click(find(panel, JRadioButton.class, b -> b.getText().startsWith("Use training")));
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
    graph(panel);
    stop(panel, start);
  }

  /** A wrong value is told in one sentence, and the field keeps the caret until it is right. */
  private void wrongNumber(Window dialog) throws Exception {
    JTextField epochs = named(dialog, JTextField.class, "option-N");
    enter(epochs, "many");
    click(named(dialog, JTextField.class, "option-batch"));
    Window refusal = waitFor("the dialog about a wrong value", () -> titled("Not allowed"));
    JLabel label =
        find(refusal, JLabel.class, l -> String.valueOf(l.getText()).contains("option -N"));
    check(label != null && label.getText().contains("whole numbers from 1"), "the sentence");
    click(named(refusal, JButton.class, "OK"));
    enter(epochs, "1000000");
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

  /** Watches a training, pauses it, lets it go on, and stops it. */
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
    click(named(monitor, JButton.class, "monitor-stop"));
    waitFor("the end", () -> status.getText().contains("stopped by hand") ? status : null);
  }

  /** The picture of the network from the menu of the result list. */
  private void graph(ClassifierPanel panel) throws Exception {
    JList<?> results =
        find(find(panel, ResultHistoryPanel.class, c -> true), JList.class, c -> true);
    Rectangle cell =
        onEventThread(
            () ->
                results.getCellBounds(
                    results.getModel().getSize() - 1, results.getModel().getSize() - 1));
    move(results, cell);
    robot.mousePress(InputEvent.BUTTON3_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON3_DOWN_MASK);
    JMenuItem item =
        waitFor(
            "the menu",
            () -> {
              for (MenuElement e : MenuSelectionManager.defaultManager().getSelectedPath()) {
                if (e instanceof JPopupMenu menu) {
                  return find(menu, JMenuItem.class, i -> "Visualize graph".equals(i.getText()));
                }
              }
              return null;
            });
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

  /** The Explorer's own button ends a training soon, without a thread that is left. */
  private void stop(ClassifierPanel panel, JButton start) throws Exception {
    click(start);
    monitor();
    JButton stop = find(panel, JButton.class, b -> "Stop".equals(b.getText()));
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

  private static void check(boolean right, String otherwise) {
    if (!right) {
      throw new AssertionError(otherwise);
    }
  }

  private static Window titled(String title) {
    for (Window w : Window.getWindows()) {
      if (w.isShowing() && w instanceof Dialog d && title.equals(d.getTitle())) {
        return w;
      }
    }
    return null;
  }

  private static Window namedWindow(String name) {
    for (Window w : Window.getWindows()) {
      if (w.isShowing() && name.equals(w.getName())) {
        return w;
      }
    }
    return null;
  }

  private static Predicate<Component> named(String name) {
    return c ->
        name.equals(c.getName()) || (c instanceof JButton b && name.equals(b.getText()));
  }

  private static <T extends Component> T named(Container root, Class<T> type, String name)
      throws Exception {
    return waitFor(name, () -> find(root, type, c -> c.isShowing() && named(name).test(c)));
  }

  /** Replaces what is in a field by typing. */
  private void enter(JTextComponent field, String text) throws Exception {
    click(field);
    waitFor("the caret", () -> field.isFocusOwner() ? field : null);
    robot.keyPress(KeyEvent.VK_CONTROL);
    press(KeyEvent.VK_A);
    robot.keyRelease(KeyEvent.VK_CONTROL);
    type(text);
  }

  private void press(int key) {
    robot.keyPress(key);
    robot.keyRelease(key);
    robot.waitForIdle();
  }

  /** Types on a keyboard of the United States. */
  private void type(String text) {
    for (char c : text.toCharArray()) {
      boolean shift = c == '(' || c == ')';
      if (shift) {
        robot.keyPress(KeyEvent.VK_SHIFT);
      }
      press(c == '(' ? KeyEvent.VK_9 : c == ')' ? KeyEvent.VK_0 : KeyEvent.getExtendedKeyCodeForChar(c));
      if (shift) {
        robot.keyRelease(KeyEvent.VK_SHIFT);
      }
    }
  }

  private static JFrame explorer() {
    for (Window window : Window.getWindows()) {
      if (window instanceof JFrame frame
          && frame.isShowing()
          && "Weka Explorer".equals(frame.getTitle())) {
        return frame;
      }
    }
    return null;
  }

  private static Window dialog(Window other) {
    for (Window window : Window.getWindows()) {
      if (window != other
          && window.isShowing()
          && find(window, JButton.class, b -> "OK".equals(b.getText())) != null) {
        return window;
      }
    }
    return null;
  }

  private static TreePath path(JTree tree) {
    TreePath path = new TreePath(tree.getModel().getRoot());
    for (String name : new String[] {"weka", "classifiers", "functions", CLASSIFIER}) {
      TreeNode next = null;
      TreeNode node = (TreeNode) path.getLastPathComponent();
      if (node.toString().equals(name)) {
        continue;
      }
      for (int i = 0; i < node.getChildCount(); i++) {
        if (node.getChildAt(i).toString().equals(name)) {
          next = node.getChildAt(i);
        }
      }
      if (next == null) {
        return null;
      }
      path = path.pathByAddingChild(next);
    }
    return path;
  }

  private static <T extends Component> T findAnywhere(Class<T> type) {
    for (Window window : Window.getWindows()) {
      T found = window.isShowing() ? find(window, type, Component::isShowing) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static <T extends Component> T find(Container root, Class<T> type, Predicate<? super T> test) {
    List<Component> open = new ArrayList<>(List.of(root));
    for (int i = 0; i < open.size(); i++) {
      Component component = open.get(i);
      if (type.isInstance(component) && test.test(type.cast(component))) {
        return type.cast(component);
      }
      if (component instanceof Container container) {
        open.addAll(List.of(container.getComponents()));
      }
    }
    return null;
  }

  private void click(Component component) throws Exception {
    click(component, new Rectangle(component.getSize()));
  }

  private void click(Component component, Rectangle part) throws Exception {
    robot.delay(200);
    move(component, part);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    robot.waitForIdle();
  }

  private void move(Component component, Rectangle part) throws Exception {
    Point corner = onEventThread(component::getLocationOnScreen);
    robot.mouseMove(
        corner.x + part.x + part.width / 2, corner.y + part.y + part.height / 2);
    robot.waitForIdle();
  }

  private void picture(Window window, String name) throws Exception {
    Rectangle bounds = onEventThread(window::getBounds);
    Rectangle screen =
        bounds.intersection(new Rectangle(java.awt.Toolkit.getDefaultToolkit().getScreenSize()));
    File file = new File(folder, name);
    ImageIO.write(robot.createScreenCapture(screen), "png", file);
    System.out.println("wrote " + file + " " + screen.width + "x" + screen.height);
  }

  private static <T> T waitFor(String what, Callable<T> question) throws Exception {
    long end = System.currentTimeMillis() + LIMIT_MILLIS;
    while (System.currentTimeMillis() < end) {
      T answer = onEventThread(question);
      if (answer != null) {
        return answer;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not there after " + LIMIT_MILLIS / 1000 + " s: " + what);
  }

  private static <T> T onEventThread(Callable<T> question) throws Exception {
    FutureTask<T> task = new FutureTask<>(question);
    SwingUtilities.invokeLater(task);
    return task.get();
  }
}
