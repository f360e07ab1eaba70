// SPDX-License-Identifier: GPL-3.0-or-later

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JTabbedPane;
import javax.swing.JTextArea;
import javax.swing.JTree;
import javax.swing.SwingUtilities;
import javax.swing.tree.TreeNode;
import javax.swing.tree.TreePath;
import weka.gui.PropertyPanel;
import weka.gui.explorer.ClassifierPanel;
import weka.gui.explorer.Explorer;

/**
 * Uses Weka's Explorer as a person would, with the mouse, and takes pictures: opens a data set,
 * chooses the classifier in the tree, trains it with Start, and opens its options.
 *
 * <p>Components are found by their class and text, never by pixels. Every wait has a limit, and what
 * is not there in time ends the program with exit code 1 and a sentence.
 *
 * <p>Arguments: the ARFF file, the folder for {@code explorer.png}, {@code explorer-tree.png} and
 * {@code explorer-options.png}.
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

  private static <T extends Component> T find(Container root, Class<T> type, Predicate<T> test) {
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
