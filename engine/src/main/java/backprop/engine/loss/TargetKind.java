// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

/** What a loss compares outputs with, and what may be done to it before. */
public enum TargetKind {
  /** One column: the index of the true class. */
  CLASS,
  /** Numbers from 0 to 1, each for itself: how true an answer is. */
  ANSWERS,
  /** Numbers from 0 to 1 that belong together, such as a distribution. */
  SHARES,
  /** Numbers from 0 to 1: how true each of several labels is, of which an example may have many. */
  LABELS,
  /** Several numbers that are compared as one vector; its length does not matter. */
  DIRECTION,
  /** Any numbers. Moved or stretched targets lead to moved or stretched predictions. */
  NUMBERS,
  /** Numbers other than 0, all of which may be stretched by one factor, but not moved. */
  NONZERO,
  /** Numbers from 0, all of which may be stretched by one factor, but not moved. */
  RATES,
  /** Numbers from 0, which are taken as they are. */
  NONNEGATIVE
}
