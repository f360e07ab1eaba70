// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.Fixtures;
import backprop.experiments.RealResults;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.ExperimentResults;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weka.core.Instances;

/** All reports over usual and unusual results. */
class ReportsTest {
  private static final List<String> ALL =
      List.of("console", "html", "junit", "arff", "csv", "json", "markdown");

  @TempDir Path folder;

  private String write(ExperimentResults results, List<Verdict> verdicts, Path to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<Path> files = Reports.of(ALL).write(results, verdicts, to, console);
    assertEquals(
        List.of(
            "report.html", "junit.xml", "results.arff", "results.csv", "report.json", "report.md"),
        files.stream().map(file -> file.getFileName().toString()).toList());
    files.forEach(file -> assertTrue(Files.isRegularFile(file), file.toString()));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Verdict verdict(String rule, Level level, Outcome outcome, String reason) {
    return new Verdict(rule, level, outcome, reason);
  }

  private String read(String file) throws Exception {
    return Files.readString(folder.resolve(file));
  }

  /** Everything that a page needs to be: closed tags, no script, nothing fetched. */
  private static void checkPage(String page) {
    Matcher script = Pattern.compile("(?s)<script>(.*?)</script>").matcher(page);
    assertTrue(script.find(), "the script that sorts");
    String sum = "";
    try {
      byte[] bytes = script.group(1).getBytes(StandardCharsets.UTF_8);
      sum = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    assertTrue(page.contains("script-src &#39;sha256-" + sum + "&#39;"), "it alone may run");
    String html = script.replaceFirst("");
    assertFalse(html.contains("<script"), "another script");
    Deque<String> open = new ArrayDeque<>();
    Matcher tag = Pattern.compile("<(/?)([a-z0-9!]+)([^<>]*)>").matcher(html);
    int tags = 0;
    while (tag.find()) {
      tags++;
      String name = tag.group(2);
      if (name.equals("meta") || name.equals("wbr") || name.equals("!")) {
        continue;
      }
      assertFalse(List.of("img", "iframe", "link", "object", "a").contains(name), name);
      assertFalse(
          tag.group(3).matches("(?s).*\\s(on\\w+|src|href|style)\\s*=\\s*[^\"].*"), tag.group());
      if (tag.group(1).isEmpty()) {
        open.push(name);
      } else {
        assertEquals(open.pop(), name);
      }
    }
    assertTrue(open.isEmpty(), open.toString());
    assertTrue(tags > 20, "tags: " + tags);
    assertEquals(html.chars().filter(c -> c == '<').count(), tags, "a < outside of tags");
    assertFalse(html.contains("http://") || html.contains("https://"));
  }

  private static void checkConsole(String text) {
    text.lines()
        .forEach(line -> assertTrue(line.length() <= 100 || line.startsWith("Report: "), line));
    assertFalse(text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r'));
  }

  @Test
  void equalResultsGiveEqualBytes() throws Exception {
    ExperimentResults results = RealResults.classification();
    List<Verdict> verdicts = List.of(verdict("g", Level.ERROR, Outcome.PASS, "holds"));
    write(results, verdicts, folder.resolve("a"));
    List<CellResult> later = new ArrayList<>();
    for (CellResult cell : results.cells()) {
      Map<String, Double> metrics = new TreeMap<>(cell.metrics());
      metrics.replaceAll(
          (column, value) -> column.contains("_Time_") ? Double.valueOf(value + 1.5) : value);
      assertFalse(metrics.equals(cell.metrics()), "no time was measured");
      later.add(withMetrics(cell, metrics));
    }
    write(withCells(results, later), verdicts, folder.resolve("b"));
    for (String file : List.of("report.html", "junit.xml", "results.arff", "results.csv")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("a").resolve(file)),
          Files.readAllBytes(folder.resolve("b").resolve(file)),
          file);
    }
    assertEquals(
        Files.readString(folder.resolve("a/report.json")),
        Files.readString(folder.resolve("b/report.json")));
    try (var left = Files.list(folder.resolve("a"))) {
      assertEquals(6, left.count());
    }
  }

  @Test
  void timesAppearWhereTheExperimentNamesThem() throws Exception {
    Fixtures fixtures =
        Fixtures.of(1, 2)
            .metrics("percent-correct", "training-time")
            .data("iris", 3)
            .learner("a")
            .values("iris", "a", "Percent_correct", 90, 91)
            .values("iris", "a", "Elapsed_Time_training", 0.25, 0.75)
            .values("iris", "a", "Elapsed_Time_testing", 0.1, 0.1);
    write(fixtures.build(), List.of(), folder);
    assertTrue(read("results.csv").contains("Elapsed_Time_training"));
    assertFalse(read("results.csv").contains("Elapsed_Time_testing"));
    assertTrue(read("report.json").contains("Elapsed_Time_training"));
    assertFalse(read("report.json").contains("Elapsed_Time_testing"));
  }

  private static CellResult withMetrics(CellResult c, Map<String, Double> metrics) {
    return new CellResult(
        c.dataSet(),
        c.dataChecksum(),
        c.configuration(),
        c.scheme(),
        c.options(),
        c.repeat(),
        c.fold(),
        c.seed(),
        c.version(),
        c.trainRows(),
        c.testRows(),
        metrics,
        c.texts(),
        c.error());
  }

  private static ExperimentResults withCells(ExperimentResults r, List<CellResult> cells) {
    return new ExperimentResults(
        r.experiment(),
        r.file(),
        r.seed(),
        r.repeats(),
        r.folds(),
        r.metrics(),
        r.dataSets(),
        r.configurations(),
        r.forbidden(),
        cells,
        r.warnings());
  }

  @Test
  void hostileNamesStayText() throws Exception {
    String evil =
        "<script>alert('x')</script>\"onload=\"y\" \u001b[2J\r\n\u0000 ]]> &amp; %s ${a} \\' {,}";
    String data = "</table><img src=x onerror=z>, 'q' \"d\"";
    Fixtures fixtures =
        Fixtures.of(1, 2)
            .data(data, 2)
            .learner(evil)
            .learner("=cmd()", "a<b", "c>d")
            .values(data, evil, "Percent_correct", 90, 91)
            .values(data, "=cmd()[a<b=c>d]", "Percent_correct", 80, 85)
            .fail(data, "=cmd()[a<b=c>d]", 1, "<b>it</b> broke\nbadly\u202e");
    List<Verdict> verdicts =
        List.of(
            verdict(evil, Level.ERROR, Outcome.FAIL, "<i>no</i> & \"never\"\nline < 2"),
            verdict("ok", Level.INFO, Outcome.PASS, "holds"));
    ExperimentResults results = fixtures.build();
    String console = write(results, verdicts, folder);
    checkConsole(console);
    checkPage(read("report.html"));
    assertTrue(read("report.html").contains("&lt;script&gt;alert(&#39;x&#39;)"));

    JunitReportTest.validate(read("junit.xml"));
    JsonNode json = new ObjectMapper().readTree(read("report.json"));
    assertEquals(evil, json.at("/configurations/0/name").asText());
    assertEquals(data, json.at("/dataSets/0/name").asText());
    Instances arff = new Instances(new StringReader(read("results.arff")));
    assertEquals(3, arff.numInstances());
    assertEquals(data, arff.get(0).stringValue(arff.attribute("Key_Dataset")));
    List<List<String>> csv = parse(read("results.csv"));
    assertEquals(4, csv.size());
    assertEquals(data, csv.get(1).get(0));
    assertEquals(evil, csv.get(1).get(csv.get(1).size() - 1));
    for (List<String> row : csv) {
      assertEquals(csv.get(0).size(), row.size());
    }
  }

  /** RFC 4180, read independently of the writer. */
  static List<List<String>> parse(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (quoted || c != '\r') {
        field.append(c);
      }
    }
    return rows;
  }

  @Test
  void gapsAreShown() throws Exception {
    Fixtures fixtures =
        Fixtures.of(1, 3)
            .data("iris", 3)
            .data("cpu", 0)
            .learner("a")
            .learner("b")
            .learner("c")
            .values("iris", "a", "Percent_correct", 90, Double.NaN, 92)
            .values("iris", "b", "Percent_correct", 80, 81, Double.POSITIVE_INFINITY)
            .fail("iris", "c", 0, "boom")
            .fail("iris", "c", 1, "boom")
            .fail("iris", "c", 2, "boom");
    String console = write(fixtures.build(), List.of(), folder);
    checkConsole(console);
    assertTrue(console.contains("91.00 (1.41) !"), console);
    assertTrue(console.contains("! mean of fewer cells than planned"), console);
    assertTrue(console.contains("c on iris, repeat 1, fold 1: boom"), console);
    String html = read("report.html");
    checkPage(html);
    assertTrue(html.contains("missing in 1 of 3 cells"));
    assertTrue(html.contains("title=\"3 of 3 cells failed\""));
    JsonNode json = new ObjectMapper().readTree(read("report.json"));
    assertTrue(json.at("/summary").findValues("mean").stream().anyMatch(JsonNode::isNull));
    assertFalse(read("report.json").contains("NaN"));
    assertFalse(read("report.json").contains("Infinity"));
    assertTrue(read("results.arff").contains("?"));
  }

  @Test
  void chartsShowCurvesTimesRanksAndEffects() throws Exception {
    Fixtures fixtures = Fixtures.of(1, 4).learner("forest");
    for (long width : new long[] {8, 32, 128}) {
      fixtures.learner("network", "width", width, "loss", "a<b");
    }
    for (int d = 0; d < 6; d++) {
      String data = "d" + d;
      fixtures.data(data, 2);
      fixtures.values(data, "forest", "Percent_correct", Fixtures.noise(4, 80, 3, d));
      for (int width : new int[] {8, 32, 128}) {
        String name = "network[width=" + width + ", loss=a<b]";
        double center = 78 + Math.log(width);
        fixtures.values(data, name, "Percent_correct", Fixtures.noise(4, center, 3, d + width));
      }
    }
    String name = "\"network[width=32, loss=a<b]\"";
    Files.writeString(
        folder.resolve("curves.csv"),
        "data set,configuration,repeat,fold,epoch,training loss,validation loss\n"
            + "d0,"
            + name
            + ",1,1,1,0.9,0.95\nd0,"
            + name
            + ",1,1,2,0.5,\n"
            + "d0,"
            + name
            + ",1,2,1,0.7,0.75\nd0,"
            + name
            + ",1,2,2,0.3,0.4\nd0,\"netw");
    Files.writeString(
        folder.resolve("timings.csv"),
        "data set,configuration,repeat,fold,column,value\n"
            + "d0,forest,1,1,Elapsed_Time_training,0.25\n"
            + "d0,"
            + name
            + ",1,1,Elapsed_Time_training,2.5\n");
    Files.writeString(folder.resolve("run.json"), "{\"set\": [\"seed=2\"], \"only\": []}");
    Extras extras = Extras.of(folder);
    List<Extras.Point> curve = extras.curve("d0", "network[width=32, loss=a<b]");
    assertEquals(2, curve.size());
    assertEquals(0.8, curve.get(0).training(), 1e-12);
    assertEquals(0.85, curve.get(0).validation(), 1e-12);
    assertEquals(0.25, extras.seconds("d0", "forest"));
    write(fixtures.build(), List.of(), folder);
    String html = read("report.html");
    checkPage(html);
    for (String part :
        List.of(
            "<h2>Learning curves</h2>",
            "<h2>Time against quality</h2>",
            " in 0.250 s",
            "<h2>Ranks over the data sets</h2>",
            "Friedman&#39;s test over 6 data sets: p = ",
            "Wilcoxon&#39;s signed-rank test against forest",
            "<h2>What the parameters do</h2>",
            "<h3>network: width</h3>",
            "<h2>Gain over forest</h2>",
            "table class=\"results sortable\"",
            "test.yaml --fresh --set seed=2",
            "Weka 3.9")) {
      assertTrue(html.contains(part), part);
    }
    assertFalse(html.contains("<h3>network: loss</h3>"), "a variable with one value");
    assertFalse(html.contains("NaN"), "a number that is none");
  }

  @Test
  void oneCell() throws Exception {
    Fixtures fixtures =
        Fixtures.of(1, 1).data("iris", 3).learner("a").values("iris", "a", "Percent_correct", 90);
    String console = write(fixtures.build(), List.of(), folder);
    checkConsole(console);
    assertTrue(console.contains("1 data set, 1 configuration, 1 split, 1 cell"), console);
    checkPage(read("report.html"));
    JunitReportTest.validate(read("junit.xml"));
    assertEquals(1, new Instances(new StringReader(read("results.arff"))).numInstances());
  }

  @Test
  void nothingAtAll() throws Exception {
    write(Fixtures.of(1, 1).build(), List.of(), folder);
    checkPage(read("report.html"));
    JunitReportTest.validate(read("junit.xml"));
    new ObjectMapper().readTree(read("report.json"));
  }

  @Test
  void hundredsOfConfigurations() throws Exception {
    Fixtures fixtures = Fixtures.of(1, 2);
    for (int d = 0; d < 9; d++) {
      fixtures.data("a data set with a long name " + d, 3);
    }
    fixtures.learner("forest");
    for (long width = 1; width <= 300; width++) {
      fixtures.learner(
          "network", "width", width, "drop", 0.5, "optimizer", "adam(rate=0.001, beta=0.99)");
    }
    ExperimentResults empty = fixtures.build();
    List<CellResult> cells = new ArrayList<>();
    for (var data : empty.dataSets()) {
      for (int c = 0; c < empty.configurations().size(); c++) {
        var configuration = empty.configurations().get(c);
        for (int fold = 1; fold <= 2; fold++) {
          double value = 50 + c * 0.1 + fold + data.name().length();
          cells.add(
              new CellResult(
                  data.name(),
                  "c",
                  configuration.name(),
                  configuration.scheme(),
                  configuration.options(),
                  1,
                  fold,
                  1,
                  "0.1.0",
                  135,
                  15,
                  Map.of("Percent_correct", value),
                  Map.of(),
                  null));
        }
      }
    }
    ExperimentResults results = withCells(empty, cells);
    String console = write(results, List.of(), folder);
    checkConsole(console);
    assertTrue(console.lines().count() < 400, "lines: " + console.lines().count());
    assertTrue(console.contains("the other 277 configurations are in the other reports"), console);
    assertTrue(console.contains("width=300"), "the best is shown");
    assertTrue(console.contains("\nforest "), "the reference is shown");
    String html = read("report.html");
    checkPage(html);
    assertTrue(html.contains("width=1, "), "all are in the page");
    assertEquals(5418 + 1, parse(read("results.csv")).size());
  }

  @Test
  void referenceIsTheFirstLearnerOrTheBest() {
    Fixtures single =
        Fixtures.of(1, 2)
            .data("iris", 3)
            .learner("forest")
            .learner("network", "width", 1L)
            .values("iris", "forest", "Percent_correct", 80, 81)
            .values("iris", "network[width=1]", "Percent_correct", 90, 91);
    assertEquals("forest", new Findings(single.build(), List.of()).reference().get().name());
    Fixtures grid =
        Fixtures.of(1, 2)
            .metrics("root-mean-squared-error")
            .data("iris", 3)
            .learner("network", "width", 1L)
            .learner("network", "width", 2L)
            .learner("network", "width", 3L)
            .values("iris", "network[width=1]", "Root_mean_squared_error", 0.5, 0.6)
            .values("iris", "network[width=2]", "Root_mean_squared_error", 0.2, 0.3)
            .values("iris", "network[width=3]", "Root_mean_squared_error", 0.4, 0.4);
    Findings findings = new Findings(grid.build(), List.of());
    assertEquals("network[width=2]", findings.reference().get().name());
    assertEquals(
        List.of("network[width=2]", "network[width=3]", "network[width=1]"),
        findings.ranked().stream().map(c -> c.name()).toList());
  }

  @Test
  void marksFollowTheDirection() throws Exception {
    Fixtures fixtures =
        Fixtures.of(1, 4)
            .metrics("log-loss")
            .data("iris", 3)
            .learner("a")
            .learner("b")
            .values("iris", "a", "Log_loss", 0.5, 0.51, 0.49, 0.5)
            .values("iris", "b", "Log_loss", 0.1, 0.12, 0.11, 0.1);
    String console = write(fixtures.build(), List.of(), folder);
    assertTrue(console.contains("0.1075 (0.0096)+"), console);
    assertTrue(read("report.html").contains("mark up"));
    assertFalse(read("report.html").contains("mark down"));
    JsonNode json = new ObjectMapper().readTree(read("report.json"));
    assertEquals("better", json.at("/comparisons/0/significant").asText());
    assertTrue(json.at("/comparisons/0/difference").asDouble() < 0);
  }

  @Test
  void headlineSaysWhatBlocks() {
    List<Verdict> verdicts =
        List.of(
            verdict("a", Level.ERROR, Outcome.PASS, "holds"),
            verdict("b", Level.WARNING, Outcome.FAIL, "does not"),
            verdict("c", Level.INFO, Outcome.INCONCLUSIVE, "undecided"));
    String html = new HtmlReport().text(new Findings(Fixtures.of(1, 1).build(), verdicts));
    assertTrue(
        html.contains("1 of 3 gates holds, 1 fails, 1 undecided, none of level error"), html);
    assertTrue(html.contains("<header class=\"pass\">"));
    List<Verdict> failing = List.of(verdict("b", Level.ERROR, Outcome.FAIL, "does not"));
    String red = new HtmlReport().text(new Findings(Fixtures.of(1, 1).build(), failing));
    assertTrue(red.contains("<header class=\"fail\">"));
    assertTrue(red.contains("0 of 1 gate hold, 1 fails"), red);
  }

  @Test
  void unknownReportIsRefused() {
    String message =
        assertThrows(ExperimentException.class, () -> Reports.of(List.of("console", "htlm")))
            .getMessage();
    assertEquals("unknown report \"htlm\"; did you mean 'html'?", message);
    List<String> names = new ArrayList<>(ALL);
    names.add("jdbc");
    assertEquals(names, Reports.names());
  }

  @Test
  void onlyWhatWasAskedFor() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<Path> files =
        Reports.of(List.of("json", "json"))
            .write(Fixtures.of(1, 1).build(), List.of(), folder.resolve("deep/er"), console);
    assertEquals(List.of(folder.resolve("deep/er/report.json")), files);
    assertEquals(0, out.size());
  }

  @Test
  void folderThatCannotBeWritten() throws Exception {
    Path file = folder.resolve("file");
    Files.writeString(file, "in the way");
    String message =
        assertThrows(
                ExperimentException.class,
                () ->
                    Reports.of(List.of("html"))
                        .write(Fixtures.of(1, 1).build(), List.of(), file, System.out))
            .getMessage();
    assertTrue(message.contains("cannot write the report " + file.resolve("report.html")), message);
    Path taken = folder.resolve("out/report.html/inside");
    Files.createDirectories(taken);
    assertThrows(
        ExperimentException.class,
        () ->
            Reports.of(List.of("html"))
                .write(Fixtures.of(1, 1).build(), List.of(), folder.resolve("out"), System.out));
    assertFalse(Files.exists(folder.resolve("out/report.html.part")));
  }
}
