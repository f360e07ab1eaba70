// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.statistics.CellTable;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import backprop.experiments.statistics.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.core.Instances;
import weka.core.Randomizable;
import weka.core.SerializationHelper;

/**
 * Trains the best configuration on all rows of its data set and saves it as Weka saves models, with
 * the header of the data: for {@code -l} on Weka's command line and the Explorer's "Load model".
 */
final class BestModels {
  private final Plan plan;

  BestModels(Plan plan) {
    this.plan = plan;
  }

  /**
   * Saves one model a data set; with several, the data set's name is added to the file's.
   *
   * @return one sentence a data set
   * @throws RecordException if a model cannot be trained or written
   */
  List<String> save(ExperimentResults results) {
    CellTable cells = CellTable.of(results);
    Metric metric = Metrics.named(results.metrics().get(0));
    List<String> notes = new ArrayList<>();
    for (LoadedData set : plan.data()) {
      PlannedConfiguration best = null;
      double value = Double.NaN;
      for (PlannedConfiguration planned : plan.configurations()) {
        Sample sample = cells.sample(set.info().name(), planned.configuration().name(), metric);
        if (sample.incomplete().isEmpty()
            && (best == null || metric.direction().gain(sample.mean(), value) > 0)) {
          best = planned;
          value = sample.mean();
        }
      }
      if (best == null) {
        notes.add("no model of " + set.info().name() + ": no configuration is complete there");
        continue;
      }
      Path file = file(set.info().name());
      save(best, set, file);
      notes.add(
          "saved %s, trained on all %d rows of %s: %s"
              .formatted(
                  best.configuration().name(), set.rows().numInstances(), set.info().name(), file));
    }
    return notes;
  }

  private Path file(String dataSet) {
    Path path = plan.file().output().path().resolve(plan.file().output().saveBest());
    if (plan.data().size() == 1) {
      return path;
    }
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String start = dot > 0 ? name.substring(0, dot) : name;
    String ending = dot > 0 ? name.substring(dot) : "";
    String safe = dataSet.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    return path.resolveSibling(start + "-" + safe + ending);
  }

  private void save(PlannedConfiguration planned, LoadedData set, Path file) {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    try {
      Classifier classifier = AbstractClassifier.makeCopy(planned.template());
      if (planned.derivesSeed() && classifier instanceof Randomizable randomizable) {
        randomizable.setSeed(Seeds.classifier(plan.file().seed(), 0, 0));
      }
      Instances rows = new Instances(set.rows());
      rows.deleteWithMissingClass();
      classifier.buildClassifier(rows);
      Files.createDirectories(file.toAbsolutePath().getParent());
      SerializationHelper.writeAll(
          aside.toString(), new Object[] {classifier, new Instances(set.rows(), 0)});
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (Exception e) {
      try {
        Files.deleteIfExists(aside);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw new RecordException(
          "cannot save the model %s of %s: %s"
              .formatted(file, planned.configuration().name(), Schemes.sentence(e)),
          e);
    }
  }
}
