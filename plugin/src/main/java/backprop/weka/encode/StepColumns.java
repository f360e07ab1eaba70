// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import weka.core.Instance;
import weka.core.Instances;

/**
 * A relational attribute as a sequence: each of its rows is a step, encoded like a row of a table,
 * with a 1 in front; steps behind the end of a short sequence are all 0. Of a longer one than there
 * are steps, the last ones are kept.
 */
public final class StepColumns implements ContentColumns {
  static final int TAG = 9;

  private final InputEncoder step;
  private final int steps;

  /**
   * @param step how a step is encoded
   * @param steps number of steps, from 1
   */
  public StepColumns(InputEncoder step, int steps) {
    this.step = step;
    this.steps = steps;
  }

  /** Fits the encoder of a step on all steps of training rows; each has the weight of its row. */
  static StepColumns fit(Instances data, int[] rows, int attribute, int steps) {
    Instances all = new Instances(data.attribute(attribute).relation(), 0);
    all.setClassIndex(-1);
    int longest = 1;
    for (int r : rows) {
      AttributeStatistics.goOn();
      Instance x = data.instance(r);
      if (x.isMissing(attribute)) {
        continue;
      }
      Instances relation = x.relationalValue(attribute);
      longest = Math.max(longest, relation.numInstances());
      for (int s = 0; s < relation.numInstances(); s++) {
        Instance each = (Instance) relation.instance(s).copy();
        each.setWeight(x.weight());
        all.add(each);
      }
    }
    int[] every = IntStream.range(0, all.numInstances()).toArray();
    try {
      return new StepColumns(
          InputEncoder.fit(all, every, Encoding.table()), steps == 0 ? longest : steps);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the relation '" + data.attribute(attribute).name() + "': " + e.getMessage(), e);
    }
  }

  private int features() {
    return step.columns() + 1;
  }

  /** Checks that the steps have the attributes that they were fitted on. */
  void check(Instances relation) {
    step.check(relation);
  }

  @Override
  public InputForm.Block block() {
    return new InputForm.Block(InputForm.Kind.STEPS, 0, List.of(steps, features()), 0);
  }

  @Override
  public String describe() {
    return steps
        + (steps == 1 ? " step of " : " steps of ")
        + step.columns()
        + (step.columns() == 1 ? " number" : " numbers")
        + " and one that says that the step is there";
  }

  @Override
  public int columns() {
    return Math.multiplyExact(steps, features());
  }

  @Override
  public float nothing() {
    return 0;
  }

  @Override
  public void encode(Instance x, int attribute, float[] row, int at) {
    Arrays.fill(row, at, at + columns(), 0);
    if (x.isMissing(attribute)) {
      return;
    }
    Instances relation = x.relationalValue(attribute);
    int from = Math.max(0, relation.numInstances() - steps);
    for (int s = from; s < relation.numInstances(); s++) {
      int place = at + (s - from) * features();
      row[place] = 1;
      try {
        step.encode(relation.instance(s), 0, row, place + 1);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "its step " + (s + 1) + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeInt(steps);
    step.write(out);
  }

  static StepColumns read(DataInput in) throws IOException {
    int steps = in.readInt();
    if (steps < 1) {
      throw new IOException("the model is damaged: sequences of " + steps + " steps");
    }
    return new StepColumns(InputEncoder.read(in), steps);
  }
}
