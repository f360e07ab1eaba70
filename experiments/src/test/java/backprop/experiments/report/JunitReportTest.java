// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.Fixtures;
import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The JUnit report. */
class JunitReportTest {
  /** Validates and parses a report, and checks that the counts are those of the cases. */
  static Document validate(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(JunitReportTest.class.getResource("junit-common.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    NodeList suites = document.getElementsByTagName("testsuite");
    for (int i = 0; i < suites.getLength(); i++) {
      counts((Element) suites.item(i), List.of("testcase", "failure", "error", "skipped"));
    }
    counts(document.getDocumentElement(), List.of("testcase", "failure", "error"));
    return document;
  }

  private static void counts(Element element, List<String> kinds) {
    for (String kind : kinds) {
      String attribute =
          switch (kind) {
            case "testcase" -> "tests";
            case "failure" -> "failures";
            case "error" -> "errors";
            default -> kind;
          };
      assertEquals(
          element.getElementsByTagName(kind).getLength(),
          Integer.parseInt(element.getAttribute(attribute)),
          element.getAttribute("name") + " " + attribute);
    }
  }

  private static String report(Fixtures fixtures, List<Verdict> verdicts) {
    return new JunitReport().text(new Findings(fixtures.build(), verdicts));
  }

  @Test
  void onlyWhatChangesTheExitCodeIsRed() throws Exception {
    List<Verdict> verdicts = new ArrayList<>();
    for (Level level : Level.values()) {
      for (Outcome outcome : Outcome.values()) {
        verdicts.add(new Verdict(level + " " + outcome, level, outcome, "because " + outcome));
      }
    }
    Document document = validate(report(Fixtures.of(1, 1), verdicts));
    NodeList cases = document.getElementsByTagName("testcase");
    assertEquals(9, cases.getLength());
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Element outcome = (Element) ((Element) cases.item(i)).getElementsByTagName("*").item(0);
      kinds.add(outcome.getTagName());
      assertTrue(outcome.getTextContent().contains("because"), outcome.getTextContent());
    }
    assertEquals(
        List.of(
            "system-out",
            "failure",
            "error", // error: pass, fail, inconclusive
            "system-out",
            "skipped",
            "skipped", // warning
            "system-out",
            "skipped",
            "skipped"), // info
        kinds);
  }

  @Test
  void failedCellsAreErrorsOfTheirDataSet() throws Exception {
    Fixtures fixtures =
        Fixtures.of(1, 2)
            .data("iris", 3)
            .data("glass", 6)
            .learner("a")
            .values("iris", "a", "Percent_correct", 90, 91)
            .values("glass", "a", "Percent_correct", 90, 91)
            .fail("glass", "a", 1, "it diverged");
    Document document = validate(report(fixtures, List.of()));
    NodeList suites = document.getElementsByTagName("testsuite");
    assertEquals(2, suites.getLength());
    assertEquals("test: iris", ((Element) suites.item(0)).getAttribute("name"));
    assertEquals("0", ((Element) suites.item(0)).getAttribute("errors"));
    Element error = (Element) ((Element) suites.item(1)).getElementsByTagName("error").item(0);
    assertEquals(
        "1 cell failed, the first in repeat 1, fold 2: it diverged", error.getAttribute("message"));
  }

  @Test
  void eachDataSetHasACaseForEachGate() throws Exception {
    Fixtures fixtures =
        Fixtures.of(1, 2)
            .data("iris", 3)
            .data("glass", 6)
            .learner("a")
            .values("iris", "a", "Percent_correct", 90, 91)
            .values("glass", "a", "Percent_correct", 60, 61);
    Verdict verdict =
        new Verdict(
            "good",
            Level.ERROR,
            Outcome.FAIL,
            "does not hold on 1 of 2",
            List.of(
                new Verdict.Opinion("iris", Outcome.PASS, "90.5 > 80"),
                new Verdict.Opinion("glass", Outcome.FAIL, "60.5 is not > 80")),
            "x.yaml",
            3,
            "best('a').percentCorrect > 80");
    Verdict whole = new Verdict("no failures", Level.ERROR, Outcome.PASS, "failures = 0");
    Document document = validate(report(fixtures, List.of(verdict, whole)));
    NodeList suites = document.getElementsByTagName("testsuite");
    assertEquals(3, suites.getLength());
    assertEquals("test: gates", ((Element) suites.item(0)).getAttribute("name"));
    Element iris = (Element) suites.item(1);
    assertEquals("0", iris.getAttribute("failures"));
    assertEquals("2", iris.getAttribute("tests"));
    Element glass = (Element) suites.item(2);
    Element first = (Element) glass.getElementsByTagName("testcase").item(0);
    assertEquals("good", first.getAttribute("name"));
    assertEquals("test.glass", first.getAttribute("classname"));
    Element failure = (Element) first.getElementsByTagName("failure").item(0);
    assertEquals("60.5 is not > 80", failure.getAttribute("message"));
  }

  @Test
  void schemaOfTheTestRefusesWrongReports() {
    String good = report(Fixtures.of(1, 1).data("iris", 3), List.of());
    assertThrows(SAXException.class, () -> validate(good.replace("skipped=\"0\"", "")));
  }
}
