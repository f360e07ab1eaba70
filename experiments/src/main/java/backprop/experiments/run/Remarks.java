// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.Firing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What reports must say about a course, one sentence a kind of thing. */
final class Remarks {
  private Remarks() {}

  static List<String> of(Course course, List<CellResult> results, int notRun) {
    List<String> remarks = new ArrayList<>();
    course
        .end()
        .ifPresent(
            end ->
                remarks.add(
                    "the rule '%s' ended the experiment after %d cells; up to %d did not run: %s"
                        .formatted(end.rule(), results.size(), notRun, end.evidence())));
    Map<List<String>, List<Dropped>> drops = new LinkedHashMap<>();
    for (Dropped d : course.dropped()) {
      drops.computeIfAbsent(List.of(d.by(), d.dataSet()), key -> new ArrayList<>()).add(d);
    }
    drops.forEach(
        (key, all) -> {
          Dropped first = all.get(0);
          remarks.add(
              "%s dropped %d configuration%s on '%s'%s '%s' after %d cells: %s"
                  .formatted(
                      key.get(0),
                      all.size(),
                      all.size() == 1 ? "" : "s",
                      key.get(1),
                      all.size() == 1 ? "," : ", the first is",
                      first.configuration(),
                      first.done(),
                      first.evidence()));
        });
    Map<String, List<Firing>> others = new LinkedHashMap<>();
    for (Firing f : course.firings()) {
      if (f.action().equals("warn") || f.action().equals("none")) {
        others.computeIfAbsent(f.rule() + "\0" + f.action(), key -> new ArrayList<>()).add(f);
      }
    }
    others.values().forEach(all -> remarks.add(sentence(all)));
    failures(results).ifPresent(remarks::add);
    return remarks;
  }

  private static String sentence(List<Firing> all) {
    Firing first = all.get(0);
    String where =
        (first.configuration().isEmpty() ? "" : " '" + first.configuration() + "'")
            + (first.dataSet().isEmpty() ? "" : " on '" + first.dataSet() + "'")
            + (first.fold() == 0 ? "" : ", repeat " + first.repeat() + ", fold " + first.fold());
    boolean undecided = first.action().equals("none");
    return "the rule '%s' %s %s%s%s: %s"
        .formatted(
            first.rule(),
            undecided ? "could not be judged" : "fired",
            all.size() == 1 ? "once" : all.size() + " times",
            where.isEmpty() ? "" : all.size() == 1 ? ", for" : ", first for",
            where,
            first.evidence());
  }

  private static Optional<String> failures(List<CellResult> results) {
    List<CellResult> failed = results.stream().filter(r -> !r.succeeded()).toList();
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    CellResult first = failed.get(0);
    return Optional.of(
        "%d of %d cells failed; the first is '%s' on '%s', repeat %d, fold %d: %s"
            .formatted(
                failed.size(),
                results.size(),
                first.configuration(),
                first.dataSet(),
                first.repeat(),
                first.fold(),
                first.error()));
  }
}
