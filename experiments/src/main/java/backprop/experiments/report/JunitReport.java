// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit XML, as build servers read it: the document is valid against Jenkins' junit-10 schema, and
 * each suite against Surefire's.
 *
 * <p>There is one suite a data set: a case for each gate that is judged on it, with its evidence
 * there, then a case for each configuration, so that a failed run shows where it belongs. Gates
 * about the experiment as a whole are a suite of their own, which comes first. Servers turn red for
 * {@code failure} and {@code error}, and show {@code skipped} without turning red. So, in step with
 * the exit code:
 *
 * <ul>
 *   <li>a gate of level error that does not hold is a {@code failure};
 *   <li>a gate of level error that is inconclusive is an {@code error}: it must not look green;
 *   <li>a gate of level warning or info that does not hold, or is inconclusive, is {@code skipped}
 *       with its level and reason;
 *   <li>a configuration with failed cells is an {@code error}.
 * </ul>
 *
 * <p>All times are 0: the same results give the same file.
 */
final class JunitReport implements Report {
  private record Case(String group, String name, String kind, String type, String message) {}

  @Override
  public String name() {
    return "junit";
  }

  @Override
  public String file() {
    return "junit.xml";
  }

  @Override
  public String text(Findings findings) {
    String experiment = findings.results().experiment();
    List<Case> gates =
        findings.verdicts().stream()
            .filter(v -> v.opinions().isEmpty())
            .map(v -> gate(experiment, v, v.outcome(), v.reason()))
            .toList();
    List<List<Case>> runs = new ArrayList<>();
    for (DataSet data : findings.results().dataSets()) {
      List<Case> cases = new ArrayList<>();
      for (Verdict verdict : findings.verdicts()) {
        for (Verdict.Opinion opinion : verdict.opinions()) {
          if (opinion.dataSet().equals(data.name())) {
            String group = experiment + "." + data.name();
            cases.add(gate(group, verdict, opinion.outcome(), opinion.reason()));
          }
        }
      }
      for (Configuration configuration : findings.results().configurations()) {
        cases.add(run(findings, data, configuration));
      }
      runs.add(cases);
    }
    List<Case> all = new ArrayList<>(gates);
    runs.forEach(all::addAll);
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      line(xml, 0);
      xml.writeStartElement("testsuites");
      attribute(xml, "name", experiment);
      attribute(xml, "tests", all.size());
      attribute(xml, "failures", count(all, "failure"));
      attribute(xml, "errors", count(all, "error"));
      if (!gates.isEmpty()) {
        suite(xml, experiment + ": gates", gates);
      }
      for (int i = 0; i < runs.size(); i++) {
        suite(xml, experiment + ": " + findings.results().dataSets().get(i).name(), runs.get(i));
      }
      line(xml, 0);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new AssertionError(impossible);
    }
    return text + "\n";
  }

  private static Case gate(String group, Verdict verdict, Outcome outcome, String found) {
    String level = verdict.level().name().toLowerCase(Locale.ROOT);
    String reason = found.isEmpty() ? outcome.name().toLowerCase(Locale.ROOT) : found;
    if (outcome == Outcome.PASS) {
      return new Case(group, verdict.rule(), "", level, reason);
    }
    boolean fails = outcome == Outcome.FAIL;
    String type = fails ? "gate" : "inconclusive";
    if (verdict.level() != Level.ERROR) {
      String message = level + ", " + (fails ? "" : "inconclusive, ") + reason;
      return new Case(group, verdict.rule(), "skipped", type, message);
    }
    return new Case(group, verdict.rule(), fails ? "failure" : "error", type, reason);
  }

  private static Case run(Findings findings, DataSet data, Configuration configuration) {
    String group = findings.results().experiment() + "." + data.name();
    List<CellResult> failed =
        findings.failures().stream()
            .filter(cell -> cell.dataSet().equals(data.name()))
            .filter(cell -> cell.configuration().equals(configuration.name()))
            .toList();
    if (failed.isEmpty()) {
      return new Case(group, configuration.name(), "", "run", "");
    }
    CellResult first = failed.get(0);
    String message =
        Figures.count(failed.size(), "cell")
            + " failed, the first in repeat "
            + first.repeat()
            + ", fold "
            + first.fold()
            + ": "
            + first.error();
    return new Case(group, configuration.name(), "error", "run", message);
  }

  private static void suite(XMLStreamWriter xml, String name, List<Case> cases)
      throws XMLStreamException {
    line(xml, 1);
    xml.writeStartElement("testsuite");
    attribute(xml, "name", name);
    attribute(xml, "tests", cases.size());
    attribute(xml, "failures", count(cases, "failure"));
    attribute(xml, "errors", count(cases, "error"));
    attribute(xml, "skipped", count(cases, "skipped"));
    attribute(xml, "time", 0);
    for (Case test : cases) {
      line(xml, 2);
      xml.writeStartElement("testcase");
      attribute(xml, "name", test.name());
      attribute(xml, "classname", test.group());
      attribute(xml, "time", 0);
      outcome(xml, test);
      xml.writeEndElement();
    }
    line(xml, 1);
    xml.writeEndElement();
  }

  private static void outcome(XMLStreamWriter xml, Case test) throws XMLStreamException {
    if (!test.kind().isEmpty()) {
      line(xml, 3);
      xml.writeStartElement(test.kind());
      attribute(xml, "message", test.message());
      if (!test.kind().equals("skipped")) {
        attribute(xml, "type", test.type());
      }
      xml.writeCharacters(Figures.clean(test.message()));
      xml.writeEndElement();
      line(xml, 2);
    } else if (!test.message().isEmpty()) {
      line(xml, 3);
      xml.writeStartElement("system-out");
      xml.writeCharacters(Figures.clean(test.message()));
      xml.writeEndElement();
      line(xml, 2);
    }
  }

  private static long count(List<Case> cases, String kind) {
    return cases.stream().filter(test -> test.kind().equals(kind)).count();
  }

  private static void attribute(XMLStreamWriter xml, String name, Object value)
      throws XMLStreamException {
    xml.writeAttribute(name, Figures.line(value.toString()));
  }

  private static void line(XMLStreamWriter xml, int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }
}
