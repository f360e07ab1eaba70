// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.util.List;

/**
 * Configurations of one learner that are compared with each other while they run.
 *
 * <p>Successive halving (Jamieson and Talwalkar 2016): at each step the {@code 1/eta} best go on,
 * with {@code eta} times the epochs, until the last step has all epochs. Hyperband (Li et al. 2018)
 * has several groups, one a bracket, with fewer steps from bracket to bracket.
 *
 * @param learner name of the learner
 * @param name what reports call it: the search, with its bracket if it has several
 * @param members the configurations, in plan order
 * @param eta factor from step to step
 * @param steps number of steps, 1 where all members get all epochs at once
 */
public record Group(
    String learner, String name, List<PlannedConfiguration> members, int eta, int steps) {

  /** A group that runs everything in full. */
  static Group whole(String learner, List<PlannedConfiguration> members) {
    return new Group(learner, "grid", List.copyOf(members), 1, 1);
  }

  /** The part of the planned epochs at a step, from 0; 1 at the last one. */
  public double part(int step) {
    return step >= steps - 1 ? 1 : Math.pow(eta, step - (steps - 1));
  }

  /** The most configurations at a step. */
  public int size(int step) {
    return (int) Math.max(1, Math.floor(members.size() / Math.pow(eta, step) + 1e-9));
  }

  /** The most steps that so many configurations and epochs allow. */
  static int steps(int configurations, int epochs, int eta) {
    int steps = 1;
    double factor = eta;
    while (configurations / factor >= 1 && epochs / factor >= 1) {
      steps++;
      factor *= eta;
    }
    return steps;
  }
}
