// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.experimenter;

import backprop.experiments.file.Evaluation;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.LoadedData;
import backprop.experiments.run.Plan;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.swing.DefaultListModel;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.core.Randomizable;
import weka.core.Utils;
import weka.experiment.ClassifierSplitEvaluator;
import weka.experiment.CrossValidationResultProducer;
import weka.experiment.Experiment;
import weka.experiment.InstancesResultListener;
import weka.experiment.PropertyNode;
import weka.experiment.RandomSplitResultProducer;
import weka.experiment.RegressionSplitEvaluator;
import weka.experiment.ResultProducer;
import weka.experiment.SplitEvaluator;

/**
 * Turns a plan into an experiment of Weka's Experimenter, of the kind that its simple setup panel
 * makes and opens: one classifier a configuration.
 */
public final class ExperimenterExport {
  private final Plan plan;
  private final List<String> notes = new ArrayList<>();

  private ExperimenterExport(Plan plan) {
    this.plan = plan;
  }

  /**
   * Writes an experiment, aside and then moved.
   *
   * @param file where to: its ending, {@code .exp} or {@code .xml}, says in which form
   * @return what the reader should know, one sentence each
   * @throws ExperimentException if the Experimenter cannot say what the plan says
   */
  public static List<String> write(Plan plan, Path file) {
    ExperimenterExport writer = new ExperimenterExport(plan);
    String name = file.getFileName().toString();
    String ending = name.toLowerCase(Locale.ROOT).endsWith(".xml") ? ".xml" : ".exp";
    if (!name.toLowerCase(Locale.ROOT).endsWith(ending)) {
      throw new ExperimentException(file + ": the Experimenter's files end with .exp or .xml");
    }
    Experiment experiment = writer.experiment(name.substring(0, name.length() - 4));
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path aside = Files.createTempFile(folder, "export", ending);
      try {
        Experiment.write(aside.toString(), experiment);
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (Exception e) {
      throw new ExperimentException(file + ": cannot be written: " + e, e);
    }
    return List.copyOf(writer.notes);
  }

  private ExperimentException error(String problem) {
    return new ExperimentException(plan.file().shown() + ": " + problem);
  }

  private Experiment experiment(String name) {
    Evaluation evaluation = plan.file().evaluation();
    Experiment experiment = new Experiment();
    experiment.setRunLower(1);
    experiment.setRunUpper(evaluation.repeats());
    experiment.setNotes("Exported from the experiment " + plan.file().name());
    DefaultListModel<File> data = new DefaultListModel<>();
    for (LoadedData set : plan.data()) {
      if (set.rows().classIndex() != set.rows().numAttributes() - 1) {
        throw error(
            "the Experimenter takes the last attribute as the class, in '"
                + set.info().file()
                + "' it is '"
                + set.info().classAttribute()
                + "'");
      }
      data.addElement(set.spec().path().toFile());
    }
    experiment.setDatasets(data);
    boolean nominal = plan.data().get(0).info().classes() > 0;
    if (plan.data().stream().anyMatch(set -> set.info().classes() > 0 != nominal)) {
      throw error(
          "the Experimenter takes data sets with nominal classes or numeric ones, not both");
    }
    SplitEvaluator evaluator =
        nominal ? new ClassifierSplitEvaluator() : new RegressionSplitEvaluator();
    ResultProducer producer = producer(evaluation, evaluator);
    experiment.setResultProducer(producer);
    Classifier[] classifiers = classifiers();
    try {
      Class<?> type = evaluator.getClass();
      PropertyDescriptor split = new PropertyDescriptor("splitEvaluator", producer.getClass());
      PropertyDescriptor classifier = new PropertyDescriptor("classifier", type);
      experiment.setPropertyPath(
          new PropertyNode[] {
            new PropertyNode(evaluator, split, producer.getClass()),
            new PropertyNode(classifiers[0], classifier, type)
          });
    } catch (IntrospectionException e) {
      throw new IllegalStateException(e);
    }
    experiment.setUsePropertyIterator(true);
    experiment.setPropertyArray(classifiers);
    InstancesResultListener listener = new InstancesResultListener();
    listener.setOutputFile(new File(name + ".arff"));
    experiment.setResultListener(listener);
    if (plan.file().seed() != 1) {
      notes.add(
          "the Experimenter shuffles by the number of the run: only with seed 1 are its folds those"
              + " of this file");
    }
    return experiment;
  }

  private ResultProducer producer(Evaluation evaluation, SplitEvaluator evaluator) {
    if (evaluation instanceof Evaluation.CrossValidation cross) {
      CrossValidationResultProducer producer = new CrossValidationResultProducer();
      producer.setNumFolds(cross.folds());
      producer.setSplitEvaluator(evaluator);
      return producer;
    } else if (evaluation instanceof Evaluation.Split split) {
      RandomSplitResultProducer producer = new RandomSplitResultProducer();
      producer.setTrainPercent(split.percent());
      producer.setRandomizeData(true);
      producer.setSplitEvaluator(evaluator);
      return producer;
    }
    throw error("the Experimenter has no evaluation on a test file");
  }

  private Classifier[] classifiers() {
    List<Classifier> all = new ArrayList<>();
    boolean seeded = false;
    for (Configuration configuration : plan.configurationsOnly()) {
      try {
        Classifier classifier =
            AbstractClassifier.forName(
                configuration.scheme(), Utils.splitOptions(configuration.options()));
        seeded |= classifier instanceof Randomizable;
        all.add(classifier);
      } catch (Exception e) {
        throw error("'" + configuration.name() + "' cannot be made anew: " + e.getMessage());
      }
    }
    if (seeded) {
      notes.add(
          "the Experimenter gives a classifier the same seed in every fold, where backprop run"
              + " gives each fold its own unless the file sets one");
    }
    return all.toArray(Classifier[]::new);
  }
}
