// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.ExperimentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results that an output folder holds, read without a runner; also while one is working. */
public final class Recorded {
  private Recorded() {}

  /** Whether there are any records. */
  public static boolean exists(Plan plan) {
    return Files.exists(plan.file().output().path().resolve("cells.jsonl"));
  }

  /**
   * The results of a plan as far as there are records, failed cells included.
   *
   * @throws ExperimentException if the records cannot be read
   */
  public static ExperimentResults of(Plan plan) {
    Path file = plan.file().output().path().resolve("cells.jsonl");
    Map<String, RecordFormat.Line> records = new HashMap<>();
    try {
      // Whole lines only: the last one may be in the making.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
        Optional<RecordFormat.Line> record = RecordFormat.read(line);
        record.ifPresent(found -> records.put(found.key(), found));
      }
    } catch (IOException e) {
      throw new ExperimentException(
          "there are no results in '%s': %s"
              .formatted(plan.file().output().folder(), RecordFile.reason(e)),
          e);
    }
    return replay(plan, records);
  }

  /** Goes the course of the experiment again, as far as there are records. */
  private static ExperimentResults replay(Plan plan, Map<String, RecordFormat.Line> records) {
    Course course = new Course(plan);
    StageRun.Tally tally = new StageRun.Tally(plan.rules().onExperiment());
    List<String> warnings = new ArrayList<>();
    int ran = 0;
    for (List<Cell> cells = course.stage(); !cells.isEmpty(); cells = course.stage()) {
      StageRun stage =
          new StageRun(
              cells,
              key -> Optional.ofNullable(records.get(key)).map(RecordFormat.Line::result),
              key -> records.get(key).elapsed(),
              tally,
              course.dropped().size());
      int all = ran + course.remaining();
      ran += stage.found().size();
      if (stage.missing() > 0) {
        warnings.add("%d of %d cells have no result yet".formatted(all - ran, all));
        course.leave(stage.found());
      } else {
        stage.close(course);
      }
    }
    List<CellResult> found = course.results();
    warnings.addAll(Remarks.of(course, found, plan.runs() - tally.cells()));
    return plan.results(found, warnings, course.dropped(), course.firings());
  }
}
