// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.engine.layer.Layer;
import backprop.engine.network.Network;
import backprop.weka.fit.Fit;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.SwingWorker;
import javax.swing.Timer;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.DefaultTableModel;
import weka.core.Instances;

/**
 * What layers, or a preset, come to for the data that is loaded and the other options of the sheet:
 * the shape that each layer puts out and its number of parameters, while the text is being typed.
 * Computed on a thread of its own, and never for more than the first rows of a large data set.
 */
final class LayerPreview {
  private static final int WAIT_MILLIS = 150;

  /** Values of a data set that are looked at without a noticeable wait. */
  private static final int VALUES = 2_000_000;

  private final Setting setting;
  private final Settings others;
  private final LoadedData loaded;
  private final DefaultTableModel rows =
      new DefaultTableModel(new Object[] {"layer", "output", "parameters"}, 0);
  private final JTable table = new JTable(rows);
  private final JLabel about = new JLabel();
  private final JLabel total = new JLabel(" ");
  private final JPanel panel = new JPanel(new BorderLayout(4, 4));
  private final Timer timer = new Timer(WAIT_MILLIS, e -> compute());
  private String text = "";

  /**
   * @param setting the option that is edited: layers or preset
   * @param window shows the preview; nothing is computed when it is closed
   * @param owner the window from which the search for the data begins
   */
  LayerPreview(Setting setting, Window window, Window owner) {
    this.setting = setting;
    others = SheetSettings.find(owner);
    loaded = LoadedData.find(owner);
    timer.setRepeats(false);
    window.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent e) {
            timer.stop();
          }
        });
    table.setName("layer-preview");
    table.setEnabled(false);
    table.getColumnModel().getColumn(0).setPreferredWidth(160);
    table.getColumnModel().getColumn(1).setPreferredWidth(80);
    DefaultTableCellRenderer right = new DefaultTableCellRenderer();
    right.setHorizontalAlignment(DefaultTableCellRenderer.RIGHT);
    table.getColumnModel().getColumn(2).setCellRenderer(right);
    total.setName("layer-total");
    about.setName("layer-about");
    about.setFont(about.getFont().deriveFont(Font.PLAIN));
    JPanel top = new JPanel(new BorderLayout(2, 2));
    top.add(CatalogPanel.heading("What comes of it"), BorderLayout.NORTH);
    top.add(about, BorderLayout.CENTER);
    panel.add(top, BorderLayout.NORTH);
    JScrollPane scroll = new JScrollPane(table);
    scroll.setPreferredSize(new Dimension(340, 300));
    panel.add(scroll, BorderLayout.CENTER);
    panel.add(total, BorderLayout.SOUTH);
  }

  JComponent view() {
    return panel;
  }

  /** Shows what another text comes to, soon. */
  void show(String edited) {
    text = edited;
    timer.restart();
  }

  private static List<Layer> layers(Settings settings) {
    return new CatalogKind<>(Layer.class, true, true).read(settings.text(Setting.LAYERS)).values();
  }

  private void compute() {
    Settings settings;
    try {
      settings = others.with(setting, text);
    } catch (IllegalArgumentException e) {
      total.setForeground(CatalogTextArea.BAD);
      total.setText("the text cannot be read");
      return;
    }
    LoadedData data = loaded == null ? LoadedData.example(layers(settings)) : loaded;
    int most = Math.max(10, VALUES / Math.max(1, data.data().numAttributes()));
    boolean all = data.data().numInstances() <= most;
    Instances rowsSeen = all ? data.data() : new Instances(data.data(), 0, most);
    String name = all ? data.name() : data.name() + " (its first " + most + " rows)";
    String preset = settings.text(Setting.PRESET);
    String as =
        setting == Setting.LAYERS && !preset.equals(Setting.AUTO) ? ", preset " + preset : "";
    about.setText(Html.wrapped("For " + name + as + ":", 250));
    new Computation(text, settings, rowsSeen).execute();
  }

  private final class Computation extends SwingWorker<Optional<Fit.Outline>, Void> {
    private final String of;
    private final Settings settings;
    private final Instances data;

    Computation(String of, Settings settings, Instances data) {
      this.of = of;
      this.settings = settings;
      this.data = data;
    }

    @Override
    protected Optional<Fit.Outline> doInBackground() {
      return new Fit(data, settings, 1).outline();
    }

    @Override
    protected void done() {
      if (!of.equals(text)) {
        return;
      }
      try {
        Optional<Fit.Outline> outline = get();
        if (outline.isPresent()) {
          fill(outline.get());
        } else {
          say("no network: this data leaves nothing to learn from");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        String sentence = String.valueOf(e.getCause().getMessage());
        say(sentence.replaceFirst("^option -" + setting.flag() + ": ", ""));
      }
    }
  }

  private void say(String sentence) {
    rows.setRowCount(0);
    total.setForeground(CatalogTextArea.BAD);
    total.setText(Html.wrapped(sentence, 250));
  }

  private void fill(Fit.Outline outline) {
    rows.setRowCount(0);
    rows.addRow(new Object[] {"input", outline.inputs(), ""});
    long sum = 0;
    List<Network.LayerSummary> layers = outline.layers();
    for (int i = 0; i < layers.size(); i++) {
      Network.LayerSummary l = layers.get(i);
      boolean last = i == layers.size() - 1;
      sum += l.parameters();
      rows.addRow(
          new Object[] {
            last ? l.path() + " (output)" : l.path(), l.output(), number(l.parameters())
          });
    }
    total.setForeground(table.getForeground());
    total.setText(number(sum) + (sum == 1 ? " parameter" : " parameters") + " in all");
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
