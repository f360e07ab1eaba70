// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import java.util.List;

/** Whether anybody watches a training. */
public final class Unattended {
  /** Who trains many networks one after the other, unattended. */
  private static final List<String> MANY = List.of("weka.experiment.", "backprop.experiments.");

  private Unattended() {}

  /** Whether this thread trains within an experiment, or a fold of a cross-validation. */
  public static boolean now() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    f ->
                        f.getMethodName().equals("crossValidateModel")
                            || MANY.stream().anyMatch(f.getClassName()::startsWith)));
  }
}
