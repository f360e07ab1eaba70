// SPDX-License-Identifier: GPL-3.0-or-later
package weka.classifiers.functions;

import backprop.weka.BackpropClassifier;

/** {@link BackpropClassifier} under the name that Weka's users see. */
public class BackpropNetwork extends BackpropClassifier {
  private static final long serialVersionUID = 1L;

  /** What Weka shows about the classifier. */
  public String globalInfo() {
    return "A neural network that is trained by backpropagation with minibatches: layers of any"
        + " number and kind, modern optimizers and learning rate schedules, early stopping on a"
        + " stratified validation part. Numeric attributes are standardized and nominal ones"
        + " become one column a value, fitted on the training part only; missing values are 0"
        + " and, where the training part has some, flagged by a column of their own. Instance"
        + " weights count as repetitions. The same seed gives the same network, whatever the"
        + " number of threads.\n\nFor more information see\n\n"
        + getTechnicalInformation();
  }

  /** Runs the classifier on the command line: {@code -t data.arff}. */
  public static void main(String[] args) {
    runClassifier(new BackpropNetwork(), args);
  }
}
