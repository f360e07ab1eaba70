// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

/** What a program is recorded for: the two differ in dropout, noise and batch statistics. */
public enum Mode {
  TRAIN,
  INFER
}
