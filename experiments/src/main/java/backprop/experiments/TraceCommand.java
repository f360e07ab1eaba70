// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.engine.trace.Trace;
import backprop.engine.trace.TraceJson;
import backprop.engine.trace.TracePage;
import backprop.engine.trace.TraceText;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.run.DataFile;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import backprop.weka.trace.SavedModel;
import backprop.weka.trace.TraceExample;
import backprop.weka.trace.TraceRequest;
import backprop.weka.trace.Traces;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.Utils;

/** {@code backprop trace}. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows training steps of a network, number by number: forward, loss, backward, update.",
      "As text, unless --html or --json name a file. To begin with: --example neuron, xor or iris."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The trace was written.",
      "2:An option or file is invalid, or they do not go together."
    })
final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA",
      description = "Rows to train on (.arff, .arff.gz, .csv); not with --example.")
  private Path data;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      description =
          "Shipped data with options that show something: neuron, xor, iris. Other options change"
              + " it.")
  private String example;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "The class: a name, or a number from 1 (default: the last attribute).")
  private String classAttribute;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A model as Weka saves it: its network, its weights, its options.")
  private Path model;

  @Option(
      names = "--layers",
      paramLabel = "LAYERS",
      description = "The hidden layers; the output layer is added (default: auto, as a fit does).")
  private String layers;

  @Option(
      names = "--network",
      paramLabel = "LAYERS",
      description = "All layers, the output layer included.")
  private String network;

  @Option(names = "--loss", paramLabel = "LOSS", description = "What training minimizes.")
  private String loss;

  @Option(
      names = "--optimizer",
      paramLabel = "OPTIMIZER",
      description = "Such as \"sgd(0.1)\" or \"adam(0.01)\".")
  private String optimizer;

  @Option(
      names = "--options",
      paramLabel = "OPTIONS",
      description = "More options of BackpropNetwork, such as \"-regularizer l2(0.01) -batch 8\".")
  private String options;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random.")
  private Integer seed;

  @Option(
      names = "--weights",
      paramLabel = "WEIGHTS",
      description = "First weights, such as \"w1 = 0.4 -0.3; b1 = 0.1\" (default: by the seed).")
  private String weights;

  @Option(
      names = "--raw",
      negatable = true,
      description =
          "Takes numbers as the data have them, nominal values by their index from 0; a fit"
              + " standardizes them.")
  private Boolean raw;

  @Option(
      names = {"--row", "--rows"},
      paramLabel = "ROWS",
      description =
          "The rows that each step takes: 7, or 1,5-8, or all (default: the minibatches of a fit).")
  private String rows;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps (default: 1, with --html 60).")
  private Integer steps;

  @Option(
      names = "--units",
      paramLabel = "N",
      defaultValue = "" + TraceRequest.UNITS,
      description = "Layers of more units are folded into summaries (default: ${DEFAULT-VALUE}).")
  private int units;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a page to click through.")
  private Path html;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes all numbers; - for here.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    Trace trace;
    try {
      trace = Traces.of(request());
    } catch (IllegalArgumentException e) {
      throw new ExperimentException(e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (html != null) {
      write(html, TracePage.of(trace), out);
    }
    if (json != null && json.toString().equals("-")) {
      out.println(TraceJson.of(trace));
    } else if (json != null) {
      write(json, TraceJson.of(trace), out);
    }
    if (html == null && json == null) {
      out.print(TraceText.of(trace));
    }
    out.flush();
    return ExitCode.PASS.code();
  }

  private static void write(Path file, String text, PrintWriter out) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ExperimentException("'" + file + "' cannot be written: " + e, e);
    }
    out.println("wrote " + file);
  }

  private TraceRequest request() throws Exception {
    if ((example == null) == (data == null)) {
      throw new IllegalArgumentException(
          data == null
              ? "there are no rows: name a data file, or --example neuron, xor or iris"
              : "there are two sets of rows, '" + data + "' and --example: leave one of them out");
    }
    if (layers != null && network != null) {
      throw new IllegalArgumentException(
          "--layers and --network both give the layers: leave one of them out");
    }
    TraceExample given = example == null ? null : TraceExample.of(example);
    Optional<SavedModel> saved = Optional.ofNullable(model).map(SavedModel::read);
    Instances instances =
        given != null
            ? given.data()
            : DataFile.read(data, saved.map(this::classOf).orElse(classAttribute));
    new BackpropNetwork().getCapabilities().testWithFail(instances);
    Settings settings = settings(given, saved);
    boolean whole = network != null || (layers == null && given != null && given.whole());
    boolean own = layers == null && network == null;
    return new TraceRequest(
        given != null ? given.title() : data.getFileName().toString(),
        instances,
        (given != null ? given.label() : data.getFileName().toString())
            + ", "
            + instances.numInstances()
            + (instances.numInstances() == 1 ? " row" : " rows"),
        saved.map(SavedModel::predictor),
        settings,
        seed != null ? seed : saved.map(SavedModel::seed).orElse(given != null ? given.seed() : 1),
        raw != null ? raw : given != null && given.raw() && saved.isEmpty(),
        whole && saved.isEmpty(),
        rows != null ? rows : given != null ? given.rows() : "",
        steps != null ? steps : html == null ? 1 : given != null ? given.steps() : 60,
        weights != null ? weights : given != null && own && saved.isEmpty() ? given.weights() : "",
        units);
  }

  /** A model knows which attribute is the class. */
  private String classOf(SavedModel m) {
    return classAttribute != null
        ? classAttribute
        : String.valueOf(m.predictor().inputs().classIndex() + 1);
  }

  private Settings settings(TraceExample given, Optional<SavedModel> saved) throws Exception {
    if (saved.isPresent() && (layers != null || network != null || loss != null)) {
      throw new IllegalArgumentException(
          "a model has its layers and its loss: leave --layers, --network and --loss out");
    }
    Settings settings =
        saved.isPresent()
            ? saved.get().settings()
            : given != null ? Settings.take(given.options()) : Settings.initial();
    if (options != null) {
      String[] words = Utils.splitOptions(options);
      Settings more = Settings.take(words);
      Optional<String> left = Arrays.stream(words).filter(w -> !w.isEmpty()).findFirst();
      if (left.isPresent()) {
        throw new IllegalArgumentException(
            "--options: BackpropNetwork has no option '" + left.get() + "' that matters here");
      }
      for (Setting s : Setting.values()) {
        if (!more.text(s).equals(Settings.initial().text(s))) {
          settings = settings.with(s, more.text(s));
        }
      }
    }
    String all = network != null ? network : layers;
    settings = all == null ? settings : settings.with(Setting.LAYERS, all);
    settings = loss == null ? settings : settings.with(Setting.LOSS, loss);
    return optimizer == null ? settings : settings.with(Setting.OPTIMIZER, optimizer);
  }
}
