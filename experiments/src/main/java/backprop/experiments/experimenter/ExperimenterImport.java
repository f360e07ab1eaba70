// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.experimenter;

import backprop.experiments.file.ExperimentException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.swing.DefaultListModel;
import weka.classifiers.Classifier;
import weka.core.OptionHandler;
import weka.core.SerializationHelper;
import weka.core.Utils;
import weka.core.xml.KOML;
import weka.experiment.ClassifierSplitEvaluator;
import weka.experiment.CrossValidationResultProducer;
import weka.experiment.Experiment;
import weka.experiment.RandomSplitResultProducer;
import weka.experiment.RegressionSplitEvaluator;
import weka.experiment.ResultProducer;
import weka.experiment.SplitEvaluator;

/** Turns an experiment of Weka's Experimenter into an experiment file. */
public final class ExperimenterImport {
  private static final Pattern CLASS = Pattern.compile("\\bclass=\"([^\"]*)\"");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "\\[*L?(weka\\..*|backprop\\.weka\\..*|java\\.io\\.File"
              + "|java\\.lang\\.(Boolean|Byte|Character|Class|Double|Enum|Float|Integer|Long|Number"
              + "|Object|Short|String)|java\\.beans\\.PropertyDescriptor"
              + "|java\\.util\\.(ArrayList|BitSet|Hash(Map|Set|table)|Linked(HashMap|HashSet|List)"
              + "|Properties|Random|Stack|Tree(Map|Set)|Vector)"
              + "|javax\\.swing\\.DefaultListModel|boolean|byte|char|double|float|int|long|short"
              + "|[ZBCDFIJS]);?");

  private final Path file;
  private final List<String> notes = new ArrayList<>();

  private ExperimenterImport(Path file) {
    this.file = file;
  }

  /**
   * An experiment file.
   *
   * @param yaml its text
   * @param notes what the reader should know, one sentence each
   */
  public record Imported(String yaml, List<String> notes) {}

  /**
   * Reads an experiment.
   *
   * @param file a file that the Experimenter saved: {@code .exp}, {@code .xml} or {@code .koml}
   * @param folder the folder of the experiment file, which its paths are relative to
   * @throws ExperimentException if it cannot be read or says what an experiment file cannot say
   */
  public static Imported read(Path file, Path folder) {
    ExperimenterImport reader = new ExperimenterImport(file);
    Experiment experiment = reader.experiment();
    String yaml = reader.yaml(experiment, folder.toAbsolutePath().normalize());
    return new Imported(yaml, List.copyOf(reader.notes));
  }

  private ExperimentException error(String problem) {
    return new ExperimentException(file + ": " + problem);
  }

  private Experiment experiment() {
    if (!Files.isRegularFile(file)) {
      throw error("there is no such file");
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".xml")) {
        checkXml();
        return checked(Experiment.read(file.toString()));
      } else if (name.endsWith(KOML.FILE_EXTENSION)) {
        if (!KOML.isPresent()) {
          throw error(
              "this Java has no KOML library, which Weka needs for .koml files; save it in the"
                  + " Experimenter as .xml or .exp");
        }
        checkXml();
        return checked(Experiment.read(file.toString()));
      } else if (name.endsWith(Experiment.FILE_EXTENSION)) {
        return serialized();
      }
    } catch (ExperimentException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw error(
          "this is no experiment of Weka's Experimenter: "
              + e.getClass().getSimpleName()
              + " "
              + why);
    }
    throw error("the Experimenter's files end with .exp, .xml or .koml");
  }

  /** Weka's XML reader gives nothing for what it does not know. */
  private Experiment checked(Experiment experiment) {
    if (experiment == null || experiment.getDatasets() == null) {
      throw error("this is no experiment of Weka's Experimenter");
    }
    return experiment;
  }

  private Experiment serialized() throws IOException, ClassNotFoundException {
    try (InputStream in = Files.newInputStream(file);
        ObjectInputStream objects = SerializationHelper.getObjectInputStream(in)) {
      objects.setObjectInputFilter(
          info ->
              info.serialClass() == null || ALLOWED.matcher(info.serialClass().getName()).matches()
                  ? ObjectInputFilter.Status.UNDECIDED
                  : allowedSuper(info.serialClass()));
      return (Experiment) objects.readObject();
    }
  }

  /** Lists and the like have superclasses of Swing and of Java's library. */
  private static ObjectInputFilter.Status allowedSuper(Class<?> type) {
    Class<?> at = type;
    while (at.isArray()) {
      at = at.getComponentType();
    }
    String name = at.getName();
    return at.isPrimitive()
            || name.equals("javax.swing.AbstractListModel")
            || name.equals("javax.swing.event.EventListenerList")
        ? ObjectInputFilter.Status.UNDECIDED
        : ObjectInputFilter.Status.REJECTED;
  }

  /** That an XML file names no other files and builds no other classes. */
  private void checkXml() throws IOException {
    String text = Files.readString(file);
    if (text.contains("<!ENTITY") || text.matches("(?s).*<!DOCTYPE[^\\[>]*(SYSTEM|PUBLIC).*")) {
      throw error("the file refers to other files, which is not allowed");
    }
    Matcher found = CLASS.matcher(text);
    while (found.find()) {
      if (!ALLOWED.matcher(found.group(1)).matches()) {
        throw error("the class '" + found.group(1) + "' is none of Weka's");
      }
    }
  }

  private String yaml(Experiment experiment, Path folder) {
    StringBuilder yaml = new StringBuilder();
    String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    yaml.append("# From ").append(quote(file.getFileName().toString()));
    yaml.append(", an experiment of Weka's Experimenter.\n");
    yaml.append("experiment: ").append(quote(name)).append("\nseed: 1\ndata:\n");
    DefaultListModel<?> data = experiment.getDatasets();
    if (data.isEmpty()) {
      throw error("the experiment has no data set");
    }
    for (int i = 0; i < data.size(); i++) {
      yaml.append("  - ").append(quote(path((File) data.get(i), folder))).append('\n');
    }
    int repeats = experiment.getRunUpper() - experiment.getRunLower() + 1;
    if (experiment.getRunLower() != 1) {
      notes.add(
          "the runs "
              + experiment.getRunLower()
              + " to "
              + experiment.getRunUpper()
              + " become the repeats 1 to "
              + repeats
              + ", whose rows are shuffled otherwise");
    }
    ResultProducer producer = experiment.getResultProducer();
    SplitEvaluator evaluator;
    yaml.append("evaluate: ");
    if (producer instanceof CrossValidationResultProducer folds) {
      yaml.append("{ cross-validation: ").append(folds.getNumFolds());
      evaluator = folds.getSplitEvaluator();
    } else if (producer instanceof RandomSplitResultProducer split) {
      if (!split.getRandomizeData()) {
        throw error("a split that keeps the order of the rows has no counterpart");
      }
      yaml.append("{ split: ").append(split.getTrainPercent()).append('%');
      evaluator = split.getSplitEvaluator();
    } else {
      throw error(
          "results by "
              + producer.getClass().getName()
              + " have no counterpart; cross-validation and random splits have");
    }
    yaml.append(", repeats: ").append(Math.max(1, repeats)).append(" }\n");
    boolean numeric = evaluator instanceof RegressionSplitEvaluator;
    yaml.append("metrics: ");
    yaml.append(
        numeric ? "[root-mean-squared-error, correlation]\n" : "[percent-correct, kappa]\n");
    yaml.append("learners:\n");
    learners(experiment, evaluator)
        .forEach(
            (learner, line) ->
                yaml.append("  ")
                    .append(quote(learner))
                    .append(": ")
                    .append(quote(line))
                    .append('\n'));
    yaml.append("rules:\n");
    yaml.append("  - { name: all cells succeed, on: end, expect: \"failures == 0\" }\n");
    return yaml.toString();
  }

  private Map<String, String> learners(Experiment experiment, SplitEvaluator evaluator) {
    List<Object> schemes = new ArrayList<>();
    if (experiment.getUsePropertyIterator()) {
      if (!(experiment.getPropertyArray() instanceof Classifier[])) {
        throw error("the experiment varies something else than the classifier");
      }
      for (int i = 0; i < experiment.getPropertyArrayLength(); i++) {
        schemes.add(experiment.getPropertyArrayValue(i));
      }
    } else if (evaluator instanceof ClassifierSplitEvaluator nominal) {
      schemes.add(nominal.getClassifier());
    } else if (evaluator instanceof RegressionSplitEvaluator regression) {
      schemes.add(regression.getClassifier());
    }
    if (schemes.isEmpty()) {
      throw error("the experiment has no classifier");
    }
    Map<String, String> learners = new LinkedHashMap<>();
    for (Object scheme : schemes) {
      String options =
          scheme instanceof OptionHandler handler ? Utils.joinOptions(handler.getOptions()) : "";
      String base = scheme.getClass().getSimpleName();
      String learner = base;
      for (int i = 2; learners.containsKey(learner); i++) {
        learner = base + i;
      }
      learners.put(learner, (scheme.getClass().getName() + " " + options).strip());
    }
    return learners;
  }

  private String path(File data, Path folder) {
    Path path = data.toPath();
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      notes.add("there is no data file '" + data + "' here; correct its path before running");
    }
    boolean near = absolute.getRoot() != null && absolute.getRoot().equals(folder.getRoot());
    String text = near ? folder.relativize(absolute).toString() : absolute.toString();
    return text.replace(File.separatorChar, '/');
  }

  /** Text in double quotes, as YAML and JSON write it. */
  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c) || c == 0xFEFF || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
