// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Kernels;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the data are.
 *
 * @param paths the file or folder of each kind that was given
 * @param generated whether rows are made up where none was given
 * @param rows training rows at most
 * @param testRows test rows at most, where these are in files of their own
 */
public record DataFiles(Map<DataKind, Path> paths, boolean generated, int rows, int testRows) {

  /** The files that were given; null for those that were not. */
  public static DataFiles of(
      Path mnist, Path letter, Path diabetes, boolean generated, int rows, int testRows) {
    Map<DataKind, Path> paths = new EnumMap<>(DataKind.class);
    put(paths, DataKind.MNIST, mnist);
    put(paths, DataKind.LETTER, letter);
    put(paths, DataKind.DIABETES, diabetes);
    return new DataFiles(paths, generated, rows, testRows);
  }

  private static void put(Map<DataKind, Path> paths, DataKind kind, Path path) {
    if (path != null) {
      paths.put(kind, path);
    }
  }

  /** What a kind of data lacks, in one sentence; empty where there are rows. */
  Optional<String> missing(DataKind kind) {
    return generated || paths.containsKey(kind)
        ? Optional.empty()
        : Optional.of(
            "no data: give them by %s (%s), or use made-up rows by --generated"
                .formatted(kind.option(), kind.where()));
  }

  /**
   * The rows of a kind.
   *
   * @throws backprop.experiments.file.ExperimentException in one sentence when they cannot be read
   */
  Rows read(Kernels kernels, DataKind kind) {
    Path path = paths.get(kind);
    if (path == null) {
      return GeneratedRows.make(kernels, kind, rows, testRows);
    }
    return kind == DataKind.MNIST
        ? new MnistRows().read(kernels, path, rows, testRows)
        : TableRows.read(kernels, kind, path, rows);
  }
}
