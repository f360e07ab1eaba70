// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.util.List;
import weka.classifiers.Classifier;
import weka.classifiers.evaluation.Prediction;
import weka.core.Instances;
import weka.experiment.ClassifierSplitEvaluator;
import weka.experiment.RegressionSplitEvaluator;
import weka.experiment.SplitEvaluator;

/**
 * The two evaluators of Weka's Experimenter with access to what they keep to themselves. They are
 * extended because Weka hands out the trained classifier and the predictions to subclasses only.
 */
final class Evaluators {
  private Evaluators() {}

  /** An evaluator and what it did last. */
  interface Open {
    SplitEvaluator evaluator();

    Classifier trained();

    List<Prediction> predictions();
  }

  /**
   * The evaluator that suits the class attribute. It leaves the sizes to {@link SerializedSize},
   * because a model that cannot be serialized can be judged all the same.
   */
  static Open of(Classifier classifier, Instances rows) {
    if (rows.classAttribute().isNominal()) {
      Classification evaluator = new Classification();
      evaluator.setClassifier(classifier);
      evaluator.setNoSizeDetermination(true);
      return evaluator;
    }
    Regression evaluator = new Regression();
    evaluator.setClassifier(classifier);
    evaluator.setNoSizeDetermination(true);
    return evaluator;
  }

  private static final class Classification extends ClassifierSplitEvaluator implements Open {
    private static final long serialVersionUID = 1L;

    @Override
    public SplitEvaluator evaluator() {
      return this;
    }

    @Override
    public Classifier trained() {
      return m_Classifier;
    }

    @Override
    public List<Prediction> predictions() {
      return m_Evaluation.predictions();
    }
  }

  private static final class Regression extends RegressionSplitEvaluator implements Open {
    private static final long serialVersionUID = 1L;

    /** As Weka's, which also prints a line to the error stream at every call. */
    @Override
    public void setClassifier(Classifier classifier) {
      m_Template = classifier;
      updateOptions();
    }

    @Override
    public SplitEvaluator evaluator() {
      return this;
    }

    @Override
    public Classifier trained() {
      return m_Classifier;
    }

    @Override
    public List<Prediction> predictions() {
      return m_Evaluation.predictions();
    }
  }
}
