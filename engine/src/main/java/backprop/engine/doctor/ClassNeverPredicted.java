// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A class that rows have, and that is predicted for none, not even of those trained on. A rare
 * class whose rows are given clearly higher chances than others is as it should be: its chance may
 * well be never the highest.
 */
public final class ClassNeverPredicted implements Symptom {
  private static final int ROWS = 5;

  /** A class below this part of the rows is rare. */
  private static final double RARE = 0.05;

  /** Clearly higher: so many times. */
  private static final double LIFT = 2;

  @Override
  public String name() {
    return "class-never-predicted";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    Scored s = e.trained();
    if (!s.classes() || s.rows() == 0) {
      return Optional.empty();
    }
    int[] rows = new int[s.predicted()[0].length];
    int[] predicted = new int[rows.length];
    double[] own = new double[rows.length];
    double[] all = new double[rows.length];
    for (int i = 0; i < s.rows(); i++) {
      rows[s.actual()[i]]++;
      predicted[Scored.argmax(s.predicted()[i])]++;
      own[s.actual()[i]] += s.predicted()[i][s.actual()[i]];
      for (int c = 0; c < all.length; c++) {
        all[c] += s.predicted()[i][c];
      }
    }
    List<String> never = new ArrayList<>();
    for (int c = 0; c < rows.length; c++) {
      boolean known = rows[c] < RARE * s.rows() && own[c] / rows[c] > LIFT * all[c] / s.rows();
      if (rows[c] >= ROWS && predicted[c] == 0 && !known) {
        never.add("class " + (c + 1) + " (" + rows[c] + " rows)");
      }
    }
    if (never.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            String.join(", ", never) + " is predicted for none of " + s.rows() + " rows",
            new Advice(Knob.CLASS_WEIGHTS, "balanced"),
            new Advice(Knob.LOSS, "focal(2)")));
  }
}
