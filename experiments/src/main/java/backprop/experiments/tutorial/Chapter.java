// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

/** A chapter: text, and numbers and charts that it computes while it is written. */
interface Chapter {
  /** The word by which it is asked for, such as {@code forward}. */
  String name();

  /** Its headline. */
  String title();

  /**
   * Writes it.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  void write(Page page) throws InterruptedException;
}
