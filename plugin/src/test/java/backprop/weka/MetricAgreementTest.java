// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.model.EpochRecord;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;

/** A metric of the engine is the number that Weka's Evaluation gives for the same predictions. */
class MetricAgreementTest {
  /** Rows of different weights. */
  private static Instances weighted(Instances data) {
    for (int i = 0; i < data.numInstances(); i++) {
      data.instance(i).setWeight(0.5 + i % 4);
    }
    return data;
  }

  /** Without validation rows the last epoch is judged by the weights that the model has. */
  private static void check(
      String metric, String options, Instances data, ToDoubleFunction<Evaluation> weka)
      throws Exception {
    BackpropNetwork n =
        TestData.built("-N 4 -V 0 -layers dense(4,tanh) " + options + " -metric " + metric, data);
    List<EpochRecord> history = n.model().orElseThrow().how().history();
    Evaluation e = new Evaluation(data);
    e.evaluateModel(n, data);
    double expected = weka.applyAsDouble(e);
    double found = history.get(history.size() - 1).score();
    assertEquals(expected, found, 2e-5 * Math.max(1, Math.abs(expected)), metric + options);
  }

  private static double mean(Instances data, ToDoubleFunction<Integer> ofClass) {
    double sum = 0;
    for (int c = 0; c < data.numClasses(); c++) {
      sum += ofClass.applyAsDouble(c);
    }
    return sum / data.numClasses();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-loss mean-squared-error",
        "-loss binary-cross-entropy",
        "-class-weights 1,2,3"
      })
  void ofThreeClasses(String options) throws Exception {
    Instances data = TestData.mixed(150, false, 3);
    if (!options.startsWith("-class-weights")) {
      weighted(data);
      check("accuracy", options, data, e -> e.pctCorrect() / 100);
      check("error-rate", options, data, Evaluation::errorRate);
      if (!options.contains("squared")) {
        // Probabilities of 0 are limited otherwise by Weka.
        check("log-loss", options, data, e -> e.SFMeanSchemeEntropy() * Math.log(2));
      }
      check("kappa", options, data, Evaluation::kappa);
      check("auc", options, data, e -> mean(data, e::areaUnderROC));
      check("f1", options, data, Evaluation::unweightedMacroFmeasure);
      check(
          "brier",
          options,
          data,
          e -> e.rootMeanSquaredError() * e.rootMeanSquaredError() * data.numClasses());
    }
    check("balanced-accuracy", options, data, e -> mean(data, e::truePositiveRate));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-loss mean-squared-error"})
  void ofTwoClasses(String options) throws Exception {
    Instances three = weighted(TestData.mixed(200, false, 4));
    Instances data = new Instances(three, 0);
    for (int i = 0; i < three.numInstances(); i++) {
      if (three.instance(i).classValue() < 2) {
        data.add(three.instance(i));
      }
    }
    three.setClassIndex(0);
    data.setClassIndex(0);
    data.deleteAttributeAt(data.numAttributes() - 1);
    data.setClassIndex(2);
    assertEquals(2, data.numClasses());
    data.deleteWithMissingClass();
    check("mcc", options, data, e -> e.matthewsCorrelationCoefficient(1));
    check("auc", options, data, e -> e.areaUnderROC(1));
    check("brier", options, data, e -> 2 * Math.pow(e.rootMeanSquaredError(), 2));
  }

  @Test
  void ofNumbers() throws Exception {
    Instances data = weighted(TestData.mixed(150, true, 3));
    for (int i = 0; i < data.numInstances(); i++) {
      data.instance(i).setClassValue(1000 + 50 * data.instance(i).classValue());
    }
    check("rmse", "", data, Evaluation::rootMeanSquaredError);
    check("mae", "", data, Evaluation::meanAbsoluteError);
    check(
        "correlation",
        "",
        data,
        e -> {
          try {
            return e.correlationCoefficient();
          } catch (Exception x) {
            throw new IllegalStateException(x);
          }
        });
    double variance = variance(data);
    check("r2", "", data, e -> 1 - e.rootMeanSquaredError() * e.rootMeanSquaredError() / variance);
    assertTrue(variance > 1000);
  }

  private static double variance(Instances data) {
    double weight = data.sumOfWeights();
    double mean = 0;
    for (int i = 0; i < data.numInstances(); i++) {
      mean += data.instance(i).weight() / weight * data.instance(i).classValue();
    }
    double variance = 0;
    for (int i = 0; i < data.numInstances(); i++) {
      double d = data.instance(i).classValue() - mean;
      variance += data.instance(i).weight() / weight * d * d;
    }
    return variance;
  }
}
