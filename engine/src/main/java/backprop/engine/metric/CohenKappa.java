// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * Agreement beyond chance: {@code (accuracy - chance) / (1 - chance)}, chance being the accuracy of
 * guesses with the same frequencies. 1 where all rows and all guesses are of one class. Cohen, "A
 * coefficient of agreement for nominal scales", 1960.
 */
@Name("kappa")
@Description("Cohen's kappa: agreement beyond chance.")
@Formula("(accuracy - chance) / (1 - chance)")
@Source(
    "Cohen, \"A coefficient of agreement for nominal scales\", Educational and Psychological Measurement 20, 1960")
public record CohenKappa() implements ClassMetric {
  @Override
  public double of(Scores s) {
    Confusion m = new Confusion(s);
    double chance = 0;
    for (int c = 0; c < m.classes(); c++) {
      chance += m.actual(c) / m.all() * (m.predicted(c) / m.all());
    }
    return chance < 1 ? (m.right() / m.all() - chance) / (1 - chance) : 1;
  }
}
