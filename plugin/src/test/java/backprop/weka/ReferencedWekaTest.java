// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import weka.classifiers.AbstractClassifierTest;
import weka.classifiers.evaluation.NominalPrediction;
import weka.classifiers.evaluation.NumericPrediction;
import weka.classifiers.evaluation.Prediction;
import weka.core.Instances;

/**
 * Weka's tests with committed reference files. Weka writes a reference that is missing and passes;
 * here a missing one fails, and the file that was written is there to be looked at and committed.
 *
 * <p>The references have five digits: kernels that add in another order change the last bits of a
 * float, and that is no regression.
 */
abstract class ReferencedWekaTest extends AbstractClassifierTest {
  private static final MathContext DIGITS = new MathContext(5);

  ReferencedWekaTest(String name) {
    super(name);
    WekaReference.use();
  }

  @Override
  protected ArrayList<Prediction> useClassifier(Instances data) throws Exception {
    ArrayList<Prediction> rounded = new ArrayList<>();
    for (Prediction p : super.useClassifier(data)) {
      if (p instanceof NominalPrediction n) {
        double[] distribution =
            Arrays.stream(n.distribution()).map(d -> Math.rint(d * 1e5) / 1e5).toArray();
        rounded.add(new NominalPrediction(n.actual(), distribution, n.weight()));
      } else {
        double predicted = new BigDecimal(p.predicted()).round(DIGITS).doubleValue();
        rounded.add(new NumericPrediction(p.actual(), predicted, p.weight()));
      }
    }
    return rounded;
  }

  @Override
  public void testRegression() throws Exception {
    WekaReference.check(getClass(), super::testRegression);
  }
}
