// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.graph.Shape;
import backprop.engine.loss.BinaryCrossEntropy;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.metric.Targets.Form;
import backprop.engine.network.Catalogs;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.NominalClass;
import backprop.weka.encode.NumericClass;
import weka.core.Instances;

/** Which targets a loss wants for a class. */
final class Targets {
  private Targets() {}

  /**
   * The class encoder, fitted on the training rows.
   *
   * @throws IllegalArgumentException when the loss is for a nominal class and the class is numeric
   */
  static ClassEncoder encoder(Instances data, int[] rows, Loss loss) {
    if (!data.classAttribute().isNominal()) {
      if (loss instanceof CrossEntropy || loss instanceof BinaryCrossEntropy) {
        throw new IllegalArgumentException(
            "option -loss is '"
                + Catalogs.print(Loss.class, loss)
                + "', which needs a nominal class, but '"
                + data.classAttribute().name()
                + "' is numeric: take mean-squared-error, mean-absolute-error or huber");
      }
      return NumericClass.fit(data, rows);
    }
    int classes = data.numClasses();
    int probe = classes + 1;
    boolean index = loss.target(Shape.of(probe)).elements() == 1;
    NominalClass.Form form =
        index
            ? NominalClass.Form.INDEX
            : classes == 2 ? NominalClass.Form.SINGLE : NominalClass.Form.ONE_HOT;
    return new NominalClass(classes, form);
  }

  /** What these targets mean to metrics and augmentations. */
  static backprop.engine.metric.Targets meaning(ClassEncoder encoder) {
    if (encoder instanceof NumericClass c) {
      return new backprop.engine.metric.Targets(Form.NUMBERS, c.deviation());
    }
    return backprop.engine.metric.Targets.classes(
        switch (((NominalClass) encoder).form()) {
          case INDEX -> Form.INDEX;
          case ONE_HOT -> Form.ONE_HOT;
          case SINGLE -> Form.SINGLE;
        });
  }
}
