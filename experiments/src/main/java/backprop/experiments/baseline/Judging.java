// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.baseline;

import backprop.experiments.file.BaselineSpec;
import backprop.experiments.file.Evaluation;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.ExperimentFile;
import backprop.experiments.rule.Verdict;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.run.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges the results of a plan, against its baseline where it has one, and updates that. */
public final class Judging {
  private final Plan plan;
  private final String version;

  public Judging(Plan plan, String version) {
    this.plan = plan;
    this.version = version;
  }

  /** The verdicts, against the baseline as it is. */
  public List<Verdict> judge(ExperimentResults results) {
    BaselineSpec spec = plan.file().baseline();
    BaselineCheck check =
        spec == null
            ? BaselineCheck.NONE
            : new BaselineCheck(
                BaselineFile.read(spec.path(), spec.file()), spec.file(), evaluation());
    return plan.rules().judge(results, check);
  }

  /**
   * What a new baseline leads to.
   *
   * @param verdicts the verdicts, against the new baseline where it was written
   * @param note one sentence on what was done
   */
  public record Update(List<Verdict> verdicts, String note) {}

  /**
   * Makes the results the baseline, unless a cell failed or a gate of level error does not hold
   * even against it.
   *
   * @throws IOException if the baseline cannot be written; an earlier one is then as it was
   */
  public Update update(ExperimentResults results) throws IOException {
    BaselineSpec spec = plan.file().baseline();
    Baseline made = Baseline.of(results, evaluation(), provenance());
    BaselineCheck check = new BaselineCheck(Optional.of(made), spec.file(), evaluation());
    List<Verdict> verdicts = plan.rules().judge(results, check);
    long failed = results.cells().stream().filter(cell -> !cell.succeeded()).count();
    if (failed > 0) {
      return new Update(
          judge(results),
          "the baseline '%s' is not updated: %d cells failed".formatted(spec.file(), failed));
    }
    for (Verdict verdict : verdicts) {
      if (verdict.level() == Verdict.Level.ERROR && verdict.outcome() == Verdict.Outcome.FAIL) {
        return new Update(
            judge(results),
            "the baseline '%s' is not updated: the gate '%s' fails"
                .formatted(spec.file(), verdict.rule()));
      }
    }
    BaselineFile.write(made, spec.path());
    return new Update(
        verdicts, "the baseline '%s' is written; review and commit it".formatted(spec.file()));
  }

  /** How the plan evaluates, in words, with all that decides which rows a fold holds. */
  private String evaluation() {
    ExperimentFile file = plan.file();
    Evaluation evaluation = file.evaluation();
    String how;
    if (evaluation instanceof Evaluation.CrossValidation folds) {
      how = folds.folds() + "-fold cross-validation";
    } else if (evaluation instanceof Evaluation.Split split) {
      how = "a split of " + split.percent() + "%";
    } else {
      String sum = plan.data().isEmpty() ? "" : plan.data().get(0).testChecksum();
      how = "the test file with the SHA-256 " + sum;
    }
    return how + ", repeats " + evaluation.repeats() + ", seed " + file.seed();
  }

  private Map<String, String> provenance() {
    Map<String, String> all = new LinkedHashMap<>();
    Path file = Path.of(plan.file().shown());
    all.put("file", String.valueOf(file.getFileName()));
    checksum(file).ifPresent(sum -> all.put("fileChecksum", sum));
    all.put("version", version);
    all.put("java", System.getProperty("java.version"));
    all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    GitCommit.of(file).ifPresent(id -> all.put("commit", id));
    all.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return all;
  }

  private static Optional<String> checksum(Path file) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return Optional.of(HexFormat.of().formatHex(sum));
    } catch (IOException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new ExperimentException("this Java has no SHA-256", e);
    }
  }
}
