// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.file.ExperimentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of halving and the brackets of Hyperband. */
final class GroupTest {
  @TempDir private Path folder;

  private List<Group> groups(String search, int configurations, int epochs) throws IOException {
    Path file = folder.resolve("e.yaml");
    Files.writeString(folder.resolve("d.csv"), "x,y\n" + "1,a\n2,b\n".repeat(20));
    Files.writeString(
        file,
        """
        experiment: t
        data: [d.csv]
        evaluate: { split: 66%% }
        metrics: [percent-correct]
        learners:
          network:
            scheme: weka.classifiers.functions.BackpropNetwork
            options: { layers: "dense(${width})", epochs: %d }
            vary: { width: { from: 1, to: %d } }
            search: %s
        """
            .formatted(epochs, configurations, search));
    return new Planner(ExperimentReader.read(file, List.of()), List.of(), "test").plan().groups();
  }

  private static List<Integer> sizes(Group group) {
    return IntStream.range(0, group.steps()).mapToObj(group::size).toList();
  }

  @Test
  void halvingGivesThreeTimesTheEpochsToAThird() throws IOException {
    Group group = groups("halving(eta=3)", 27, 81).get(0);
    assertEquals(List.of(27, 9, 3, 1), sizes(group));
    assertEquals(1 / 27.0, group.part(0), 1e-12);
    assertEquals(1 / 3.0, group.part(2), 1e-12);
    assertEquals(1, group.part(3));
  }

  @Test
  void halvingHasNoMoreStepsThanEpochsAllow() throws IOException {
    assertEquals(List.of(27, 9), sizes(groups("halving(eta=3)", 27, 8).get(0)));
    assertEquals(List.of(7, 3, 1), sizes(groups("halving(eta=2)", 7, 100).get(0)));
  }

  /** Table 1 of Li et al. 2018 for R = 81 and eta = 3 starts with 81, 34, 15, 8 and 5. */
  @Test
  void hyperbandHasTheBracketsOfItsPaper() throws IOException {
    List<Group> groups = groups("hyperband(eta=3)", 143, 81);
    assertEquals(List.of(81, 34, 15, 8, 5), groups.stream().map(g -> g.size(0)).toList());
    assertEquals(List.of(81, 27, 9, 3, 1), sizes(groups.get(0)));
    assertEquals(List.of(34, 11, 3, 1), sizes(groups.get(1)));
    assertEquals(List.of(5), sizes(groups.get(4)));
    assertEquals(1 / 81.0, groups.get(0).part(0), 1e-12);
    assertEquals(1 / 9.0, groups.get(2).part(0), 1e-12);
    assertEquals(1, groups.get(4).part(0));
  }

  @Test
  void hyperbandRunsEveryConfigurationOnce() throws IOException {
    List<Group> groups = groups("hyperband(eta=3)", 20, 81);
    assertEquals(20, groups.stream().mapToInt(g -> g.members().size()).sum());
    assertEquals(20, groups.stream().flatMap(g -> g.members().stream()).distinct().count());
    assertTrue(groups.size() >= 2, groups.size() + " brackets");
  }
}
