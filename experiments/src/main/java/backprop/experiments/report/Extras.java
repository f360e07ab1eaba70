// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.file.ShellWord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies beside the records of an output folder: learning curves, {@code curves.csv}, and
 * measured times, {@code timings.csv}. A later line of a cell counts instead of an earlier one; a
 * line that was cut off is left out.
 */
final class Extras {
  /** Of results that have no folder. */
  static final Extras NONE = new Extras();

  /** A point of a learning curve; a loss that was not measured is NaN. */
  record Point(int epoch, double training, double validation) {}

  private final Map<String, Map<Integer, Map<Integer, Point>>> curves = new TreeMap<>();
  private final Map<String, Map<String, Double>> times = new TreeMap<>();
  private final List<String> options = new ArrayList<>();

  private Extras() {}

  /** Reads what the folder has of them. */
  static Extras of(Path folder) {
    Extras extras = new Extras();
    for (List<String> row : rows(folder.resolve("curves.csv"), 7)) {
      try {
        int epoch = Integer.parseInt(row.get(4));
        extras
            .curves
            .computeIfAbsent(key(row.get(0), row.get(1)), k -> new TreeMap<>())
            .computeIfAbsent(
                1_000_000 * Integer.parseInt(row.get(2)) + Integer.parseInt(row.get(3)),
                k -> new TreeMap<>())
            .put(epoch, new Point(epoch, number(row.get(5)), number(row.get(6))));
      } catch (NumberFormatException e) {
        // The title, or a line that was cut off.
        continue;
      }
    }
    for (List<String> row : rows(folder.resolve("timings.csv"), 6)) {
      try {
        if (row.get(4).equals("Elapsed_Time_training")) {
          extras
              .times
              .computeIfAbsent(key(row.get(0), row.get(1)), k -> new TreeMap<>())
              .put(row.get(2) + " " + row.get(3), Double.valueOf(row.get(5)));
        }
      } catch (NumberFormatException e) {
        // The title, or a line that was cut off.
        continue;
      }
    }
    extras.readOptions(folder.resolve("run.json"));
    return extras;
  }

  private void readOptions(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        JsonNode run = new ObjectMapper().readTree(Files.readString(file));
        run.path("set").forEach(value -> options.add("--set " + ShellWord.of(value.asText())));
        run.path("only").forEach(value -> options.add("--only " + ShellWord.of(value.asText())));
      }
    } catch (IOException e) {
      // The command to repeat it is then the one without options.
      options.clear();
    }
  }

  /** The options of the command that made the results, as a shell takes them. */
  List<String> options() {
    return options;
  }

  private static double number(String text) {
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  private static String key(String dataSet, String configuration) {
    return dataSet + "\0" + configuration;
  }

  /** The mean learning curve over the folds that reached an epoch; empty without any. */
  List<Point> curve(String dataSet, String configuration) {
    Map<Integer, double[]> sums = new TreeMap<>();
    curves
        .getOrDefault(key(dataSet, configuration), Map.of())
        .values()
        .forEach(
            fold ->
                fold.values()
                    .forEach(
                        point -> {
                          double[] sum = sums.computeIfAbsent(point.epoch(), e -> new double[3]);
                          sum[0] += point.training();
                          sum[1] += point.validation();
                          sum[2]++;
                        }));
    List<Point> mean = new ArrayList<>();
    sums.forEach((epoch, sum) -> mean.add(new Point(epoch, sum[0] / sum[2], sum[1] / sum[2])));
    return mean;
  }

  boolean hasCurves() {
    return !curves.isEmpty();
  }

  /** The mean time to train a cell in seconds, NaN where no cell was measured. */
  double seconds(String dataSet, String configuration) {
    return times.getOrDefault(key(dataSet, configuration), Map.of()).values().stream()
        .mapToDouble(v -> v)
        .average()
        .orElse(Double.NaN);
  }

  boolean hasTimes() {
    return !times.isEmpty();
  }

  static List<List<String>> rows(Path file, int columns) {
    List<List<String>> rows = new ArrayList<>();
    try {
      if (Files.isRegularFile(file)) {
        for (String line : Files.readAllLines(file)) {
          List<String> row = fields(line);
          if (row.size() == columns) {
            rows.add(row);
          }
        }
      }
    } catch (IOException e) {
      // The report then has no such section, as without the file.
      return List.of();
    }
    return rows;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
