// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads an experiment file. */
public final class ExperimentReader {
  private static final long SEED = 1;
  private static final Pattern DATA =
      Pattern.compile(".*\\.(arff|arff\\.gz|csv)", Pattern.CASE_INSENSITIVE);

  private static final List<String> REPORTS =
      List.of("console", "html", "junit", "arff", "csv", "json");

  private final Path folder;
  private final AllowedPaths allowed;

  private ExperimentReader(Path folder, AllowedPaths allowed) {
    this.folder = folder;
    this.allowed = allowed;
  }

  /**
   * Reads a file.
   *
   * @param file the file as given on the command line
   * @param overrides {@code KEY=VALUE}, such as {@code evaluate.repeats=2}; each replaces or adds
   *     one value of the file
   * @throws ExperimentException if anything in it is wrong, with its place
   */
  public static ExperimentFile read(Path file, List<String> overrides) {
    return read(file, overrides, List.of());
  }

  /**
   * Reads a file.
   *
   * @param allowed folders and files that paths of the file may lead to, beside its own folder
   * @throws ExperimentException if anything in it is wrong, with its place
   */
  public static ExperimentFile read(Path file, List<String> overrides, List<Path> allowed) {
    String shown = file.toString();
    YamlValue root = YamlReader.read(file, shown);
    if (!root.isMapping()) {
      throw root.expected("a mapping with the key 'experiment'");
    }
    for (String override : overrides) {
      Setting.apply(root, override);
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new ExperimentReader(folder, new AllowedPaths(folder, allowed)).experiment(root, shown);
  }

  private ExperimentFile experiment(YamlValue root, String shown) {
    Map<String, YamlValue> keys =
        root.entries(
            "experiment",
            "seed",
            "data",
            "evaluate",
            "metrics",
            "learners",
            "rules",
            "baseline",
            "output");
    String name = root.required("experiment").text();
    long seed =
        keys.containsKey("seed") ? keys.get("seed").whole(Long.MIN_VALUE, Long.MAX_VALUE) : SEED;
    YamlValue baseline = keys.get("baseline");
    YamlValue metrics = root.required("metrics");
    List<String> metricNames = new ArrayList<>();
    List<Place> metricPlaces = new ArrayList<>();
    for (YamlValue metric : some(metrics)) {
      if (metricNames.contains(metric.text())) {
        throw metric.place().error("the metric '" + metric.text() + "' stands twice");
      }
      metricNames.add(metric.text());
      metricPlaces.add(metric.textPlace());
    }
    return new ExperimentFile(
        name,
        shown,
        seed,
        data(root.required("data")),
        evaluation(root.required("evaluate")),
        List.copyOf(metricNames),
        List.copyOf(metricPlaces),
        new LearnerReader(seed).read(root.required("learners")),
        keys.containsKey("rules") ? new RuleReader().read(keys.get("rules")) : List.of(),
        baseline == null
            ? null
            : new BaselineSpec(baseline.text(), resolve(baseline), baseline.place()),
        output(root, name));
  }

  private static List<YamlValue> some(YamlValue list) {
    List<YamlValue> items = list.items();
    if (items.isEmpty()) {
      throw list.expected("a list with at least one item");
    }
    return items;
  }

  private Path resolve(YamlValue value) {
    try {
      Path path = folder.resolve(value.text()).normalize();
      allowed.check(value, path);
      return path;
    } catch (InvalidPathException e) {
      throw value.expected("the path of a file");
    }
  }

  private List<DataSpec> data(YamlValue data) {
    List<DataSpec> specs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlValue item : some(data)) {
      DataSpec spec;
      if (item.isMapping()) {
        Map<String, YamlValue> keys = item.entries("file", "class", "name", "class-type");
        YamlValue file = item.required("file");
        YamlValue classValue = keys.get("class");
        spec =
            new DataSpec(
                file.text(),
                resolve(file),
                keys.containsKey("name") ? keys.get("name").text() : null,
                classValue == null ? null : classValue.text(),
                nominal(keys.get("class-type")),
                file.place(),
                classValue == null ? file.place() : classValue.place());
        if (spec.name() != null && !names.add(spec.name())) {
          throw keys.get("name").place().error("two data sets have the name '" + spec.name() + "'");
        }
      } else if (item.isScalar() && Files.isDirectory(resolve(item))) {
        specs.addAll(folder(item, specs));
        continue;
      } else if (item.isScalar()) {
        spec =
            new DataSpec(item.text(), resolve(item), null, null, false, item.place(), item.place());
      } else {
        throw item.expected("the name of a file, or { file: NAME, class: ATTRIBUTE }");
      }
      for (DataSpec other : specs) {
        if (other.path().equals(spec.path())
            && String.valueOf(other.classAttribute()).equals("" + spec.classAttribute())) {
          throw spec.place().error("the data set '" + spec.file() + "' stands twice");
        }
      }
      specs.add(spec);
    }
    return List.copyOf(specs);
  }

  /** All data files of a folder, in the order of their names, without those there are already. */
  private List<DataSpec> folder(YamlValue item, List<DataSpec> before) {
    List<DataSpec> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(resolve(item))) {
      for (Path path : files.sorted().toList()) {
        String name = path.getFileName().toString();
        boolean known = before.stream().anyMatch(other -> other.path().equals(path));
        if (DATA.matcher(name).matches() && Files.isRegularFile(path) && !known) {
          allowed.check(item, path);
          String text = item.text().replaceAll("/+$", "") + "/" + name;
          found.add(new DataSpec(text, path, null, null, false, item.place(), item.place()));
        }
      }
    } catch (IOException e) {
      throw item.place()
          .error("the folder '" + item.text() + "' cannot be read: " + e.getMessage());
    }
    if (found.isEmpty()) {
      throw item.expected("a folder with files that end in .arff, .arff.gz or .csv");
    }
    return found;
  }

  private static boolean nominal(YamlValue type) {
    if (type == null) {
      return false;
    }
    String text = type.text();
    if (!text.equals("nominal") && !text.equals("as-is")) {
      throw type.expected("'nominal' (a numeric class is read as labels) or 'as-is'");
    }
    return text.equals("nominal");
  }

  private Evaluation evaluation(YamlValue evaluate) {
    Map<String, YamlValue> keys = evaluate.entries("cross-validation", "split", "test", "repeats");
    List<String> ways = new ArrayList<>(keys.keySet());
    ways.remove("repeats");
    if (ways.size() != 1) {
      throw evaluate
          .place()
          .error(
              "'evaluate' needs exactly one of cross-validation, split and test, found "
                  + ways.size());
    }
    int repeats = keys.containsKey("repeats") ? (int) keys.get("repeats").whole(1, 1_000_000) : 1;
    YamlValue way = keys.get(ways.get(0));
    return switch (ways.get(0)) {
      case "cross-validation" ->
          new Evaluation.CrossValidation((int) way.whole(2, 1_000_000), repeats, way.place());
      case "split" -> new Evaluation.Split(percent(way), repeats, way.place());
      default -> new Evaluation.TestFile(way.text(), resolve(way), repeats, way.place());
    };
  }

  private static double percent(YamlValue way) {
    String text = way.text().strip();
    try {
      double percent =
          Double.parseDouble(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
      if (percent >= 1 && percent < 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw way.expected("the percentage that trains, from 1% to less than 100%, such as 66%");
  }

  /** The name of a file inside of the output folder. */
  private static String modelFile(YamlValue value) {
    String text = value.text();
    try {
      Path path = Path.of(text).normalize();
      if (!path.isAbsolute() && !path.startsWith("..") && !path.toString().isEmpty()) {
        return text;
      }
    } catch (InvalidPathException e) {
      // refused below
    }
    throw value.expected("a file inside of the output folder, such as best.model");
  }

  private OutputSpec output(YamlValue root, String name) {
    YamlValue output = root.entries().get("output");
    if (output == null) {
      String folderName = "out/" + name.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
      return new OutputSpec(
          folderName, folder.resolve(folderName), REPORTS, null, root.place(), root.place());
    }
    Map<String, YamlValue> keys = output.entries("folder", "reports", "save-best");
    YamlValue path = output.required("folder");
    List<String> reports = new ArrayList<>();
    YamlValue list = keys.get("reports");
    if (list != null) {
      for (YamlValue report : list.items()) {
        if (reports.contains(report.text())) {
          throw report.place().error("the report '" + report.text() + "' stands twice");
        }
        reports.add(report.text());
      }
    }
    return new OutputSpec(
        path.text(),
        resolve(path),
        list == null ? REPORTS : List.copyOf(reports),
        keys.containsKey("save-best") ? modelFile(keys.get("save-best")) : null,
        path.place(),
        list == null ? output.place() : list.place());
  }
}
