// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import backprop.weka.WekaReference;
import weka.attributeSelection.ASEvaluation;
import weka.attributeSelection.ASSearch;
import weka.attributeSelection.AbstractEvaluatorTest;
import weka.attributeSelection.BackpropAttributeEval;
import weka.attributeSelection.Ranker;

/** Weka's tests of attribute evaluators. */
public class AttributeEvalWekaTest extends AbstractEvaluatorTest {
  public AttributeEvalWekaTest(String name) {
    super(name);
  }

  @Override
  public ASSearch getSearch() {
    return new Ranker();
  }

  @Override
  public ASEvaluation getEvaluator() {
    BackpropAttributeEval eval = new BackpropAttributeEval();
    eval.setRepeats(1);
    eval.getNetwork().setEpochs(2);
    return eval;
  }

  @Override
  public void testRegression() throws Exception {
    WekaReference.check(getClass(), super::testRegression);
  }
}
