// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.weka.BackpropClassifier;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;

/**
 * A network that is trained before Weka's evaluators see it: they copy a classifier and build it,
 * and building leaves this one as it is.
 */
final class SteppedNetwork extends BackpropNetwork {
  private static final long serialVersionUID = 1L;

  private boolean trained;

  /** An untrained network with the options of another one. */
  static SteppedNetwork like(BackpropClassifier network) throws Exception {
    SteppedNetwork copy = new SteppedNetwork();
    copy.setOptions(network.getOptions());
    return copy;
  }

  /** Says whether it is trained. */
  void trained(boolean is) {
    trained = is;
  }

  @Override
  public void buildClassifier(Instances data) throws Exception {
    if (!trained) {
      super.buildClassifier(data);
    }
  }
}
