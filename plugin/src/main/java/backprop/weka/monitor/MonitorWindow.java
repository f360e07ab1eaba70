// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.monitor;

import backprop.engine.model.EpochRecord;
import backprop.weka.fit.Supervision;
import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.Timer;

/** The window: charts, a line on how far it is, buttons. Used on the event thread only. */
final class MonitorWindow {
  /** The name by which a window is found again. */
  static final String NAME = "backprop-monitor";

  /** Set on the root pane while training runs. */
  static final String RUNNING = "backprop-running";

  private static final int REFRESH_MILLIS = 250;

  private final History history;
  private final Supervision watch;
  private final JFrame frame;
  private final Curves curves;
  private final JLabel status = new JLabel("waiting for the first epoch");
  private final JLabel note = new JLabel(" ");
  private final JProgressBar bar = new JProgressBar();
  private final JButton pause = new JButton("Pause");
  private final JButton stop = new JButton("Stop");
  private final JButton rate = new JButton("Change rate...");
  private final Timer timer = new Timer(REFRESH_MILLIS, e -> refresh());
  private long pausedSince;
  private int drawn = -1;

  /**
   * Makes the window and shows it.
   *
   * @param title what is trained
   * @param metric what epochs are judged by
   * @param place where an earlier window was, or null
   */
  MonitorWindow(String title, String metric, History history, Supervision watch, Rectangle place) {
    this.history = history;
    this.watch = watch;
    this.curves = new Curves(metric);
    frame = new JFrame("Training: " + title);
    frame.setName(NAME);
    frame.getRootPane().putClientProperty(RUNNING, true);
    frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
    frame.setAutoRequestFocus(false);
    JPanel content = new JPanel(new BorderLayout(4, 4));
    content.setBorder(BorderFactory.createEmptyBorder(4, 6, 6, 6));
    content.add(curves.view(), BorderLayout.CENTER);
    content.add(below(), BorderLayout.SOUTH);
    frame.setContentPane(content);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent e) {
            timer.stop();
            // Nobody could let it go on any more.
            watch.control().resume();
          }
        });
    frame.pack();
    if (place == null) {
      frame.setLocationByPlatform(true);
    } else {
      frame.setBounds(place);
    }
    frame.setVisible(true);
    timer.start();
  }

  private JPanel below() {
    status.setName("monitor-status");
    note.setName("monitor-note");
    pause.setName("monitor-pause");
    stop.setName("monitor-stop");
    rate.setName("monitor-rate");
    stop.setToolTipText(
        "Ends the training and keeps what it has learned: the best weights so far where there are"
            + " validation rows, else the present ones. Before the first epoch there is nothing to"
            + " keep, and no model.");
    pause.addActionListener(e -> pause());
    stop.addActionListener(
        e -> {
          stop.setEnabled(false);
          watch.stop();
        });
    rate.addActionListener(e -> changeRate());
    JButton picture = new JButton("Save picture...");
    picture.setName("monitor-picture");
    picture.setToolTipText("A PNG, or an SVG where the name ends in .svg");
    picture.addActionListener(e -> save("learning-curves.png", this::writePicture));
    JButton table = new JButton("Save history...");
    table.setName("monitor-history");
    table.addActionListener(e -> save("history.csv", this::writeTable));
    JPanel buttons = new JPanel(new FlowLayout(FlowLayout.RIGHT, 6, 0));
    for (JButton b : new JButton[] {pause, stop, rate, picture, table}) {
      buttons.add(b);
    }
    JPanel lines = new JPanel(new BorderLayout(2, 2));
    lines.add(status, BorderLayout.NORTH);
    lines.add(bar, BorderLayout.CENTER);
    lines.add(note, BorderLayout.SOUTH);
    JPanel below = new JPanel(new BorderLayout(4, 4));
    below.add(lines, BorderLayout.CENTER);
    below.add(buttons, BorderLayout.SOUTH);
    return below;
  }

  private void pause() {
    if (watch.control().isPaused()) {
      history.waited((System.nanoTime() - pausedSince) / 1e9);
      watch.control().resume();
      pause.setText("Pause");
    } else {
      pausedSince = System.nanoTime();
      watch.control().pause();
      pause.setText("Go on");
    }
  }

  private void changeRate() {
    History.View view = history.view();
    double now =
        view.epochs().isEmpty() ? Double.NaN : view.epochs().get(view.epochs().size() - 1).rate();
    if (Double.isNaN(now)) {
      tell("There is no learning rate to change yet, or the optimizer has none.");
      return;
    }
    String answer =
        JOptionPane.showInputDialog(
            frame,
            "The learning rate is "
                + number(now)
                + ". The new one, above 0 (the schedule goes on from there):",
            number(now));
    if (answer != null) {
      try {
        watch.control().multiplyRate(Double.parseDouble(answer.strip()) / now);
        note.setText("The learning rate becomes " + answer.strip() + " in the next step.");
      } catch (IllegalArgumentException e) {
        tell("'" + answer + "' is not a learning rate: it must be a number above 0.");
      }
    }
  }

  private void tell(String sentence) {
    JOptionPane.showMessageDialog(frame, sentence, "Training", JOptionPane.WARNING_MESSAGE);
  }

  /** Writes a file. */
  private interface Writer {
    void write(File file) throws IOException;
  }

  private void save(String name, Writer writer) {
    JFileChooser chooser = new JFileChooser();
    chooser.setSelectedFile(new File(chooser.getCurrentDirectory(), name));
    if (chooser.showSaveDialog(frame) != JFileChooser.APPROVE_OPTION) {
      return;
    }
    File file = chooser.getSelectedFile();
    if (file.exists()
        && JOptionPane.showConfirmDialog(
                frame, file + " exists. Replace it?", "Training", JOptionPane.YES_NO_OPTION)
            != JOptionPane.YES_OPTION) {
      return;
    }
    try {
      writer.write(file);
      note.setText("Saved " + file);
    } catch (IOException e) {
      tell("Could not write " + file + ": " + e.getMessage());
    }
  }

  private void writePicture(File file) throws IOException {
    if (file.getName().toLowerCase(Locale.ROOT).endsWith(".svg")) {
      Files.writeString(file.toPath(), curves.svg());
    } else {
      ImageIO.write(curves.picture(), "png", file);
    }
  }

  private void writeTable(File file) throws IOException {
    Files.writeString(file.toPath(), History.csv(history.view()));
  }

  private void refresh() {
    History.View view = history.view();
    if (view.epochs().size() != drawn) {
      drawn = view.epochs().size();
      curves.show(view);
    }
    bar.setMaximum(Math.max(1, view.planned()));
    bar.setValue(view.epochs().size());
    status.setText(line(view));
    if (!view.note().isEmpty() && note.getText().isBlank()) {
      note.setText(view.note());
    }
    if (view.ended() != null) {
      timer.stop();
      frame.getRootPane().putClientProperty(RUNNING, false);
      for (JButton b : new JButton[] {pause, stop, rate}) {
        b.setEnabled(false);
      }
    }
  }

  private String line(History.View view) {
    StringBuilder s = new StringBuilder();
    if (view.planned() == 0) {
      s.append(view.preparing().isEmpty() ? "before the first epoch" : view.preparing());
    } else {
      s.append("epoch ").append(view.epochs().size()).append(" of ").append(view.planned());
    }
    if (!view.epochs().isEmpty()) {
      EpochRecord last = view.epochs().get(view.epochs().size() - 1);
      s.append("   loss ").append(number(last.trainingLoss()));
      if (!Double.isNaN(last.validationLoss())) {
        s.append(", validation ").append(number(last.validationLoss()));
      }
      if (!Double.isNaN(last.score())) {
        s.append(", metric ").append(number(last.score()));
      }
      s.append("   best epoch ").append(view.best());
    }
    s.append("   ").append(time(view.seconds()));
    if (view.ended() != null) {
      s.append("   ended: ").append(view.ended());
    } else if (watch.control().isPaused()) {
      s.append("   paused");
    } else if (!Double.isNaN(view.left())) {
      s.append("   at most ").append(time(view.left())).append(" left");
    }
    return s.toString();
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.4g", x);
  }

  private static String time(double seconds) {
    long s = Math.round(seconds);
    return s < 60
        ? s + " s"
        : s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
  }
}
