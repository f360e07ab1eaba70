// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.Classifier;
import weka.core.Instances;
import weka.core.Range;
import weka.core.SerializationHelper;
import weka.core.converters.ConverterUtils.DataSource;
import weka.experiment.DatabaseUtils;
import weka.experiment.InstanceQuery;
import weka.experiment.PairedCorrectedTTester;

/** What a run leaves behind besides its reports: databases, models, and reports made again. */
final class OutputsTest {
  private static final String FILE =
      """
      experiment: t
      data: [iris.arff, glass.arff]
      evaluate: { cross-validation: 5 }
      metrics: [percent-correct, kappa]
      learners:
        tree:
          scheme: weka.classifiers.trees.J48
          vary: { minNumObj: [2, 40] }
        bayes: weka.classifiers.bayes.NaiveBayes
      rules:
        - { name: good, on: end, expect: "best('tree').kappa > 0.4" }
      output: { folder: out, reports: [console, json, html] }
      """;

  @TempDir private Path folder;
  private Path file;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    Commands.copy("iris.arff", folder);
    Commands.copy("glass.arff", folder);
    file = folder.resolve("t.yaml");
    out = folder.resolve("out");
    Files.writeString(file, FILE);
  }

  @Test
  void reportsAgainFromTheRecords() throws IOException {
    Commands.Result run = Commands.run("run", file, "--set", "evaluate.repeats=2");
    assertEquals(0, run.code(), run.err());
    byte[] page = Files.readAllBytes(out.resolve("report.html"));
    Files.delete(out.resolve("report.html"));
    long records = Files.size(out.resolve("cells.jsonl"));
    Commands.Result again = Commands.run("report", out);
    assertEquals(0, again.code(), again.err());
    assertEquals(run.out(), again.out());
    assertArrayEquals(page, Files.readAllBytes(out.resolve("report.html")));
    assertEquals(records, Files.size(out.resolve("cells.jsonl")));

    Files.writeString(file, FILE.replace("kappa > 0.4", "kappa > 0.99"));
    Commands.Result stricter = Commands.run("report", out, "--reports", "markdown");
    assertEquals(1, stricter.code(), stricter.err());
    assertEquals("", stricter.out());
    assertTrue(Files.readString(out.resolve("report.md")).contains("❌ fails | good"));
    Files.writeString(file, FILE);

    // A run that is not finished: half of the records, and the last one cut off.
    List<String> lines = Files.readAllLines(out.resolve("cells.jsonl"));
    Files.writeString(
        out.resolve("cells.jsonl"),
        String.join("\n", lines.subList(0, 30)) + "\n" + lines.get(30).substring(0, 50));
    Commands.Result half = Commands.run("report", out);
    assertEquals(4, half.code(), half.out());
    assertTrue(half.out().contains("30 of 60 cells have no result yet"), half.out());
  }

  /** Weka's Gaussian process is one: its matrix is not serializable. */
  @Test
  void modelsThatCannotBeSerializedAreJudgedWithoutASize() throws IOException {
    Files.writeString(
        file,
        """
        experiment: t
        data: [{ file: iris.arff, class: petalwidth }]
        evaluate: { split: 66 }
        metrics: [root-mean-squared-error]
        learners:
          process: weka.classifiers.functions.GaussianProcesses
          linear: weka.classifiers.functions.LinearRegression
        output: { folder: out, reports: [console] }
        """);
    Commands.Result run = Commands.run("run", file);
    assertEquals(0, run.code(), run.err());
    for (String line : Files.readAllLines(out.resolve("cells.jsonl"))) {
      assertTrue(line.contains("Root_mean_squared_error"), line);
      assertFalse(line.contains("NaN"), line);
    }
    List<String> sizes =
        Files.readAllLines(out.resolve("timings.csv")).stream()
            .filter(line -> line.contains("Serialized_Model_Size"))
            .toList();
    assertEquals(1, sizes.size(), sizes.toString());
    assertTrue(sizes.get(0).contains("linear"), sizes.get(0));
  }

  @Test
  void foldersWithoutResultsAreRefused() throws IOException {
    Commands.Result none = Commands.run("report", folder);
    assertEquals(2, none.code());
    assertTrue(none.err().contains("holds no results of 'backprop run'"), none.err());
    assertEquals(0, Commands.run("run", file, "--only", "bayes,iris").code() & ~4);
    Files.move(file, folder.resolve("moved.yaml"));
    Commands.Result gone = Commands.run("report", out);
    assertEquals(2, gone.code());
    assertTrue(gone.err().contains("t.yaml: there is no such file"), gone.err());
    Commands.Result found = Commands.run("report", out, "--file", folder.resolve("moved.yaml"));
    assertEquals(4, found.code(), found.err());
    Commands.Result other =
        Commands.run("report", out, "--file", folder.resolve("moved.yaml"), "--reports", "htlm");
    assertEquals(2, other.code());
    Files.writeString(folder.resolve("other.yaml"), FILE.replace("folder: out", "folder: else"));
    Commands.Result elsewhere = Commands.run("report", out, "--file", folder.resolve("other.yaml"));
    assertEquals(2, elsewhere.code());
    assertTrue(elsewhere.err().contains("is not there"), elsewhere.err());
  }

  @Test
  void theBestModelIsWekas() throws Exception {
    Files.writeString(file, FILE.replace("reports:", "save-best: models/best.model, reports:"));
    Commands.Result run = Commands.run("run", file);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("trained on all 150 rows of iris: "), run.err());
    for (String name : List.of("iris", "Glass")) {
      Object[] parts =
          SerializationHelper.readAll(out.resolve("models/best-" + name + ".model").toString());
      Instances data =
          DataSource.read(folder.resolve(name.toLowerCase(Locale.ROOT) + ".arff").toString());
      data.setClassIndex(data.numAttributes() - 1);
      assertTrue(((Instances) parts[1]).equalHeaders(data));
      int right = 0;
      for (int i = 0; i < data.numInstances(); i++) {
        right +=
            ((Classifier) parts[0]).classifyInstance(data.get(i)) == data.get(i).classValue()
                ? 1
                : 0;
      }
      assertTrue(right > 0.75 * data.numInstances(), name + ": " + right);
    }
    Files.writeString(
        file,
        FILE.replace("reports:", "save-best: one.model, reports:").replace(", glass.arff", ""));
    assertEquals(0, Commands.run("run", file).code());
    assertTrue(Files.exists(out.resolve("one.model")));
    try (Stream<Path> all = Files.list(out)) {
      assertFalse(all.anyMatch(path -> path.toString().endsWith(".part")));
    }
  }

  /** As the Analyse tab's "Database..." does it: the index, then the table, then the tester. */
  @Test
  void theDatabaseOpensInTheAnalyseTab() throws Exception {
    theDatabaseOpens("jdbc:h2:" + folder.resolve("db").toAbsolutePath(), "sa", "org.h2.Driver");
  }

  /**
   * The same on a server, whose database is named in {@code BACKPROP_TEST_POSTGRESQL}, such as
   * {@code jdbc:postgresql://127.0.0.1:5432/results?user=tester}; its tables of results are lost.
   */
  @Test
  void theServerOpensInTheAnalyseTab() throws Exception {
    String url = System.getenv("BACKPROP_TEST_POSTGRESQL");
    assumeTrue(url != null && !url.isBlank(), "skipped: BACKPROP_TEST_POSTGRESQL is not set");
    String user = url.replaceFirst(".*[?&]user=([^&]*).*", "$1");
    try (Connection database = DriverManager.getConnection(url)) {
      for (String table : new String[] {"Experiment_index", "Results0", "Results1"}) {
        database.createStatement().execute("DROP TABLE IF EXISTS " + table);
      }
    }
    theDatabaseOpens(url, user, "org.postgresql.Driver");
  }

  private void theDatabaseOpens(String url, String user, String driver) throws Exception {
    String jdbc = "'jdbc(url=" + url + ", user=" + user + ")'";
    Files.writeString(file, FILE.replace("json, html", jdbc));
    Commands.Result run = Commands.run("run", file);
    assertEquals(0, run.code(), run.err());
    // Another experiment gets another table, and the first one again its own.
    Files.writeString(
        file,
        FILE.replace("json, html", jdbc)
            .replace("experiment: t", "experiment: u")
            .replace("folder: out", "folder: other")
            .replace(", glass.arff", ""));
    assertEquals(0, Commands.run("run", file).code());
    Files.writeString(file, FILE.replace("json, html", jdbc));
    assertEquals(0, Commands.run("run", file).code());
    try (Connection database = DriverManager.getConnection(url, user, "");
        ResultSet index =
            database
                .createStatement()
                .executeQuery("SELECT * FROM " + DatabaseUtils.EXP_INDEX_TABLE + " ORDER BY 3")) {
      assertTrue(index.next());
      assertEquals("t", index.getString(DatabaseUtils.EXP_SETUP_COL));
      assertEquals(0, index.getInt(DatabaseUtils.EXP_RESULT_COL));
      assertTrue(index.next());
      assertEquals("u", index.getString(DatabaseUtils.EXP_SETUP_COL));
      assertFalse(index.next());
    }
    Path props = folder.resolve("DatabaseUtils.props");
    Files.writeString(
        props,
        "jdbcDriver="
            + driver
            + "\njdbcURL="
            + url
            + "\n"
            + "CHARACTER_VARYING=0\nVARCHAR=0\nvarchar=0\nDOUBLE_PRECISION=2\nDOUBLE=2\nfloat8=2\n"
            + "CREATE_STRING=VARCHAR(8000)\nCREATE_INT=INT\nCREATE_DOUBLE=DOUBLE\n"
            + "checkForTable=true\n"
            + (driver.contains("h2")
                ? "checkUpperCaseNames=true\n"
                : "checkLowerCaseNames=true\n"));
    InstanceQuery query = new InstanceQuery();
    query.initialize(props.toFile());
    query.setDatabaseURL(url);
    query.setUsername(user);
    query.setPassword("");
    query.connectToDatabase();
    assertTrue(query.experimentIndexExists());
    Instances data =
        query.retrieveInstances("SELECT * FROM " + DatabaseUtils.EXP_RESULT_PREFIX + "0");
    query.disconnectFromDatabase();
    assertEquals(30, data.numInstances());
    PairedCorrectedTTester tester = new PairedCorrectedTTester();
    tester.setInstances(data);
    tester.setDatasetKeyColumns(new Range("1"));
    tester.setRunColumn(1);
    tester.setFoldColumn(2);
    tester.setResultsetKeyColumns(new Range("4,5,6"));
    tester.setSignificanceLevel(0.05);
    assertEquals(3, tester.getNumResultsets());
    assertEquals(2, tester.getNumDatasets());
    int column = 0;
    while (!data.attribute(column).name().equalsIgnoreCase("percent_correct")) {
      column++;
    }
    assertTrue(tester.multiResultsetFull(0, column).contains("(2)"));
  }
}
