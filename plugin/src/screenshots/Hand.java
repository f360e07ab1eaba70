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
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JList;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.JTabbedPane;
import javax.swing.JTree;
import javax.swing.MenuElement;
import javax.swing.MenuSelectionManager;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;
import javax.swing.tree.TreeNode;
import javax.swing.tree.TreePath;
import weka.gui.ResultHistoryPanel;
import weka.gui.explorer.ClassifierPanel;
import weka.gui.explorer.Explorer;

/**
 * A person at Weka's Explorer: finds components by their class and text, never by pixels, and uses
 * mouse and keyboard. Every wait has a limit, and what is not there in time is an error that says
 * what was waited for.
 */
abstract class Hand {
  static final String CLASSIFIER = "BackpropNetwork";
  private static final long LIMIT_MILLIS = 60_000;

  final Robot robot;
  final File folder;
  private JFrame frame;
  private ClassifierPanel panel;

  /**
   * @param folder for pictures
   */
  Hand(File folder) throws Exception {
    this.folder = folder;
    robot = new Robot();
    robot.setAutoDelay(40);
  }

  JFrame frame() {
    return frame;
  }

  ClassifierPanel panel() {
    return panel;
  }

  /**
   * Opens the Explorer with a data set, and chooses the classifier in the tree.
   *
   * @param tree whether a picture of the tree is wanted
   */
  void open(String data, boolean picture) throws Exception {
    Explorer.main(new String[] {data});
    frame = waitFor("the Explorer's window", () -> explorer());
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

    panel =
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
    if (picture) {
      picture(frame, "explorer-tree.png");
    }
    click(tree, place);
  }

  /** The button Start, ready. */
  JButton start() throws Exception {
    JButton start =
        waitFor("Start", () -> find(panel, JButton.class, b -> "Start".equals(b.getText())));
    return waitFor("Start to be ready", () -> start.isEnabled() ? start : null);
  }

  /** The list of results. */
  JList<?> results() {
    return find(find(panel, ResultHistoryPanel.class, c -> true), JList.class, c -> true);
  }

  /** An item of the menu of the last result. */
  JMenuItem item(String text) throws Exception {
    JList<?> results = results();
    Rectangle cell =
        onEventThread(
            () -> {
              int last = results.getModel().getSize() - 1;
              results.ensureIndexIsVisible(last);
              return results.getCellBounds(last, last);
            });
    move(results, cell);
    robot.mousePress(InputEvent.BUTTON3_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON3_DOWN_MASK);
    return waitFor("the menu with " + text, () -> shown(text));
  }

  /** An item of the menus that are open. */
  JMenuItem shown(String text) {
    for (MenuElement e : MenuSelectionManager.defaultManager().getSelectedPath()) {
      if (e instanceof JPopupMenu menu) {
        JMenuItem found = find(menu, JMenuItem.class, i -> text.equals(i.getText()));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Presses a button that asks for a file, and names it. */
  void save(Window window, String button, File file) throws Exception {
    click(named(window, JButton.class, button));
    choose(file.getAbsoluteFile());
    waitFor(file.getName(), () -> file.length() > 100 ? file : null);
  }

  /** Names a file in the chooser that is open. */
  void choose(File file) throws Exception {
    JFileChooser chooser = waitFor("the chooser of a file", () -> findAnywhere(JFileChooser.class));
    onEventThread(
        () -> {
          chooser.setSelectedFile(file);
          return null;
        });
    robot.delay(300);
    JButton approve =
        find(
            chooser,
            JButton.class,
            b -> "Save".equals(b.getText()) || "Open".equals(b.getText()));
    click(approve);
    waitFor("the end of the chooser", () -> chooser.isShowing() ? null : chooser);
  }

  /** A dialog in front of a window. */
  static Window anyDialog(Window of) {
    for (Window w : Window.getWindows()) {
      if (w.isShowing() && w instanceof Dialog && w.getOwner() == of) {
        return w;
      }
    }
    return null;
  }

  static void check(boolean right, String otherwise) {
    if (!right) {
      throw new AssertionError(otherwise);
    }
  }

  static Window titled(String title) {
    for (Window w : Window.getWindows()) {
      if (w.isShowing() && w instanceof Dialog d && title.equals(d.getTitle())) {
        return w;
      }
    }
    return null;
  }

  static Window namedWindow(String name) {
    for (Window w : Window.getWindows()) {
      if (w.isShowing() && name.equals(w.getName())) {
        return w;
      }
    }
    return null;
  }

  static Predicate<Component> named(String name) {
    return c ->
        name.equals(c.getName()) || (c instanceof JButton b && name.equals(b.getText()));
  }

  static <T extends Component> T named(Container root, Class<T> type, String name)
      throws Exception {
    return waitFor(name, () -> find(root, type, c -> c.isShowing() && named(name).test(c)));
  }

  /** Replaces what is in a field by typing. */
  void enter(JTextComponent field, String text) throws Exception {
    click(field);
    waitFor("the caret", () -> field.isFocusOwner() ? field : null);
    robot.keyPress(KeyEvent.VK_CONTROL);
    press(KeyEvent.VK_A);
    robot.keyRelease(KeyEvent.VK_CONTROL);
    type(text);
  }

  void press(int key) {
    robot.keyPress(key);
    robot.keyRelease(key);
    robot.waitForIdle();
  }

  /** Types on a keyboard of the United States. */
  void type(String text) {
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

  static JFrame explorer() {
    for (Window window : Window.getWindows()) {
      if (window instanceof JFrame frame
          && frame.isShowing()
          && "Weka Explorer".equals(frame.getTitle())) {
        return frame;
      }
    }
    return null;
  }

  static Window dialog(Window other) {
    for (Window window : Window.getWindows()) {
      if (window != other
          && window.isShowing()
          && find(window, JButton.class, b -> "OK".equals(b.getText())) != null) {
        return window;
      }
    }
    return null;
  }

  static TreePath path(JTree tree) {
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

  static <T extends Component> T findAnywhere(Class<T> type) {
    for (Window window : Window.getWindows()) {
      T found = window.isShowing() ? find(window, type, Component::isShowing) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  static <T extends Component> T find(Container root, Class<T> type, Predicate<? super T> test) {
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

  void click(Component component) throws Exception {
    click(component, new Rectangle(component.getSize()));
  }

  void click(Component component, Rectangle part) throws Exception {
    robot.delay(200);
    move(component, part);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    robot.waitForIdle();
  }

  void move(Component component, Rectangle part) throws Exception {
    Point corner = onEventThread(component::getLocationOnScreen);
    robot.mouseMove(
        corner.x + part.x + part.width / 2, corner.y + part.y + part.height / 2);
    robot.waitForIdle();
  }

  void picture(Window window, String name) throws Exception {
    Rectangle bounds = onEventThread(window::getBounds);
    Rectangle screen =
        bounds.intersection(new Rectangle(java.awt.Toolkit.getDefaultToolkit().getScreenSize()));
    File file = new File(folder, name);
    ImageIO.write(robot.createScreenCapture(screen), "png", file);
    System.out.println("wrote " + file + " " + screen.width + "x" + screen.height);
  }

  static <T> T waitFor(String what, Callable<T> question) throws Exception {
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

  static <T> T onEventThread(Callable<T> question) throws Exception {
    FutureTask<T> task = new FutureTask<>(question);
    SwingUtilities.invokeLater(task);
    return task.get();
  }
}
