// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

/** What a program is recorded for: they differ in dropout, noise and batch statistics. */
public enum Mode {
  /** For training: random masks and noise, statistics of the batch. */
  TRAIN,
  /** For predicting: nothing is random, running statistics. */
  INFER,
  /** For predictions drawn at random: masks as in training, running statistics. */
  SAMPLE;

  /** Whether dropout and its relatives are at work. */
  public boolean random() {
    return this != INFER;
  }
}
