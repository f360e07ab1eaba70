// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;

/** Minimizers by the option -optimizer: they learn real data, whatever the number of threads. */
@Tag("once")
class MinimizersTest {
  private static final String HIDDEN =
      "-layers dense(6,tanh) -regularizer l2(0.003) -V 0 -N 60 -optimizer ";

  private static final String TINY = "-layers dense(2,tanh) -V 0 -N 60 -optimizer ";

  private static Evaluation folds(int count, String options, Instances data) throws Exception {
    Evaluation e = new Evaluation(data);
    e.crossValidateModel(TestData.network(options), data, count, new Random(1));
    return e;
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "conjugate-gradient", "newton-cg", "levenberg-marquardt"})
  void thoseWithGradientsLearnIris(String minimizer) throws Exception {
    Evaluation e = folds(10, HIDDEN + minimizer, TestData.iris());
    assertTrue(e.pctCorrect() >= 94, minimizer + ": " + e.pctCorrect());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "newton-cg", "levenberg-marquardt"})
  void thoseWithGradientsLearnCpu(String minimizer) throws Exception {
    Evaluation e = folds(10, HIDDEN + minimizer, TestData.cpu());
    assertTrue(e.correlationCoefficient() > 0.9, minimizer + ": " + e.correlationCoefficient());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cma-es", "genetic"})
  void thoseWithoutGradientsAreFarAboveTheMostFrequentClass(String minimizer) throws Exception {
    Evaluation e = folds(3, TINY + minimizer, TestData.iris());
    assertTrue(e.pctCorrect() > 60, minimizer + ": " + e.pctCorrect());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lbfgs",
        "conjugate-gradient",
        "newton-cg",
        "levenberg-marquardt",
        "cma-es",
        "genetic"
      })
  void theNumberOfThreadsChangesNothing(String minimizer) throws Exception {
    Instances data = TestData.mixed(160, false, 5);
    String options = "-layers dense(3,tanh) -N 6 -optimizer " + minimizer + " -threads ";
    float[] one = TestData.built(options + 1, data).model().orElseThrow().parameters();
    float[] two = TestData.built(options + 2, data).model().orElseThrow().parameters();
    assertArrayEquals(one, two);
  }

  /** The second derivatives of a loss of rows: focal is not convex in the outputs. */
  @Test
  void newtonGoesWithALossOfRows() throws Exception {
    Evaluation e = folds(5, HIDDEN + "newton-cg -loss focal(2)", TestData.iris());
    assertTrue(e.pctCorrect() >= 90, "" + e.pctCorrect());
  }

  @Test
  void theSummaryNamesTheMinimizer() throws Exception {
    BackpropNetwork n = TestData.built(HIDDEN + "lbfgs(memory=5)", TestData.iris());
    assertTrue(n.toString().contains("lbfgs(memory=5)"), n.toString());
  }
}
