// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.DataSpec;
import backprop.experiments.file.Evaluation;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.Nearest;
import backprop.experiments.file.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SparseInstance;
import weka.core.converters.AbstractFileLoader;
import weka.core.converters.ArffLoader;
import weka.core.converters.CSVLoader;
import weka.filters.Filter;
import weka.filters.unsupervised.attribute.NumericToNominal;

/** Loads data sets with Weka's loaders and refuses what no classifier can use. */
final class DataLoader {
  /** Longer relation names, and those of filters, are history and not names. */
  private static final int LONGEST_NAME = 40;

  private static final Pattern LINE = Pattern.compile("(?:\\bline |line: )(\\d+)");

  /** What Weka's parsers say of themselves; the line stands before the sentence. */
  private static final Pattern TOKENS =
      Pattern.compile(", read Token\\[EO[LF]\\], line \\d+|\\s*Problem encountered on line: \\d+");

  /** What Weka's CSV loader says of a row that is too long. */
  private static final Pattern TOO_MANY =
      Pattern.compile("(?:\\w*Exception: )?Index \\d+ out of bounds for length (\\d+)");

  private final Evaluation evaluation;

  DataLoader(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** The rows of a file, with the class set. */
  static Instances rows(DataSpec spec) {
    Instances rows = read(spec.path(), spec.file(), spec.place());
    setClass(rows, spec);
    checkClass(rows, spec);
    checkValues(rows, spec.file(), spec.place());
    return rows;
  }

  List<LoadedData> load(List<DataSpec> specs) {
    List<LoadedData> loaded = new ArrayList<>();
    Set<String> names = new HashSet<>();
    specs.forEach(spec -> names.add(spec.name()));
    for (DataSpec spec : specs) {
      loaded.add(load(spec, names));
    }
    return loaded;
  }

  private LoadedData load(DataSpec spec, Set<String> names) {
    Instances rows = read(spec.path(), spec.file(), spec.place());
    setClass(rows, spec);
    if (spec.nominal()) {
      rows = nominal(rows, spec);
    }
    checkClass(rows, spec);
    checkValues(rows, spec.file(), spec.place());
    if (evaluation instanceof Evaluation.CrossValidation folds
        && folds.folds() > rows.numInstances()) {
      throw folds
          .place()
          .error(
              "%d folds need at least %d rows, the data set '%s' has %d"
                  .formatted(folds.folds(), folds.folds(), spec.file(), rows.numInstances()));
    }
    if (evaluation instanceof Evaluation.Split split) {
      checkSplit(split, rows, spec);
    }
    Instances test = null;
    String testChecksum = "";
    if (evaluation instanceof Evaluation.TestFile file) {
      test = alike(rows, read(file.path(), file.file(), file.place()), spec, file);
      checkValues(test, file.file(), file.place());
      if (test.stream().allMatch(Instance::classIsMissing)) {
        throw file.place()
            .error(
                "the class '%s' of the test file '%s' is missing in every row"
                    .formatted(rows.classAttribute().name(), file.file()));
      }
      testChecksum = checksum(file.path(), file.file(), file.place());
    }
    Attribute target = rows.classAttribute();
    DataSet info =
        new DataSet(
            name(rows, spec, names),
            spec.file(),
            checksum(spec.path(), spec.file(), spec.place()),
            rows.numInstances(),
            rows.numAttributes(),
            target.name(),
            target.isNominal() ? target.numValues() : 0);
    return new LoadedData(info, rows, test, testChecksum, spec);
  }

  /** Weka rounds at random, in each class, so that less than one row on average is often none. */
  private static void checkSplit(Evaluation.Split split, Instances rows, DataSpec spec) {
    double train = rows.numInstances() * split.percent() / 100;
    double test = rows.numInstances() - train;
    if (train < 1 || test < 1) {
      throw split
          .place()
          .error(
              "a split of %s%% leaves less than one of the %d rows of the data set '%s' for %s"
                  .formatted(
                      BigDecimal.valueOf(split.percent()).stripTrailingZeros().toPlainString(),
                      rows.numInstances(),
                      spec.file(),
                      train < 1 ? "training" : "testing"));
    }
  }

  private static Instances read(Path path, String file, Place place) {
    if (!Files.exists(path)) {
      throw place.error("there is no data file '" + file + "' (looked for " + path + ")");
    } else if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw place.error("the data file '" + file + "' cannot be read");
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    AbstractFileLoader loader;
    if (name.endsWith(".arff") || name.endsWith(".arff.gz")) {
      loader = new ArffLoader();
    } else if (name.endsWith(".csv")) {
      loader = new CSVLoader();
    } else {
      throw place.error(
          "the data file '" + file + "' has no known ending; known are .arff, .arff.gz, .csv");
    }
    Instances rows;
    try {
      loader.setFile(path.toFile());
      rows = quietly(loader);
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, place, e);
    }
    if (rows == null || rows.numAttributes() == 0) {
      throw place.error("the data file '" + file + "' holds no attributes");
    } else if (rows.numInstances() == 0) {
      throw place.error("the data file '" + file + "' holds no rows");
    }
    checkColumns(rows, loader, file, place);
    return rows;
  }

  /** Weka's CSV loader prints the tokens before a mistake to the console; we say it better. */
  private static Instances quietly(AbstractFileLoader loader) throws IOException {
    PrintStream out = System.out;
    PrintStream errors = System.err;
    try (PrintStream nothing = new PrintStream(OutputStream.nullOutputStream())) {
      System.setOut(nothing);
      System.setErr(nothing);
      return loader.getDataSet();
    } finally {
      System.setOut(out);
      System.setErr(errors);
    }
  }

  /** A CSV file with other separators would be one column; a byte order mark is no name. */
  private static void checkColumns(
      Instances rows, AbstractFileLoader loader, String file, Place place) {
    if (!(loader instanceof CSVLoader)) {
      return;
    }
    String first = rows.attribute(0).name();
    if (rows.numAttributes() == 1 && first.matches(".*[;\t|].*")) {
      throw place.error(
          "the data file '"
              + file
              + "' has one column, '"
              + first.replace('\t', ' ')
              + "'; columns must be separated by commas");
    } else if (first.startsWith("\uFEFF")) {
      rows.renameAttribute(0, first.substring(1));
    }
  }

  private static ExperimentException unreadable(String file, Place place, Exception e) {
    Throwable cause = e;
    String text = "";
    for (; cause != null; cause = cause.getCause()) {
      text = cause.getMessage() == null ? text : Schemes.sentence(cause);
    }
    Matcher line = LINE.matcher(text);
    String at = line.find() ? file + ":" + line.group(1) : file;
    text = TOKENS.matcher(text).replaceAll("");
    text = TOO_MANY.matcher(text).replaceFirst("more values than the $1 columns of the header");
    return place.error(
        "the data file '" + at + "' cannot be parsed: " + (text.isEmpty() ? e.toString() : text));
  }

  private static void setClass(Instances rows, DataSpec spec) {
    String wanted = spec.classAttribute();
    if (wanted == null || wanted.equals("last")) {
      rows.setClassIndex(rows.numAttributes() - 1);
      return;
    }
    Attribute byName = rows.attribute(wanted);
    if (byName != null) {
      rows.setClass(byName);
    } else if (wanted.equals("first")) {
      rows.setClassIndex(0);
    } else if (wanted.matches("[0-9]{1,9}")) {
      int index = Integer.parseInt(wanted);
      if (index < 1 || index > rows.numAttributes()) {
        throw spec.classPlace()
            .error(
                "the class of '%s' must be an attribute from 1 to %d, found %d"
                    .formatted(spec.file(), rows.numAttributes(), index));
      }
      rows.setClassIndex(index - 1);
    } else {
      List<String> names =
          Collections.list(rows.enumerateAttributes()).stream().map(Attribute::name).toList();
      throw spec.classPlace()
          .error(
              "the data set '%s' has no attribute '%s'; %s"
                  .formatted(
                      spec.file(),
                      wanted,
                      Nearest.hint(wanted, names.subList(0, Math.min(names.size(), 50)))));
    }
  }

  private static Instances nominal(Instances rows, DataSpec spec) {
    if (!rows.classAttribute().isNumeric()) {
      return rows;
    }
    try {
      int index = rows.classIndex();
      NumericToNominal filter = new NumericToNominal();
      filter.setAttributeIndices("" + (index + 1));
      rows.setClassIndex(-1);
      filter.setInputFormat(rows);
      Instances labels = Filter.useFilter(rows, filter);
      labels.setRelationName(rows.relationName());
      labels.setClassIndex(index);
      return labels;
    } catch (Exception e) {
      throw spec.classPlace()
          .error("the class of '" + spec.file() + "' cannot be read as labels: " + e.getMessage());
    }
  }

  private static void checkClass(Instances rows, DataSpec spec) {
    Attribute target = rows.classAttribute();
    if (!target.isNominal() && target.type() != Attribute.NUMERIC) {
      throw spec.classPlace()
          .error(
              "the class '%s' of '%s' must be nominal or numeric, found %s"
                  .formatted(target.name(), spec.file(), Attribute.typeToString(target)));
    }
    for (Instance row : rows) {
      if (!row.classIsMissing()) {
        return;
      }
    }
    throw spec.classPlace()
        .error(
            "the class '%s' of '%s' is missing in every row".formatted(target.name(), spec.file()));
  }

  private static void checkValues(Instances rows, String file, Place place) {
    for (int r = 0; r < rows.numInstances(); r++) {
      Instance row = rows.instance(r);
      for (int i = 0; i < row.numValues(); i++) {
        if (Double.isInfinite(row.valueSparse(i))) {
          throw place.error(
              "row %d of '%s' has an infinite value in the attribute '%s'"
                  .formatted(r + 1, file, row.attributeSparse(i).name()));
        }
      }
    }
  }

  /** The test rows under the header of the training rows; labels are matched by their text. */
  private static Instances alike(
      Instances train, Instances test, DataSpec spec, Evaluation.TestFile file) {
    Place place = file.place();
    if (test.numAttributes() != train.numAttributes()) {
      throw place.error(
          "the test file '%s' has %d attributes, '%s' has %d"
              .formatted(file.file(), test.numAttributes(), spec.file(), train.numAttributes()));
    }
    Instances rows = new Instances(train, test.numInstances());
    for (int a = 0; a < train.numAttributes(); a++) {
      Attribute expected = train.attribute(a);
      Attribute found = test.attribute(a);
      boolean labels = expected.isNominal() && (found.isNominal() || found.isNumeric());
      if (!expected.name().equals(found.name()) || !(labels || expected.type() == found.type())) {
        throw place.error(
            "attribute %d of the test file '%s' is '%s' (%s), that of '%s' is '%s' (%s)"
                .formatted(
                    a + 1,
                    file.file(),
                    found.name(),
                    Attribute.typeToString(found),
                    spec.file(),
                    expected.name(),
                    Attribute.typeToString(expected)));
      }
    }
    for (int r = 0; r < test.numInstances(); r++) {
      Instance row = test.instance(r);
      double[] values = new double[train.numAttributes()];
      for (int a = 0; a < values.length; a++) {
        values[a] = value(row, rows.attribute(a), a, r, file);
      }
      boolean sparse = row instanceof SparseInstance;
      rows.add(
          sparse
              ? new SparseInstance(row.weight(), values)
              : new DenseInstance(row.weight(), values));
    }
    return rows;
  }

  private static double value(
      Instance row, Attribute expected, int a, int r, Evaluation.TestFile file) {
    if (row.isMissing(a) || expected.isNumeric()) {
      return row.value(a);
    } else if (expected.isString()) {
      return expected.addStringValue(row.stringValue(a));
    } else if (!expected.isNominal()) {
      throw file.place()
          .error("attribute '" + expected.name() + "' has a type that no test file can have");
    }
    String label = row.toString(a);
    if (row.attribute(a).isNominal()) {
      label = row.stringValue(a);
    }
    int index = expected.indexOfValue(label);
    if (index < 0) {
      throw file.place()
          .error(
              "row %d of the test file '%s' has the label '%s' for '%s', which the training data lack"
                  .formatted(r + 1, file.file(), label, expected.name()));
    }
    return index;
  }

  private static String name(Instances rows, DataSpec spec, Set<String> names) {
    if (spec.name() != null) {
      return spec.name();
    }
    String relation = rows.relationName().strip();
    String stem =
        spec.path().getFileName().toString().replaceFirst("(?i)\\.(arff|arff\\.gz|csv)$", "");
    boolean history =
        relation.isEmpty() || relation.length() > LONGEST_NAME || relation.contains("-weka.");
    String name = history || names.contains(relation) ? stem : relation;
    for (int i = 2; !names.add(name); i++) {
      name = stem + " (" + i + ")";
    }
    return name;
  }

  private static String checksum(Path path, String file, Place place) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw place.error("the data file '" + file + "' cannot be read: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
