package backprop.experiments.statistics;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistyped one most likely means. */
public final class Nearest {
  private Nearest() {}

  /** The nearest known name, if one is near enough to be meant. */
  public static Optional<String> to(String name, Collection<String> known) {
    String wanted = fold(name);
    String best = null;
    int least = Math.max(2, wanted.length() / 2);
    for (String candidate : known) {
      String folded = fold(candidate);
      int distance = distance(wanted, folded);
      if (wanted.length() > 2 && (folded.contains(wanted) || wanted.contains(folded))) {
        distance = Math.min(distance, 1);
      }
      if (distance < least || (distance == least && best == null)) {
        best = candidate;
        least = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** "; did you mean ...?" where one is near, otherwise "; known: ..." */
  public static String hint(String name, Collection<String> known) {
    return to(name, known)
        .map(near -> "; did you mean \"" + near + "\"?")
        .orElseGet(
            () -> known.isEmpty() ? "; none is known" : "; known: " + String.join(", ", known));
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Insertions, deletions, replacements and swaps of neighbors from one word to the other. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] =
            Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + replace);
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
