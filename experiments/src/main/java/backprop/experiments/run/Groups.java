// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.LearnerSpec;
import backprop.experiments.file.Search;
import backprop.weka.BackpropClassifier;
import java.util.ArrayList;
import java.util.List;

/** Makes the groups of a learner's configurations, as its search says. */
final class Groups {
  private Groups() {}

  static List<Group> of(LearnerSpec learner, List<PlannedConfiguration> members) {
    Search search = learner.search();
    if (!search.inSteps()) {
      return List.of(Group.whole(learner.name(), members));
    }
    int epochs = epochs(learner, members);
    int steps = Group.steps(members.size(), epochs, search.eta());
    if (steps < 2) {
      throw learner
          .searchPlace()
          .error(
              ("learner '%s': halving by %d needs at least %d configurations and %d epochs, found"
                      + " %d and %d")
                  .formatted(
                      learner.name(),
                      search.eta(),
                      search.eta(),
                      search.eta(),
                      members.size(),
                      epochs));
    }
    return search.kind() == Search.Kind.HALVING
        ? List.of(new Group(learner.name(), "halving", List.copyOf(members), search.eta(), steps))
        : brackets(learner.name(), members, search.eta(), epochs);
  }

  private static int epochs(LearnerSpec learner, List<PlannedConfiguration> members) {
    int fewest = Integer.MAX_VALUE;
    for (PlannedConfiguration member : members) {
      if (!(member.template() instanceof BackpropClassifier network)) {
        throw learner
            .searchPlace()
            .error(
                ("learner '%s': this search gives parts of the epochs, which only"
                        + " weka.classifiers.functions.BackpropNetwork has, not %s")
                    .formatted(learner.name(), member.configuration().scheme()));
      }
      if (network.getEpochs() < 1) {
        throw learner
            .searchPlace()
            .error(
                ("learner '%s': this search gives parts of the epochs; set the option epochs to"
                        + " their full number")
                    .formatted(learner.name()));
      }
      fewest = Math.min(fewest, network.getEpochs());
    }
    return fewest;
  }

  /**
   * The brackets of Hyperband: the first has the most configurations and starts with the fewest
   * epochs, the last runs all its configurations in full. Their sizes are in the proportions of Li
   * et al. 2018, {@code ceil(B / (s + 1) eta^s)} for {@code s} from {@code B - 1} to 0, with the
   * most brackets {@code B} that the configurations suffice for.
   */
  private static List<Group> brackets(
      String learner, List<PlannedConfiguration> members, int eta, int epochs) {
    int brackets = 1;
    while (total(brackets + 1, eta) <= members.size() && Math.pow(eta, brackets) <= epochs) {
      brackets++;
    }
    List<Group> groups = new ArrayList<>();
    int from = 0;
    double sum = 0;
    double all = total(brackets, eta);
    for (int s = brackets - 1; s >= 0; s--) {
      sum += size(brackets, s, eta);
      int to = s == 0 ? members.size() : (int) Math.round(members.size() * sum / all);
      groups.add(
          new Group(
              learner,
              "hyperband bracket " + (brackets - s),
              List.copyOf(members.subList(from, to)),
              eta,
              s + 1));
      from = to;
    }
    return groups;
  }

  private static int size(int brackets, int s, int eta) {
    return (int) Math.ceil(brackets / (s + 1.0) * Math.pow(eta, s) - 1e-9);
  }

  private static double total(int brackets, int eta) {
    double total = 0;
    for (int s = 0; s < brackets; s++) {
      total += size(brackets, s, eta);
    }
    return total;
  }
}
