// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What cuts a text into pieces, which are all in lower case. */
public enum Tokenizer {
  /** Runs of letters, digits and apostrophes inside of them. */
  WORDS {
    @Override
    public List<String> pieces(String text) {
      List<String> pieces = new ArrayList<>();
      StringBuilder word = new StringBuilder();
      int[] points = text.toLowerCase(Locale.ROOT).codePoints().toArray();
      for (int i = 0; i < points.length; i++) {
        boolean inside =
            points[i] == '\'' && !word.isEmpty() && i + 1 < points.length && letter(points[i + 1]);
        if (letter(points[i]) || inside) {
          word.appendCodePoint(points[i]);
        } else {
          end(word, pieces);
        }
      }
      end(word, pieces);
      return pieces;
    }
  },
  /** Every character but runs of blanks, which are one. */
  CHARACTERS {
    @Override
    public List<String> pieces(String text) {
      List<String> pieces = new ArrayList<>();
      text.toLowerCase(Locale.ROOT)
          .strip()
          .replaceAll("\\s+", " ")
          .codePoints()
          .forEach(c -> pieces.add(Character.toString(c)));
      return pieces;
    }
  };

  /** Longer words are cut: they are no words, and a saved model has to hold them. */
  private static final int LONGEST = 100;

  private static boolean letter(int c) {
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static void end(StringBuilder word, List<String> pieces) {
    if (!word.isEmpty()) {
      pieces.add(word.length() > LONGEST ? word.substring(0, LONGEST) : word.toString());
      word.setLength(0);
    }
  }

  /** The pieces of a text, in order. */
  public abstract List<String> pieces(String text);
}
