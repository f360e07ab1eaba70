// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.util.Collection;
import java.util.Locale;

/** Names in texts: how they are made from Java names, and which one was probably meant. */
public final class Names {
  private static final int LONGEST_COMPARED = 64;

  private Names() {}

  /** The name of a class of entries: its {@link Name}, or its Java name in kebab-case. */
  public static String of(Class<?> type) {
    Name annotated = type.getAnnotation(Name.class);
    return annotated == null ? kebab(type.getSimpleName()) : annotated.value();
  }

  /** The name of a constant: {@code LAST_STEP} is {@code last-step}. */
  public static String of(Enum<?> constant) {
    return kebab(constant.name());
  }

  /** {@code LayerNorm}, {@code layerNorm} and {@code LAYER_NORM} to {@code layer-norm}. */
  static String kebab(String javaName) {
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < javaName.length(); i++) {
      char c = javaName.charAt(i);
      boolean wordStart =
          Character.isUpperCase(c)
              && i > 0
              && (!Character.isUpperCase(javaName.charAt(i - 1))
                  || (i + 1 < javaName.length() && Character.isLowerCase(javaName.charAt(i + 1))));
      if (c == '_') {
        s.append('-');
      } else {
        s.append(wordStart && s.charAt(s.length() - 1) != '-' ? "-" : "")
            .append(Character.toLowerCase(c));
      }
    }
    return s.toString();
  }

  /** Whether this is a name as texts know them. */
  static boolean wellFormed(String s) {
    if (s.isEmpty() || !letter(s.charAt(0))) {
      return false;
    }
    for (int i = 1; i < s.length(); i++) {
      if (!inside(s.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean inside(char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-';
  }

  /** {@code did you mean 'dense'?} where a known name is near, else the list of known names. */
  static String suggest(String found, Collection<String> known) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    if (found.length() <= LONGEST_COMPARED) {
      for (String k : known) {
        int d = distance(simple(found), simple(k));
        if (d < least) {
          least = d;
          nearest = k;
        }
      }
    }
    if (nearest != null && least <= Math.max(1, found.length() / 2)) {
      return "did you mean '" + nearest + "'?";
    }
    return known.isEmpty() ? "there are none" : "known are " + String.join(", ", known);
  }

  private static String simple(String s) {
    return s.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Edit distance in which two swapped neighbors count as one edit. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        d[i][j] =
            Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1));
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
