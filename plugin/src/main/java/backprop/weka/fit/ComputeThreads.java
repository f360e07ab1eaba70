// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

/**
 * How many threads a training computes with when that is left open: one for each core, and one
 * alone in a thread of a pool. Whoever runs a pool, such as Weka's meta classifiers with several
 * slots, the KnowledgeFlow or a runner of experiments, has shared out the cores already; more
 * threads than cores would only be in each other's way.
 */
public final class ComputeThreads {
  private ComputeThreads() {}

  /** The number for the thread that asks. */
  public static int automatic() {
    return inPool() ? 1 : Runtime.getRuntime().availableProcessors();
  }

  private static boolean inPool() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getClassName)
                    .anyMatch(
                        c ->
                            c.startsWith("java.util.concurrent.ThreadPoolExecutor")
                                || c.startsWith("java.util.concurrent.ForkJoin")));
  }
}
