// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.baseline;

import backprop.experiments.file.ExperimentException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A baseline as JSON, laid out to be reviewed: means first, the folds' values of a metric on one
 * line.
 */
public final class BaselineFile {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private BaselineFile() {}

  /**
   * Reads a baseline.
   *
   * @param shown the file as the experiment file names it, for messages
   * @return the baseline, or nothing where there is no such file
   * @throws ExperimentException where it is no baseline, with the place
   */
  public static Optional<Baseline> read(Path path, String shown) {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(baseline(JSON.readTree(Files.readString(path)), shown));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      throw new ExperimentException(
          shown + place + ": the baseline is not JSON: " + firstLine(e.getOriginalMessage()), e);
    } catch (CharacterCodingException e) {
      throw new ExperimentException(shown + ": the baseline is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ExperimentException(
          shown + ": the baseline cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static Baseline baseline(JsonNode root, String shown) {
    if (root.path("format").asInt() != FORMAT || !root.path("dataSets").isObject()) {
      throw new ExperimentException(
          shown
              + ":1:1: this is no baseline of format "
              + FORMAT
              + "; write one with --update-baseline");
    }
    Map<String, String> provenance = new LinkedHashMap<>();
    root.path("provenance")
        .properties()
        .forEach(e -> provenance.put(e.getKey(), e.getValue().asText()));
    Map<String, Baseline.Data> data = new LinkedHashMap<>();
    root.path("dataSets")
        .properties()
        .forEach(e -> data.put(e.getKey(), data(e.getValue(), shown)));
    return new Baseline(
        root.path("experiment").asText(), root.path("evaluation").asText(), provenance, data);
  }

  private static Baseline.Data data(JsonNode node, String shown) {
    Map<String, Baseline.Learner> learners = new LinkedHashMap<>();
    node.path("learners")
        .properties()
        .forEach(e -> learners.put(e.getKey(), learner(e.getKey(), e.getValue(), shown)));
    return new Baseline.Data(node.path("file").asText(), node.path("checksum").asText(), learners);
  }

  private static Baseline.Learner learner(String name, JsonNode node, String shown) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> metric : node.path("metrics").properties()) {
      List<Double> folds = new ArrayList<>();
      for (JsonNode value : metric.getValue().path("values")) {
        if (!value.isNumber()) {
          throw new ExperimentException(
              "%s: the baseline's values of '%s' of '%s' must be numbers, found %s"
                  .formatted(shown, metric.getKey(), name, value));
        }
        folds.add(value.asDouble());
      }
      if (folds.isEmpty()) {
        throw new ExperimentException(
            "%s: the baseline lacks the values of '%s' of '%s'"
                .formatted(shown, metric.getKey(), name));
      }
      values.put(metric.getKey(), folds);
    }
    return new Baseline.Learner(
        node.path("configuration").asText(),
        Math.max(1, node.path("bestOf").asInt()),
        node.path("scheme").asText(),
        values);
  }

  /**
   * Writes a baseline aside and moves it to its place.
   *
   * @throws IOException if it cannot be written; an earlier file is then as it was
   */
  public static void write(Baseline baseline, Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path aside = Files.createTempFile(folder, path.getFileName().toString(), ".part");
    try {
      Files.writeString(aside, text(baseline));
      try {
        Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  static String text(Baseline baseline) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("experiment", baseline.experiment());
    root.put("evaluation", baseline.evaluation());
    ObjectNode provenance = root.putObject("provenance");
    baseline.provenance().forEach(provenance::put);
    ObjectNode sets = root.putObject("dataSets");
    baseline
        .data()
        .forEach(
            (name, data) -> {
              ObjectNode set = sets.putObject(name);
              set.put("file", data.file());
              set.put("checksum", data.checksum());
              ObjectNode learners = set.putObject("learners");
              data.learners().forEach((learner, found) -> put(learners.putObject(learner), found));
            });
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(lines))
            .writeValueAsString(root)
        + "\n";
  }

  private static void put(ObjectNode node, Baseline.Learner learner) {
    node.put("configuration", learner.configuration());
    node.put("bestOf", learner.from());
    node.put("scheme", learner.scheme());
    ObjectNode metrics = node.putObject("metrics");
    learner
        .values()
        .forEach(
            (name, folds) -> {
              double[] values = folds.stream().mapToDouble(v -> v).toArray();
              ObjectNode metric = metrics.putObject(name);
              metric.put("mean", StatUtils.mean(values));
              if (values.length > 1) {
                metric.put("deviation", Math.sqrt(StatUtils.variance(values)));
              }
              ArrayNode all = metric.putArray("values");
              folds.forEach(all::add);
            });
  }
}
