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

  /**
   * The results of a plan as far as there are records, failed cells included.
   *
   * @throws ExperimentException if the records cannot be read
   */
  public static ExperimentResults of(Plan plan) {
    Path file = plan.file().output().path().resolve("cells.jsonl");
    Map<String, CellResult> records = new HashMap<>();
    try {
      // Whole lines only: the last one may be in the making.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
        Optional<RecordFormat.Line> record = RecordFormat.read(line);
        record.ifPresent(found -> records.put(found.key(), found.result()));
      }
    } catch (IOException e) {
      throw new ExperimentException(
          "there are no results in '%s': %s"
              .formatted(plan.file().output().folder(), RecordFile.reason(e)),
          e);
    }
    List<CellResult> found = new ArrayList<>();
    for (Cell cell : plan.cells()) {
      CellResult result = records.get(cell.key());
      if (result != null) {
        found.add(ExperimentRunner.named(result, cell));
      }
    }
    List<String> warnings = new ArrayList<>();
    int missing = plan.cells().size() - found.size();
    if (missing > 0) {
      warnings.add("%d of %d cells have no result yet".formatted(missing, plan.cells().size()));
    }
    warnings.addAll(ExperimentRunner.failures(found));
    return plan.results(found, warnings);
  }
}
