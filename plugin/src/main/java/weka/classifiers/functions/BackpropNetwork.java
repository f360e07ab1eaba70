// SPDX-License-Identifier: GPL-3.0-or-later
package weka.classifiers.functions;

import backprop.weka.BackpropClassifier;

/** The placeholder under the name that Weka shows. */
public class BackpropNetwork extends BackpropClassifier {
  private static final long serialVersionUID = 1L;

  public static void main(String[] args) {
    runClassifier(new BackpropNetwork(), args);
  }
}
