// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * Rows whose class the network contradicts although it is surer there than elsewhere: labels that
 * may be wrong. Where classes merely overlap, a network is seldom wrong where it is surest; where
 * labels are wrong, it is as often wrong there as anywhere. Judged on rows that it was not trained
 * on where there are any; a network that has not learned its training rows by heart shows it there,
 * too.
 *
 * <p>After Northcutt, Jiang and Chuang, "Confident learning: estimating uncertainty in dataset
 * labels", JAIR 70, 2021, who count labels that are contradicted with more than usual confidence.
 */
public final class LabelNoise implements Symptom {
  /** The surest part of the rows. */
  private static final double SUREST = 0.3;

  /** The part of them that is contradicted. */
  private static final double SHARE = 0.05;

  /** The same in comparison with all rows. */
  private static final double OF_ALL = 0.65;

  /** Where more is wrong, the network is. */
  private static final double WEAK = 0.35;

  private static final int ROWS = 60;

  @Override
  public String name() {
    return "label-noise";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    Scored s = e.judged().filter(j -> j.rows() >= ROWS).orElse(e.trained());
    if (!s.classes() || s.rows() < ROWS) {
      return Optional.empty();
    }
    double[][] rows = new double[s.rows()][];
    double wrong = 0;
    for (int i = 0; i < rows.length; i++) {
      double[] p = s.predicted()[i];
      int likeliest = Scored.argmax(p);
      int missed = likeliest == s.actual()[i] ? 0 : 1;
      rows[i] = new double[] {p[likeliest], missed};
      wrong += missed;
    }
    Arrays.sort(rows, Comparator.comparingDouble(r -> -r[0]));
    int surest = (int) (SUREST * rows.length);
    double contradicted = 0;
    for (int i = 0; i < surest; i++) {
      contradicted += rows[i][1];
    }
    double share = contradicted / surest;
    double all = wrong / rows.length;
    if (!(share > SHARE) || !(share > OF_ALL * all) || !(all < WEAK)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            name(),
            "the network predicts another class than the given one for "
                + Numbers.percent(share)
                + " of the "
                + surest
                + " rows where it is surest, nearly as often as for all rows ("
                + Numbers.percent(all)
                + ")",
            new Advice(Knob.DATA, "check the classes of these rows"),
            new Advice(Knob.LOSS, "cross-entropy(0.1)")));
  }
}
