// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that someone probably meant. */
public final class Nearest {
  private static final int MOST = 20;

  private Nearest() {}

  /**
   * The known name with the fewest edits (Damerau's optimal string alignment), case ignored, if it
   * is near: at most a third of the longer name's length, and at least one edit is always near.
   */
  public static Optional<String> to(String name, Collection<String> known) {
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int edits = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      int allowed = Math.max(1, Math.max(name.length(), candidate.length()) / 3);
      if (edits <= allowed && edits < fewest) {
        best = candidate;
        fewest = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /** "did you mean 'x'?" where a name is near, otherwise the known ones, at most 20. */
  public static String hint(String name, Collection<String> known) {
    return to(name, known)
        .map(near -> "did you mean '" + near + "'?")
        .orElseGet(() -> known.isEmpty() ? "none is known" : "known are " + list(known));
  }

  private static String list(Collection<String> known) {
    String some = known.stream().limit(MOST).collect(Collectors.joining(", "));
    return known.size() > MOST ? some + " and " + (known.size() - MOST) + " more" : some;
  }

  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
