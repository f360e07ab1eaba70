// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a training run has come: what schedules read. One object per run, moved on by the
 * trainer, so that a step allocates nothing.
 */
public final class Progress {
  private final int stepsPerEpoch;
  private final int epochs;
  private long step;
  private double[] validationLosses = new double[16];
  private int validated;
  private double rateScale = 1;
  private final List<Schedule> owners = new ArrayList<>();
  private final List<double[]> memos = new ArrayList<>();

  /**
   * @param stepsPerEpoch optimizer steps in one epoch, at least 1
   * @param epochs planned number of epochs, at least 1
   */
  public Progress(int stepsPerEpoch, int epochs) {
    this.stepsPerEpoch = Math.max(1, stepsPerEpoch);
    this.epochs = Math.max(1, epochs);
  }

  /** Finished optimizer steps: 0 during the first step. */
  public long step() {
    return step;
  }

  /** Planned optimizer steps in all. */
  public long steps() {
    return (long) stepsPerEpoch * epochs;
  }

  /** Optimizer steps in one epoch. */
  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** Finished epochs, with the finished part of the current one as a fraction. */
  public double epoch() {
    return (double) step / stepsPerEpoch;
  }

  /** Planned epochs. */
  public int epochs() {
    return epochs;
  }

  /** Finished part of the whole run: 0 at the first step, below 1 until the plan is done. */
  public double fraction() {
    return (double) step / steps();
  }

  /** How many epochs have been judged so far. */
  public int judged() {
    return validated;
  }

  /** The judged loss of epoch i: on validation rows, or on training rows where there are none. */
  public double loss(int i) {
    return validationLosses[i];
  }

  /** Factor of every learning rate: 1 unless training diverged and was told to go slower. */
  public double rateScale() {
    return rateScale;
  }

  /** Multiplies {@link #rateScale}. */
  public void scaleRate(double factor) {
    rateScale *= factor;
  }

  /** Moves on by one step. */
  public void stepDone() {
    step++;
  }

  /** Notes the loss that an epoch is judged by. */
  public void epochDone(double loss) {
    if (validated == validationLosses.length) {
      validationLosses = Arrays.copyOf(validationLosses, 2 * validated);
    }
    validationLosses[validated++] = loss;
  }

  /** Goes to a given step, as when a run is resumed. */
  public void moveTo(long newStep) {
    step = newStep;
  }

  /**
   * Numbers that a schedule keeps between calls, only to save time: all zero at first, and the
   * schedule's values must be the same without them. Equal schedules share them.
   */
  double[] memo(Schedule owner, int size) {
    for (int i = 0; i < owners.size(); i++) {
      if (owners.get(i) == owner || owners.get(i).equals(owner)) {
        return memos.get(i);
      }
    }
    owners.add(owner);
    memos.add(new double[size]);
    return memos.get(memos.size() - 1);
  }
}
