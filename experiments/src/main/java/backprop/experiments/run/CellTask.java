// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.cluster.Cluster;
import backprop.experiments.file.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Optional;
import weka.classifiers.Classifier;

/**
 * A cell on its way to another machine, without its data set.
 *
 * @param configuration its configuration
 * @param classifier the untrained classifier, serialized
 * @param derivesSeed as in {@link PlannedConfiguration}
 * @param setsThreads as in {@link PlannedConfiguration}
 * @param repeat the repeat, from 1
 * @param fold the fold, from 1
 * @param part part of the planned epochs that it runs
 * @param waiting the name under which its training waits for more epochs, or null
 * @param key its key
 * @param checkpoint the waiting training, or null
 */
record CellTask(
    Configuration configuration,
    byte[] classifier,
    boolean derivesSeed,
    boolean setsThreads,
    int repeat,
    int fold,
    double part,
    String waiting,
    String key,
    byte[] checkpoint)
    implements Cluster.Task<SharedData, CellReply> {

  static CellTask of(Cell cell, byte[] classifier, byte[] checkpoint) {
    PlannedConfiguration planned = cell.configuration();
    return new CellTask(
        planned.configuration(),
        classifier,
        planned.derivesSeed(),
        planned.setsThreads(),
        cell.repeat(),
        cell.fold(),
        cell.part(),
        cell.waiting().orElse(null),
        cell.key(),
        checkpoint);
  }

  @Override
  public CellReply run(SharedData shared) {
    return shared.run(this);
  }

  /** The cell again, on the machine that it has come to. */
  Cell cell(LoadedData data) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(classifier))) {
      Classifier template = (Classifier) in.readObject();
      return new Cell(
          data,
          new PlannedConfiguration(configuration, template, derivesSeed, setsThreads, Place.none()),
          repeat,
          fold,
          part,
          Optional.ofNullable(waiting),
          key);
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(
          "the classifier of '" + configuration.name() + "' cannot be read", e);
    }
  }
}
