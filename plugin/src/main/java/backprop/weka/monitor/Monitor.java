// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.monitor;

import backprop.engine.train.TrainingListener;
import backprop.weka.fit.Supervision;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import backprop.weka.options.Unattended;
import java.awt.AWTError;
import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.Rectangle;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.logging.Logger;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

/** Opens the window for a training, where it is wanted and may open. */
public final class Monitor {
  private Monitor() {}

  /** A training. */
  @FunctionalInterface
  public interface Work {
    /**
     * Trains.
     *
     * @param watch may pause and stop it
     * @return whether there is a network now
     * @throws Exception what the training throws
     */
    boolean train(Supervision watch, TrainingListener... listeners) throws Exception;
  }

  /**
   * Trains, in a window if the option says so and a window may open. Unless nobody watches, the log
   * tells how far a long training is.
   *
   * @param title what is trained, for the window's title
   * @throws Exception what the training throws
   */
  public static void train(Work work, String title, Settings settings, TrainingListener... others)
      throws Exception {
    Supervision watch = new Supervision(settings.yes(Setting.KEEP));
    if (Unattended.now()) {
      work.train(watch, others);
      return;
    }
    TrainingListener[] listeners =
        with(new ProgressLog(title, Monitor::say, System::nanoTime), others);
    if (!settings.yes(Setting.MONITOR)) {
      work.train(watch, listeners);
      return;
    }
    History history = new History();
    if (!opened(title, settings.text(Setting.METRIC), history, watch)) {
      work.train(watch, listeners);
      return;
    }
    watch.control().tellGradients();
    try {
      boolean trained = work.train(watch, with(history, listeners));
      history.end(trained ? "done" : "there was no network to train");
    } catch (InterruptedException e) {
      history.end("interrupted, without a model");
      throw e;
    } catch (CancellationException e) {
      history.end(e.getMessage());
      throw e;
    } catch (Exception e) {
      history.end("failed: " + e.getMessage());
      throw e;
    }
  }

  private static TrainingListener[] with(TrainingListener one, TrainingListener... others) {
    TrainingListener[] all = Arrays.copyOf(others, others.length + 1);
    all[others.length] = one;
    return all;
  }

  private static boolean opened(String title, String metric, History history, Supervision watch)
      throws InterruptedException {
    if (GraphicsEnvironment.isHeadless()) {
      say("there is no display for the option -monitor: training without a window");
      return false;
    }
    boolean[] opened = new boolean[1];
    try {
      Runnable open = () -> opened[0] = open(title, metric, history, watch);
      if (SwingUtilities.isEventDispatchThread()) {
        open.run();
      } else {
        SwingUtilities.invokeAndWait(open);
      }
    } catch (InvocationTargetException | HeadlessException | AWTError | NoClassDefFoundError e) {
      say("no window for the option -monitor: " + (e.getCause() == null ? e : e.getCause()));
    }
    return opened[0];
  }

  /** Opens the window in the place of an earlier one; not beside one whose training runs. */
  private static boolean open(String title, String metric, History history, Supervision watch) {
    Rectangle place = null;
    for (Frame f : Frame.getFrames()) {
      if (MonitorWindow.NAME.equals(f.getName()) && f.isShowing() && f instanceof JFrame j) {
        if (Boolean.TRUE.equals(j.getRootPane().getClientProperty(MonitorWindow.RUNNING))) {
          return false;
        }
        place = f.getBounds();
        f.dispose();
      }
    }
    new MonitorWindow(title, metric, history, watch, place);
    return true;
  }

  private static void say(String sentence) {
    Logger.getLogger(Monitor.class.getName()).info(sentence);
  }
}
