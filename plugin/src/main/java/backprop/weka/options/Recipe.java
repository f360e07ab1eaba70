// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an {@link Ensemble} is made of, as far as data sets differ in it.
 *
 * @param members number of networks
 * @param width units of each of a member's two layers
 * @param dropout share of units that each step leaves out, from 0 to below 1
 * @param decay of AdamW
 * @param bins whether numbers have bins beside their value
 */
public record Recipe(int members, int width, double dropout, double decay, boolean bins) {
  private static final double DROPOUT = 0.2;

  /** A numeric class says more about a row than a nominal one: there is less to guard against. */
  private static final double DROPOUT_OF_NUMBERS = 0.05;

  private static final double MANY_TIMES = 3;

  /**
   * The one that is taken where nothing is searched for.
   *
   * @param rows training rows
   * @param nominal whether the class is nominal
   */
  public static Recipe usual(Settings s, int rows, boolean nominal, boolean bins) {
    int width = rows < 2000 ? 64 : 128;
    return new Recipe(
        Effort.of(s).members(), width, nominal ? DROPOUT : DROPOUT_OF_NUMBERS, decay(rows), bins);
  }

  /** Decay acts like a prior and so weighs less the more rows there are. */
  private static double decay(int rows) {
    return rounded(0.3 * Math.min(1, 1000.0 / rows));
  }

  private static double rounded(double decay) {
    return Math.round(decay * 1e4) / 1e4;
  }

  /**
   * This and others like it, this first, none twice: with and without bins, where these are left
   * open, each as it is, with more and with less of what keeps it from learning its rows by heart,
   * and wider.
   *
   * @param room whether there is room for bins
   */
  public List<Recipe> neighbors(Settings s, boolean room) {
    Set<Recipe> all = new LinkedHashSet<>();
    List<Boolean> inputs = new ArrayList<>(List.of(bins));
    if (room && s.automatic(Setting.NUMERIC)) {
      inputs.add(!bins);
    }
    boolean open = s.automatic(Setting.OPTIMIZER);
    for (boolean b : inputs) {
      all.add(new Recipe(members, width, dropout, decay, b));
      all.add(new Recipe(members, width, 2 * dropout, open ? MANY_TIMES * decay : decay, b));
      all.add(new Recipe(members, width, dropout / 4, open ? decay / MANY_TIMES : decay, b));
      all.add(new Recipe(members, 2 * width, dropout, decay, b));
    }
    return List.copyOf(all);
  }

  /** In words. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d networks of %d units, dropout %.3g, decay %.3g, %s",
        members,
        width,
        dropout,
        decay,
        bins ? "bins" : "no bins");
  }
}
