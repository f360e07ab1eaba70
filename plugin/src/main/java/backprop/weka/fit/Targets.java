// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.graph.Shape;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.layer.MemberHeads;
import backprop.engine.layer.SharedScore;
import backprop.engine.loss.Loss;
import backprop.engine.loss.Ordinal;
import backprop.engine.loss.TargetKind;
import backprop.engine.metric.Targets.Form;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.NominalClass;
import backprop.weka.encode.NumericClass;
import backprop.weka.encode.ScaledClass;
import java.util.stream.Collectors;
import weka.core.Attribute;
import weka.core.Instance;
import weka.core.Instances;

/** Which targets and which output layer a loss wants for a class. */
final class Targets {
  private Targets() {}

  /**
   * The class encoder, fitted on the training rows.
   *
   * @throws IllegalArgumentException when the loss does not suit the class or one of its values
   */
  static ClassEncoder encoder(Instances data, int[] rows, Loss loss) {
    boolean nominal = data.classAttribute().isNominal();
    if (!suits(loss, nominal)) {
      throw refusal(
          loss,
          loss.kind() == TargetKind.LABELS
              ? "several labels in each row"
              : "a " + (nominal ? "numeric" : "nominal") + " class",
          "'" + data.classAttribute().name() + "' is " + (nominal ? "nominal" : "numeric"),
          nominal);
    }
    ClassEncoder encoder =
        nominal ? nominal(data.numClasses(), loss.kind()) : numeric(data, rows, loss);
    try {
      loss.target(Shape.of(loss.outputs(encoder.targets())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option -loss: " + e.getMessage(), e);
    }
    return encoder;
  }

  /**
   * The output layer: classes in an order share one score, so that their boundaries are parallel,
   * unless there are members, of which each has its own.
   */
  static Layer outputLayer(Loss loss, ClassEncoder encoder, boolean members) {
    int outputs = loss.outputs(encoder.targets());
    if (members) {
      return new MemberHeads(outputs);
    }
    return loss instanceof Ordinal ? new SharedScore(outputs) : new Dense(outputs);
  }

  /** Whether a loss is for this type of class. */
  private static boolean suits(Loss loss, boolean nominal) {
    return switch (loss.kind()) {
      case CLASS, ANSWERS, SHARES, DIRECTION -> nominal;
      // one output for each class, which learns whether it is that one
      case NUMBERS -> !nominal || loss.outputs(2) == 2;
      case NONZERO, RATES, NONNEGATIVE -> !nominal;
      case LABELS -> false;
    };
  }

  private static ClassEncoder nominal(int classes, TargetKind kind) {
    return new NominalClass(
        classes,
        switch (kind) {
          case CLASS -> NominalClass.Form.INDEX;
          case SHARES, DIRECTION -> NominalClass.Form.ONE_HOT;
          default -> classes == 2 ? NominalClass.Form.SINGLE : NominalClass.Form.ONE_HOT;
        });
  }

  private static ClassEncoder numeric(Instances data, int[] rows, Loss loss) {
    return switch (loss.kind()) {
      case NONZERO -> {
        check(data, loss);
        yield ScaledClass.fit(data, rows);
      }
      case RATES -> {
        check(data, loss);
        yield ScaledClass.fit(data, rows);
      }
      case NONNEGATIVE -> {
        check(data, loss);
        yield new ScaledClass(1);
      }
      default -> NumericClass.fit(data, rows);
    };
  }

  private static void check(Instances data, Loss loss) {
    for (int i = 0; i < data.numInstances(); i++) {
      Supervision.goOn();
      Instance x = data.instance(i);
      if (!x.classIsMissing() && x.weight() > 0) {
        check(x, i, data.classAttribute(), loss);
      }
    }
  }

  /**
   * Checks the class value of a row that counts.
   *
   * @param row its number from 0
   * @throws IllegalArgumentException when the loss is not for this value
   */
  static void check(Instance x, int row, Attribute attribute, Loss loss) {
    double y = x.classValue();
    String needed =
        switch (loss.kind()) {
          case NONZERO -> y != 0 ? null : "class values other than 0";
          case RATES -> y >= 0 ? null : "class values from 0";
          case NONNEGATIVE ->
              y >= 0 && y <= ScaledClass.LIMIT ? null : "class values from 0 to 1e18";
          default -> null;
        };
    if (needed != null) {
      String found = "'" + attribute.name() + "' is " + y + " in row " + (row + 1);
      throw refusal(loss, needed, found, false);
    }
  }

  private static IllegalArgumentException refusal(
      Loss loss, String needed, String found, boolean nominal) {
    String others =
        Catalogs.texts().catalog(Loss.class).entries().stream()
            .filter(e -> suits(e.prototype(), nominal))
            .filter(e -> e.prototype().kind() != loss.kind() || !suits(loss, nominal))
            .map(Entry::name)
            .collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "option -loss is '"
            + Catalogs.print(Loss.class, loss)
            + "', which needs "
            + needed
            + ", but "
            + found
            + ": for such a class there are "
            + others);
  }

  /** What these targets mean to metrics and augmentations. */
  static backprop.engine.metric.Targets meaning(ClassEncoder encoder) {
    if (encoder instanceof NumericClass c) {
      return new backprop.engine.metric.Targets(Form.NUMBERS, c.deviation());
    }
    if (encoder instanceof ScaledClass c) {
      return new backprop.engine.metric.Targets(Form.NUMBERS, c.scale());
    }
    return backprop.engine.metric.Targets.classes(
        switch (((NominalClass) encoder).form()) {
          case INDEX -> Form.INDEX;
          case ONE_HOT -> Form.ONE_HOT;
          case SINGLE -> Form.SINGLE;
        });
  }
}
