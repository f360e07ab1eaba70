// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.doctor;

import backprop.engine.doctor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import weka.core.Instances;

/** All symptoms of data; a new one gets a line here. */
public final class DataSymptoms {
  private static final List<DataSymptom> ALL =
      List.of(new LeakingIdentifiers(), new LeakingAttributes(), new ContradictoryLabels());

  /** Numbers that are looked at, roughly: a training must not take longer for it. */
  private static final int NUMBERS = 300_000;

  private static final int FEWEST = 200;
  private static final int MOST = 5000;

  private DataSymptoms() {}

  static List<DataSymptom> all() {
    return ALL;
  }

  /**
   * What is wrong with the training rows, of which some are looked at; nothing for healthy ones.
   *
   * @param rows indices of the training rows
   * @throws CancellationException when the thread is interrupted
   */
  public static List<Finding> find(Instances data, int[] rows) {
    List<Finding> found = new ArrayList<>();
    int[] some = some(rows, data.numAttributes());
    for (DataSymptom s : ALL) {
      goOn();
      s.in(data, some).ifPresent(found::add);
    }
    return found;
  }

  /** Throws a CancellationException when the thread is interrupted. */
  static void goOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while the doctor looked at the data");
    }
  }

  /** Rows spread evenly over all. */
  private static int[] some(int[] rows, int attributes) {
    int count = Math.min(rows.length, Math.max(FEWEST, Math.min(MOST, NUMBERS / attributes)));
    int[] some = new int[count];
    for (int i = 0; i < count; i++) {
      some[i] = rows[(int) ((long) rows.length * i / count)];
    }
    return some;
  }
}
