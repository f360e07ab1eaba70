// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.Evaluation;
import java.util.Random;
import weka.core.Instances;
import weka.core.Utils;

/**
 * Makes the training and test rows of cells as the result producers of Weka's Experimenter make
 * them. One per worker: it goes on from the fold it made last.
 */
final class Splitter {
  /** Training and test rows of a cell. */
  record Rows(Instances train, Instances test) {}

  private final Evaluation evaluation;
  private final long seed;

  private LoadedData data;
  private int repeat;
  private Instances shuffled;
  private Random random;
  private int next;
  private Rows latest;

  Splitter(Evaluation evaluation, long seed) {
    this.evaluation = evaluation;
    this.seed = seed;
  }

  /** The rows of a fold, both from 1. */
  Rows rows(LoadedData wanted, int wantedRepeat, int fold) {
    if (evaluation instanceof Evaluation.CrossValidation folds) {
      return fold(wanted, wantedRepeat, fold, folds.folds());
    } else if (evaluation instanceof Evaluation.Split split) {
      return split(wanted.rows(), split.percent(), new Random(Seeds.rows(seed, wantedRepeat)));
    }
    return new Rows(new Instances(wanted.rows()), new Instances(wanted.test()));
  }

  /**
   * As weka.experiment.CrossValidationResultProducer: each training part is shuffled with the
   * random numbers that the folds before it have left, so those are replayed.
   */
  private Rows fold(LoadedData wanted, int wantedRepeat, int fold, int folds) {
    if (data == wanted && repeat == wantedRepeat && next == fold + 1 && latest != null) {
      return new Rows(new Instances(latest.train()), new Instances(latest.test()));
    }
    if (data != wanted || repeat != wantedRepeat || next > fold) {
      data = wanted;
      repeat = wantedRepeat;
      shuffled = new Instances(wanted.rows());
      random = new Random(Seeds.rows(seed, wantedRepeat));
      shuffled.randomize(random);
      if (shuffled.classAttribute().isNominal()) {
        shuffled.stratify(folds);
      }
      next = 1;
    }
    Instances train = null;
    for (; next <= fold; next++) {
      train = shuffled.trainCV(folds, next - 1, random);
    }
    latest = new Rows(train, shuffled.testCV(folds, fold - 1));
    return new Rows(new Instances(latest.train()), new Instances(latest.test()));
  }

  /** As weka.experiment.RandomSplitResultProducer. */
  private static Rows split(Instances all, double percent, Random random) {
    Instances rows = new Instances(all);
    rows.randomize(random);
    if (!rows.classAttribute().isNominal()) {
      int size = Utils.probRound(rows.numInstances() * percent / 100, random);
      return new Rows(
          new Instances(rows, 0, size), new Instances(rows, size, rows.numInstances() - size));
    }
    Instances train = new Instances(rows, rows.numInstances());
    Instances test = new Instances(rows, rows.numInstances());
    for (int label = 0; label <= rows.numClasses(); label++) {
      Instances part = new Instances(rows, 10);
      for (int r = 0; r < rows.numInstances(); r++) {
        boolean missing = rows.instance(r).classIsMissing();
        if (missing ? label == rows.numClasses() : label == (int) rows.instance(r).classValue()) {
          part.add(rows.instance(r));
        }
      }
      int size = Utils.probRound(part.numInstances() * percent / 100, random);
      for (int r = 0; r < part.numInstances(); r++) {
        (r < size ? train : test).add(part.instance(r));
      }
    }
    train.randomize(random);
    test.randomize(random);
    return new Rows(train, test);
  }
}
