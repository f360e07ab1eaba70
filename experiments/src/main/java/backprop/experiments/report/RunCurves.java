// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.engine.model.EpochRecord;
import backprop.engine.model.Vitals;
import backprop.experiments.file.ExperimentException;
import backprop.weka.curve.CurveReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The learning curves of an experiment's networks as files, the mean over the folds of each. */
public final class RunCurves {
  private static final List<String> ENDINGS = List.of(".png", ".svg", ".csv");

  private RunCurves() {}

  /**
   * Writes a picture and a table for each network and data set into {@code curves} in the folder,
   * replacing those that are there.
   *
   * @param folder the experiment's output folder
   * @return the files
   * @throws ExperimentException in one sentence when there are no curves, or no room
   */
  public static List<Path> write(Path folder) {
    Map<String, Map<Integer, List<double[]>>> all = read(folder);
    if (all.isEmpty()) {
      throw new ExperimentException(
          folder + ": there are no learning curves of networks in it (curves.csv)");
    }
    List<Path> files = new ArrayList<>();
    try {
      Path to = Files.createDirectories(folder.resolve("curves"));
      for (Map.Entry<String, Map<Integer, List<double[]>>> e : all.entrySet()) {
        CurveReport report = new CurveReport(means(e.getValue()), Vitals.none());
        for (String ending : ENDINGS) {
          Path file = to.resolve(e.getKey() + ending);
          report.write(file);
          files.add(file);
        }
      }
    } catch (IOException e) {
      throw new ExperimentException(folder + " cannot be written: " + e.getMessage(), e);
    }
    return files;
  }

  private static Map<String, Map<Integer, List<double[]>>> read(Path folder) {
    Map<String, Map<Integer, List<double[]>>> all = new LinkedHashMap<>();
    for (List<String> row : Extras.rows(folder.resolve("curves.csv"), 7)) {
      try {
        String name = (row.get(0) + "-" + row.get(1)).replaceAll("[^\\w.=-]+", "_");
        int epoch = Integer.parseInt(row.get(4));
        double validation = row.get(6).isEmpty() ? Double.NaN : Double.parseDouble(row.get(6));
        all.computeIfAbsent(name, k -> new TreeMap<>())
            .computeIfAbsent(epoch, k -> new ArrayList<>())
            .add(new double[] {Double.parseDouble(row.get(5)), validation});
      } catch (NumberFormatException e) {
        // The title, or a line that was cut off.
        continue;
      }
    }
    return all;
  }

  /** The means of the epochs that as many folds have as have the first. */
  private static List<EpochRecord> means(Map<Integer, List<double[]>> folds) {
    List<EpochRecord> means = new ArrayList<>();
    int count = folds.values().iterator().next().size();
    folds.forEach(
        (epoch, losses) -> {
          if (losses.size() == count) {
            means.add(
                new EpochRecord(
                    epoch,
                    losses.stream().mapToDouble(l -> l[0]).average().orElse(Double.NaN),
                    losses.stream().mapToDouble(l -> l[1]).average().orElse(Double.NaN),
                    Double.NaN));
          }
        });
    return means;
  }
}
