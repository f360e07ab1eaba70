// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Input columns that do not vary over the rows: nothing can be learned from them, and where they
 * are not 0 they act like a second bias. In pictures the margin is like that, so only tables of not
 * too many columns count.
 */
public final class ConstantInputs implements Symptom {
  /** A rare value may be missing from the rows that are looked at. */
  private static final int ROWS = 50;

  private static final int NAMED = 5;

  @Override
  public String name() {
    return "constant-inputs";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    InputColumns x = e.trained().inputs();
    if (e.trained().rows() < ROWS || e.spec().seenInput().rank() > 1 || x.indices()) {
      return Optional.empty();
    }
    List<String> constant = new ArrayList<>();
    for (int c = 0; c < x.columns(); c++) {
      // What is 0 nearly always, such as a rare value or word, may be 0 here by chance.
      if (x.deviations()[c] < 1e-6 * (1 + Math.abs(x.means()[c])) && x.means()[c] != 0) {
        constant.add(String.valueOf(c + 1));
      }
    }
    if (constant.isEmpty()) {
      return Optional.empty();
    }
    int more = constant.size() - NAMED;
    return Optional.of(
        Finding.of(
            name(),
            constant.size()
                + " of "
                + x.columns()
                + " input columns have one value in all "
                + e.trained().rows()
                + " rows: "
                + String.join(", ", constant.subList(0, Math.min(NAMED, constant.size())))
                + (more > 0 ? " and " + more + " more" : ""),
            new Advice(Knob.DATA, "leave these columns out, or find out why they do not vary")));
  }
}
