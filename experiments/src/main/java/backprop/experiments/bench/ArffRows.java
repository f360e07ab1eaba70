// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.experiments.file.ExperimentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.converters.ArffLoader.ArffReader;

/** An ARFF file row by row, by Weka's reader. */
final class ArffRows implements AutoCloseable {
  private final Path path;
  private final Reader text;
  private final ArffReader reader;
  private final Instances header;
  private int row;

  private ArffRows(Path path, Reader text) throws IOException {
    this.path = path;
    this.text = text;
    this.reader = new ArffReader(text, 100);
    this.header = reader.getStructure();
  }

  /** The file {@code NAME.arff} or {@code NAME.arff.gz} of a folder; null where there is none. */
  static Path named(Path folder, String name) {
    Path plain = folder.resolve(name + ".arff");
    Path packed = folder.resolve(name + ".arff.gz");
    return Files.exists(plain) ? plain : Files.exists(packed) ? packed : null;
  }

  /**
   * Opens a file.
   *
   * @throws ExperimentException in one sentence when it cannot be read as ARFF
   */
  static ArffRows open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new ExperimentException("there is no file '" + path + "'");
    }
    try {
      InputStream raw = Files.newInputStream(path);
      try {
        InputStream bytes = path.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        return new ArffRows(
            path, new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8)));
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Number of rows of a file, counted up to a limit. */
  static int count(Path path, int most) {
    int n = 0;
    try (ArffRows rows = open(path)) {
      while (n < most && rows.read() != null) {
        n++;
      }
    }
    if (n == 0) {
      throw new ExperimentException("'" + path + "' has no rows");
    }
    return n;
  }

  /** All rows, with the class set. */
  static Instances all(Path path, int most) {
    try (ArffRows rows = open(path)) {
      Instances all = new Instances(rows.header(), 1000);
      for (Instance x = rows.read(); x != null && all.numInstances() < most; x = rows.read()) {
        all.add(x);
      }
      all.setClassIndex(classAttribute(path, all));
      return all;
    }
  }

  /** Index of the one nominal attribute, or of the last attribute where several are nominal. */
  static int classAttribute(Path path, Instances header) {
    int nominal = -1;
    int count = 0;
    for (int a = 0; a < header.numAttributes(); a++) {
      if (header.attribute(a).isNominal()) {
        nominal = a;
        count++;
      }
    }
    if (count > 1) {
      nominal = header.numAttributes() - 1;
    }
    if (count == 0 || !header.attribute(nominal).isNominal()) {
      throw new ExperimentException(
          "'%s' has no class: expected is one nominal attribute, or a nominal one as the last"
              .formatted(path));
    }
    return nominal;
  }

  Instances header() {
    return header;
  }

  /**
   * The next row.
   *
   * @throws ExperimentException when there is none
   */
  Instance next() {
    Instance x = read();
    if (x == null) {
      throw new ExperimentException("'" + path + "' ends after " + row + " rows");
    }
    row++;
    return x;
  }

  private Instance read() {
    try {
      return reader.readInstance(header);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static ExperimentException unreadable(Path path, IOException e) {
    return new ExperimentException("'" + path + "' cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      text.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
