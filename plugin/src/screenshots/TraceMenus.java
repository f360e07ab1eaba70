// SPDX-License-Identifier: GPL-3.0-or-later

import java.awt.Component;
import java.awt.Container;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.MouseEvent;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JList;
import javax.swing.JMenu;
import javax.swing.JMenuItem;
import javax.swing.JTabbedPane;
import javax.swing.JTextArea;
import javax.swing.MenuElement;
import javax.swing.MenuSelectionManager;
import javax.swing.SwingUtilities;
import weka.classifiers.Classifier;
import weka.core.Drawable;
import weka.core.Instances;
import weka.core.OptionHandler;
import weka.core.Utils;
import weka.core.WekaPackageClassLoaderManager;
import weka.core.WekaPackageManager;
import weka.gui.GUIChooserApp;
import weka.gui.ResultHistoryPanel;
import weka.gui.explorer.ClassifierPanel;
import weka.gui.explorer.Explorer;

/**
 * Opens training, step by step, from the GUIChooser's Tools menu and from a model in the Explorer's
 * result list, with the installed package, and makes a page with each. What is not there in time
 * ends the program with exit code 1 and a sentence.
 *
 * <p>Argument: the ARFF file.
 */
public final class TraceMenus {
  private static final long LIMIT_MILLIS = 60_000;

  private TraceMenus() {}

  public static void main(String[] arguments) {
    int exit = 0;
    try {
      WekaPackageManager.loadPackages(false);
      fromTheMenu();
      fromAModel(new File(arguments[0]));
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
      exit = 1;
    }
    System.exit(exit);
  }

  private static void fromTheMenu() throws Exception {
    GUIChooserApp chooser = onEventThread(GUIChooserApp::new);
    onEventThread(
        () -> {
          chooser.pack();
          chooser.setVisible(true);
          return null;
        });
    JMenuItem entry =
        waitFor(
            "the entry of the Tools menu",
            () -> {
              for (int i = 0; i < chooser.getJMenuBar().getMenuCount(); i++) {
                for (Component c : chooser.getJMenuBar().getMenu(i).getMenuComponents()) {
                  if (c instanceof JMenuItem m && m.getText().equals("Backpropagation, step by step")) {
                    return m;
                  }
                }
              }
              return null;
            });
    SwingUtilities.invokeLater(entry::doClick);
    Window window = waitFor("its window", () -> windowOf("trace-save"));
    save(window);
    onEventThread(
        () -> {
          window.dispose();
          return null;
        });
  }

  private static void fromAModel(File data) throws Exception {
    Explorer.main(new String[] {data.getPath()});
    ClassifierPanel panel =
        waitFor(
            "the Classify tab",
            () -> {
              for (Window w : Window.getWindows()) {
                JTabbedPane tabs = find(w, JTabbedPane.class, t -> t.indexOfTab("Classify") >= 0);
                int at = tabs == null ? -1 : tabs.indexOfTab("Classify");
                if (at >= 0 && tabs.isEnabledAt(at)) {
                  tabs.setSelectedIndex(at);
                  return find(w, ClassifierPanel.class, Component::isShowing);
                }
              }
              return null;
            });
    Classifier network =
        (Classifier)
            WekaPackageClassLoaderManager.objectForName(
                "weka.classifiers.functions.BackpropNetwork");
    ((OptionHandler) network)
        .setOptions(Utils.splitOptions("-layers dense(4) -optimizer sgd(0.1) -N 3"));
    Instances rows = new Instances(Files.newBufferedReader(data.toPath()));
    rows.setClassIndex(rows.numAttributes() - 1);
    network.buildClassifier(rows);
    ResultHistoryPanel history = find(panel, ResultHistoryPanel.class, c -> true);
    onEventThread(
        () -> {
          history.addResult("a model", new StringBuffer("a model"));
          history.addObject("a model", new ArrayList<>(
                  Arrays.asList(network, new Instances(rows, 0), ((Drawable) network).graph())));
          history.setSelectedListValue("a model");
          return null;
        });
    JList<?> list = history.getList();
    SwingUtilities.invokeLater(
        () -> {
          Rectangle cell = list.getCellBounds(0, 0);
          for (int type : new int[] {MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED, MouseEvent.MOUSE_CLICKED}) {
            list.dispatchEvent(
                new MouseEvent(list, type, 0, MouseEvent.BUTTON3_DOWN_MASK, cell.x + 5, cell.y + 5, 1, true, MouseEvent.BUTTON3));
          }
        });
    JMenuItem item =
        waitFor(
            "the entry of the result list's menu",
            () -> {
              for (MenuElement e : MenuSelectionManager.defaultManager().getSelectedPath()) {
                for (MenuElement sub : e.getSubElements()) {
                  if (sub instanceof JMenu m && m.getText().equals("Plugins")) {
                    for (Component c : m.getMenuComponents()) {
                      if (c instanceof JMenuItem i && i.getText().equals("Training, step by step")) {
                        return i;
                      }
                    }
                  }
                }
              }
              return null;
            });
    SwingUtilities.invokeLater(item::doClick);
    save(waitFor("its window", () -> windowOf("trace-save")));
  }

  /** Saves the page as the window says, and looks at the file. */
  private static void save(Window window) throws Exception {
    File page = File.createTempFile("trace", ".html");
    page.deleteOnExit();
    JButton save = find(window, JButton.class, b -> "trace-save".equals(b.getName()));
    SwingUtilities.invokeLater(save::doClick);
    JFileChooser files =
        waitFor(
            "the file chooser",
            () -> {
              for (Window w : Window.getWindows()) {
                JFileChooser found = w.isShowing() ? find(w, JFileChooser.class, c -> true) : null;
                if (found != null) {
                  return found;
                }
              }
              return null;
            });
    onEventThread(
        () -> {
          files.setSelectedFile(page);
          files.approveSelection();
          return null;
        });
    JTextArea status = find(window, JTextArea.class, t -> "trace-status".equals(t.getName()));
    waitFor("the page", () -> status.getText().startsWith("saved ") ? status : null);
    String text = Files.readString(page.toPath());
    if (!text.startsWith("<!DOCTYPE html>") || !text.contains("\"frames\":[{")) {
      throw new AssertionError("the page has no steps");
    }
  }

  private static Window windowOf(String button) {
    for (Window w : Window.getWindows()) {
      if (w instanceof JFrame && w.isShowing() && find(w, JButton.class, b -> button.equals(b.getName())) != null) {
        return w;
      }
    }
    return null;
  }

  private static <C extends Component> C find(Container root, Class<C> type, Predicate<C> wanted) {
    Deque<Component> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Component c = open.poll();
      if (type.isInstance(c) && wanted.test(type.cast(c))) {
        return type.cast(c);
      }
      if (c instanceof Container container) {
        open.addAll(List.of(container.getComponents()));
      }
    }
    return null;
  }

  private static <T> T onEventThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    SwingUtilities.invokeAndWait(task);
    return task.get();
  }

  private static <T> T waitFor(String what, Callable<T> look) throws Exception {
    long end = System.currentTimeMillis() + LIMIT_MILLIS;
    while (System.currentTimeMillis() < end) {
      T found = onEventThread(look);
      if (found != null) {
        return found;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(what + " is not there");
  }
}
