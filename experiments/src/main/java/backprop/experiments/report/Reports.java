// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.Nearest;
import backprop.experiments.rule.Verdict;
import backprop.experiments.run.ExperimentResults;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reports that an experiment asks for. */
public final class Reports {
  private static final String CONSOLE = "console";

  private static final List<Report> ALL =
      List.of(
          new HtmlReport(),
          new JunitReport(),
          new ArffReport(),
          new CsvReport(),
          new JsonReport(),
          new MarkdownReport());

  private final List<Report> files;
  private final List<JdbcReport> databases;
  private final boolean console;

  private Reports(List<Report> files, List<JdbcReport> databases, boolean console) {
    this.files = files;
    this.databases = databases;
    this.console = console;
  }

  /** The names of all reports. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(CONSOLE));
    ALL.forEach(report -> names.add(report.name()));
    names.add("jdbc");
    return names;
  }

  /**
   * Looks up reports by name: console, html, junit, arff, csv, json, markdown, jdbc(url=...).
   *
   * @throws ExperimentException for an unknown name, with the nearest known one
   */
  public static Reports of(List<String> names) throws ExperimentException {
    List<Report> files = new ArrayList<>();
    List<JdbcReport> databases = new ArrayList<>();
    for (String name : names) {
      if (JdbcReport.is(name)) {
        databases.add(JdbcReport.of(name));
        continue;
      }
      Optional<Report> found = ALL.stream().filter(r -> r.name().equals(name)).findFirst();
      if (found.isEmpty() && !name.equals(CONSOLE)) {
        throw new ExperimentException(
            "unknown report \"" + name + "\"" + "; " + Nearest.hint(name, names()));
      }
      found.filter(report -> !files.contains(report)).ifPresent(files::add);
    }
    return new Reports(List.copyOf(files), List.copyOf(databases), names.contains(CONSOLE));
  }

  /**
   * Writes the reports, each aside and then moved; equal results give equal bytes. The console
   * report comes last, as it names the files.
   *
   * @return the files written, in the order of the names; the console report writes none
   * @throws ExperimentException where the folder cannot be written, naming the file
   */
  public List<Path> write(
      ExperimentResults results, List<Verdict> verdicts, Path folder, PrintStream out) {
    Findings findings = new Findings(results, verdicts, Extras.of(folder));
    List<Path> written = new ArrayList<>();
    for (Report report : files) {
      Path file = folder.resolve(report.file());
      write(file, report.text(findings));
      written.add(file);
    }
    databases.forEach(database -> database.write(findings));
    if (console) {
      out.print(ConsoleReport.text(findings, written));
      out.flush();
    }
    Github.tell(findings, System.getenv(), out);
    return written;
  }

  private static void write(Path file, String text) {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(aside, text.getBytes(StandardCharsets.UTF_8));
      try {
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      String why = e.getClass().getSimpleName() + ": " + e.getMessage();
      try {
        Files.deleteIfExists(aside);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw new ExperimentException("cannot write the report " + file + " (" + why + ")", e);
    }
  }
}
