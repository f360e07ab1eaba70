// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.io.File;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JMenuBar;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SpinnerNumberModel;
import javax.swing.SwingWorker;
import javax.swing.UIManager;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.converters.ConverterUtils.DataSource;
import weka.gui.GUIChooser.GUIChooserMenuPlugin;

/**
 * Chooses what is traced, and opens the page in the browser. In Weka's Tools menu, and for a model
 * of the Explorer. Used on the event thread only.
 */
public final class TracePanel extends JPanel implements GUIChooserMenuPlugin {
  private static final long serialVersionUID = 1L;

  private static final int COLUMNS = 34;
  private static final int STEPS = 60;

  private final transient SavedModel model;
  private final transient Instances given;
  private final JComboBox<Choice> data = new JComboBox<>();
  private final JTextField layers = new JTextField(COLUMNS);
  private final JCheckBox whole = new JCheckBox("these are all layers: no output layer is added");
  private final JTextField loss = new JTextField(COLUMNS);
  private final JTextField optimizer = new JTextField(COLUMNS);
  private final JTextField rows = new JTextField(COLUMNS);
  private final JTextField weights = new JTextField(COLUMNS);
  private final JCheckBox raw = new JCheckBox("numbers as the data have them, not standardized");
  private final JSpinner steps =
      new JSpinner(new SpinnerNumberModel(STEPS, 1, TraceRequest.MOST_STEPS, 1));
  private final JSpinner units =
      new JSpinner(new SpinnerNumberModel(TraceRequest.UNITS, 1, 1000, 1));
  private final JButton open = new JButton("Open in the browser");
  private final JButton save = new JButton("Save the page...");
  private final JTextArea status = new JTextArea(3, COLUMNS);

  /**
   * What can be chosen as data.
   *
   * @param example shipped data; null where it is a file
   * @param file null where it is none yet, or an example
   */
  private record Choice(TraceExample example, File file, String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** For new networks. */
  public TracePanel() {
    this(null, null);
  }

  /**
   * For a model and the rows that go with it.
   *
   * @param model null for new networks
   * @param given its rows; null where they are chosen here
   */
  TracePanel(SavedModel model, Instances given) {
    super(new BorderLayout(8, 8));
    this.model = model;
    this.given = given;
    setName("backprop-trace");
    setBorder(BorderFactory.createEmptyBorder(10, 12, 10, 12));
    add(form(), BorderLayout.NORTH);
    add(below(), BorderLayout.CENTER);
    if (given != null) {
      data.addItem(new Choice(null, null, given.relationName() + ", as the Explorer has it"));
    } else {
      if (model == null) {
        for (TraceExample e : TraceExample.values()) {
          data.addItem(new Choice(e, null, e.title() + ": " + e.about()));
        }
      }
      data.addItem(new Choice(null, null, "a file..."));
    }
    data.addActionListener(e -> chosen());
    for (Component c : new Component[] {layers, whole, loss, raw, weights}) {
      c.setEnabled(model == null);
    }
    chosen();
  }

  private JPanel form() {
    JPanel form = new JPanel(new GridBagLayout());
    data.setName("trace-data");
    layers.setName("trace-layers");
    optimizer.setName("trace-optimizer");
    rows.setName("trace-rows");
    rows.setToolTipText("The rows that each step takes: 7, or 1,5-8, or all; empty: as training");
    weights.setToolTipText("Such as w1 = 0.4 -0.3; b1 = 0.1; empty: by the seed");
    units.setToolTipText("Layers of more units are folded into summaries");
    int y = 0;
    y = row(form, y, "Data", data);
    y =
        row(
            form,
            y,
            model == null ? "Layers" : "",
            model == null ? layers : new JLabel("the model's network and options"));
    if (model == null) {
      y = row(form, y, "", whole);
      y = row(form, y, "Loss", loss);
    }
    y = row(form, y, "Optimizer", optimizer);
    y = row(form, y, "Rows of a step", rows);
    if (model == null) {
      y = row(form, y, "", raw);
      y = row(form, y, "First weights", weights);
    }
    y = row(form, y, "Steps", steps);
    row(form, y, "Most units", units);
    return form;
  }

  private static int row(JPanel form, int y, String name, Component field) {
    GridBagConstraints c = new GridBagConstraints();
    c.gridy = y;
    c.insets = new Insets(3, 4, 3, 4);
    c.anchor = GridBagConstraints.LINE_START;
    JLabel label = new JLabel(name);
    label.setLabelFor(field);
    form.add(label, c);
    c.gridx = 1;
    c.weightx = 1;
    boolean narrow = field instanceof JSpinner;
    c.fill = narrow ? GridBagConstraints.NONE : GridBagConstraints.HORIZONTAL;
    form.add(field, c);
    return y + 1;
  }

  private JPanel below() {
    JPanel buttons = new JPanel();
    open.setName("trace-open");
    save.setName("trace-save");
    status.setName("trace-status");
    buttons.add(open);
    buttons.add(save);
    open.addActionListener(e -> make(null));
    save.addActionListener(e -> saveAs());
    status.setEditable(false);
    status.setLineWrap(true);
    status.setWrapStyleWord(true);
    status.setBackground(getBackground());
    status.setFont(UIManager.getFont("Label.font"));
    JPanel all = new JPanel(new BorderLayout(4, 4));
    all.add(buttons, BorderLayout.NORTH);
    all.add(status, BorderLayout.CENTER);
    all.setPreferredSize(new Dimension(480, 110));
    return all;
  }

  /** Fills the fields in for an example; asks for a file where one is wanted. */
  private void chosen() {
    Choice c = (Choice) data.getSelectedItem();
    if (c.example() != null) {
      Settings s;
      try {
        s = Settings.take(c.example().options());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      layers.setText(s.text(Setting.LAYERS));
      loss.setText(s.text(Setting.LOSS));
      optimizer.setText(s.text(Setting.OPTIMIZER));
      whole.setSelected(c.example().whole());
      raw.setSelected(c.example().raw());
      rows.setText(c.example().rows());
      weights.setText(c.example().weights());
      steps.setValue(c.example().steps());
    } else if (given == null && c.file() == null && isShowing()) {
      askForFile();
    }
    if (model != null && optimizer.getText().isEmpty()) {
      optimizer.setText(model.settings().text(Setting.OPTIMIZER));
      rows.setText("1");
    }
  }

  private void askForFile() {
    JFileChooser chooser = new JFileChooser();
    if (chooser.showOpenDialog(this) == JFileChooser.APPROVE_OPTION) {
      File f = chooser.getSelectedFile();
      Choice c = new Choice(null, f, f.getName());
      data.insertItemAt(c, data.getItemCount() - 1);
      layers.setText(Setting.AUTO);
      loss.setText(Setting.AUTO);
      optimizer.setText(model == null ? Setting.AUTO : optimizer.getText());
      weights.setText("");
      whole.setSelected(false);
      raw.setSelected(false);
      rows.setText("1");
      data.setSelectedItem(c);
    } else if (data.getItemCount() > 1) {
      data.setSelectedIndex(0);
    }
  }

  private void saveAs() {
    JFileChooser chooser = new JFileChooser();
    chooser.setSelectedFile(new File("trace.html"));
    if (chooser.showSaveDialog(this) == JFileChooser.APPROVE_OPTION) {
      make(chooser.getSelectedFile());
    }
  }

  /** Makes the page on another thread; to a file, or opens it. */
  private void make(File to) {
    TraceRequest request;
    try {
      request = request();
    } catch (Exception e) {
      say(sentence(e));
      return;
    }
    open.setEnabled(false);
    save.setEnabled(false);
    say("tracing " + request.steps() + (request.steps() == 1 ? " step..." : " steps..."));
    new SwingWorker<File, Void>() {
      @Override
      protected File doInBackground() throws Exception {
        return PageFile.write(Traces.of(request), to);
      }

      @Override
      protected void done() {
        open.setEnabled(true);
        save.setEnabled(true);
        try {
          File page = get();
          say((to == null ? "opened " : "saved ") + page);
          if (to == null) {
            PageFile.open(page, TracePanel.this);
          }
        } catch (ExecutionException e) {
          say(sentence(e.getCause()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }.execute();
  }

  private TraceRequest request() throws Exception {
    Choice c = (Choice) data.getSelectedItem();
    Instances instances = given;
    if (instances == null) {
      if (c.example() == null && c.file() == null) {
        throw new IllegalArgumentException("there are no rows: choose a file");
      }
      instances = c.example() != null ? c.example().data() : read(c.file());
    }
    new BackpropNetwork().getCapabilities().testWithFail(instances);
    Settings settings = model != null ? model.settings() : Settings.initial();
    if (c.example() != null) {
      settings = Settings.take(c.example().options());
    }
    if (model == null) {
      settings = settings.with(Setting.LAYERS, layers.getText());
      settings = settings.with(Setting.LOSS, loss.getText());
    }
    settings = settings.with(Setting.OPTIMIZER, optimizer.getText());
    int n = instances.numInstances();
    return new TraceRequest(
        c.example() != null ? c.example().title() : instances.relationName(),
        instances,
        instances.relationName() + ", " + n + (n == 1 ? " row" : " rows"),
        Optional.ofNullable(model).map(SavedModel::predictor),
        settings,
        model != null ? model.seed() : c.example() != null ? c.example().seed() : 1,
        raw.isSelected(),
        whole.isSelected(),
        rows.getText(),
        (Integer) steps.getValue(),
        weights.getText(),
        (Integer) units.getValue());
  }

  private Instances read(File file) {
    Instances read;
    try {
      read = new DataSource(file.getPath()).getDataSet();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "the data file '" + file + "' cannot be read: " + sentence(e), e);
    }
    if (read == null || read.isEmpty()) {
      throw new IllegalArgumentException("the data file '" + file + "' holds no rows");
    }
    int target = model != null ? model.predictor().inputs().classIndex() : read.numAttributes() - 1;
    if (target >= read.numAttributes()) {
      throw new IllegalArgumentException(
          "the data file has "
              + read.numAttributes()
              + " attributes, the model's class is attribute "
              + (target + 1));
    }
    read.setClassIndex(target);
    return read;
  }

  private static String sentence(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void say(String text) {
    status.setText(text);
  }

  @Override
  public String getApplicationName() {
    return "Backpropagation, step by step";
  }

  @Override
  public Menu getMenuToDisplayIn() {
    return Menu.TOOLS;
  }

  @Override
  public String getMenuEntryText() {
    return "Backpropagation, step by step";
  }

  @Override
  public JMenuBar getMenuBar() {
    return null;
  }
}
