// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

/** A change of a minibatch's inputs. Allocates nothing; belongs to one thread. */
public interface Transform {
  /**
   * Writes the changed inputs.
   *
   * @param from the inputs of all rows, one row after the other
   * @param to receives as many numbers, all of them; not the same array
   * @param count number of rows
   * @param random random numbers of each row
   */
  void apply(float[] from, float[] to, int count, RowRandom random);
}
