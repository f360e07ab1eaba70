// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows by their numbers: {@code 7}, {@code 1,5-8}, {@code all}. */
final class RowChoice {
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");

  private RowChoice() {}

  /**
   * Indices of rows, from 0, in the order given.
   *
   * @param count how many rows there are
   * @throws IllegalArgumentException in one sentence when there is no such row
   */
  static int[] of(String text, int count) {
    if (text.isBlank()) {
      return new int[0];
    }
    Set<Integer> rows = new LinkedHashSet<>();
    for (String part : text.equals("all") ? new String[] {"1-" + count} : text.split(",", -1)) {
      Matcher m = PART.matcher(part.strip());
      if (!m.matches()) {
        throw new IllegalArgumentException(
            "'"
                + part.strip()
                + "' is no row: rows are numbers from 1 to "
                + count
                + ", such as 7 or 1,5-8, or all");
      }
      int from = Integer.parseInt(m.group(1));
      int to = m.group(2) == null ? from : Integer.parseInt(m.group(2));
      for (int bound : new int[] {from, to}) {
        if (bound < 1 || bound > count) {
          throw new IllegalArgumentException(
              "there is no row " + bound + ": the data have rows 1 to " + count);
        }
      }
      if (to < from) {
        throw new IllegalArgumentException("rows " + from + "-" + to + " go backwards");
      }
      for (int r = from; r <= to; r++) {
        rows.add(r - 1);
      }
    }
    return rows.stream().mapToInt(r -> r).toArray();
  }
}
