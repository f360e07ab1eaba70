// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

/** When a run's time is up, by the wall clock. */
final class Deadline {
  private final double seconds;
  private long start;

  /** In so many seconds from {@link #start}; infinite for never. */
  Deadline(double seconds) {
    this.seconds = seconds;
  }

  /** Starts the clock. */
  void start() {
    start = System.nanoTime();
  }

  /** Gives back time that was not spent on training. */
  void extend(long nanoseconds) {
    start += nanoseconds;
  }

  /** Whether the time is up; without a limit the clock is not even read. */
  boolean passed() {
    return seconds < Double.POSITIVE_INFINITY && System.nanoTime() - start >= seconds * 1e9;
  }
}
