// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a trace in a browser, with mouse and keys; left out where there is no Chromium. */
@Tag("once")
final class TracePageTest {
  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  @TempDir private static Path folder;

  private static Chromium browser;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Chromium.executable().isPresent(), "there is no Chromium: apt-get install chromium");
    browser = new Chromium(folder);
  }

  @AfterAll
  static void end() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private static Path page(String name, String... arguments) {
    Path file = folder.resolve(name + ".html");
    Object[] all = new Object[arguments.length + 3];
    all[0] = "trace";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--html";
    all[all.length - 1] = file;
    Commands.Result result = Commands.run(all);
    assertEquals(0, result.code(), result.err());
    return file;
  }

  private static String[] with(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private static String text(String selector) throws Exception {
    return browser.eval("document.querySelector('" + selector + "').textContent");
  }

  private static void assertQuiet() {
    assertEquals(List.of(), browser.problems(), "errors of the console");
    assertEquals(List.of(), browser.requests(), "requests");
  }

  @Test
  void theNeuronCanBeClickedThrough() throws Exception {
    Path page = page("neuron", "--example", "neuron");
    for (int width : new int[] {WIDE, NARROW}) {
      browser.open(page, width, 900, false);
      assertEquals("What the network sees", text("#section-title"));
      browser.click("#next");
      assertEquals("layer 1, dense: weighted sums", text("#section-title"));
      assertEquals("0.6", text(".line .result"));
      browser.key("ArrowRight");
      assertEquals("0.645656", text(".line .result"));
      browser.key("ArrowLeft");
      assertEquals("0.6", text(".line .result"));
      browser.key("End");
      assertEquals("The loss after the step", text("#section-title"));
      assertEquals("0.0984718", text(".line .result"));
      browser.key("ArrowRight");
      assertEquals("step 2 of 40", text("#frame-label"));
      assertEquals("What the network sees", text("#section-title"));
      browser.key("ArrowUp");
      browser.key("ArrowUp");
      assertEquals("step 4 of 40", text("#frame-label"));
      browser.key("ArrowDown");
      assertEquals("step 3 of 40", text("#frame-label"));
      browser.click("#timeline button:nth-child(6)");
      assertTrue(text("#moment").startsWith("Backward"), text("#moment"));
      assertEquals(
          "true",
          browser.eval("document.documentElement.scrollWidth <= " + width),
          "nothing sticks out at " + width);
      assertQuiet();
    }
  }

  /** The page fills in the lines that the command prints. */
  @Test
  void thePageHasTheLinesOfTheText() throws Exception {
    String options = "-regularizer l2(0.01)";
    for (String[] example :
        List.of(
            new String[] {"--example", "neuron"},
            new String[] {"--example", "xor"},
            new String[] {
              "--example", "iris", "--options", options, "--layers", "dense(20,gelu)"
            })) {
      browser.open(page("lines", with(example, "--steps", "2")), WIDE, 900, false);
      String printed =
          browser.eval(
              "window.dispatchEvent(new Event('beforeprint'));"
                  + " [...document.querySelectorAll('#printed p:not(.formula)')].map(p =>"
                  + " p.textContent).join('\\n')");
      Object[] all = with(with(new String[] {"trace"}, example), "--steps", "2");
      List<String> text = Commands.run(all).out().lines().map(String::strip).toList();
      int lines = 0;
      for (String line : printed.split("\n")) {
        // Weights, which the text shows with a histogram behind.
        boolean summary = line.contains(" numbers from ");
        assertTrue(
            summary ? text.stream().anyMatch(t -> t.startsWith(line)) : text.contains(line), line);
        lines++;
      }
      assertTrue(lines >= 19, "lines: " + lines);
      assertQuiet();
    }
  }

  @Test
  void stepsAreScrubbedThroughAndPlayed() throws Exception {
    browser.open(page("xor", "--example", "xor"), WIDE, 900, true);
    String before = browser.eval("document.getElementById('surface').toDataURL()");
    browser.eval(
        "(() => { const f = document.getElementById('frame'); f.value = 149; f.dispatchEvent(new"
            + " Event('input')); })()");
    assertEquals("step 150 of 150", text("#frame-label"));
    assertNotEquals(before, browser.eval("document.getElementById('surface').toDataURL()"));
    assertTrue(text("#loss-now").startsWith("step 150: 0.0"), text("#loss-now"));
    browser.click("#curve svg");
    assertTrue(text("#frame-label").matches("step [67]\\d of 150"), text("#frame-label"));
    browser.key(" ");
    for (int i = 0; i < 100 && text("#frame-label").matches("step [67]\\d of 150"); i++) {
      Thread.sleep(100);
    }
    browser.key(" ");
    String stopped = text("#frame-label");
    Thread.sleep(300);
    assertEquals(stopped, text("#frame-label"));
    assertQuiet();
  }

  @Test
  void rowsAndUnitsAreChosen() throws Exception {
    browser.open(page("units", "--example", "xor"), WIDE, 900, false);
    browser.click("#next");
    assertEquals("3", browser.eval("document.querySelectorAll('.line').length"));
    browser.click("#rows button:nth-child(4)");
    assertTrue(text(".line .numeric").startsWith("= 1 * "), text(".line .numeric"));
    browser.click("svg .unit.active");
    assertEquals("1", browser.eval("document.querySelectorAll('.line').length"));
    browser.key("Escape");
    assertEquals("3", browser.eval("document.querySelectorAll('.line').length"));
    // Units are reached and chosen without a mouse as well.
    browser.eval("document.querySelector('svg .unit.active').focus()");
    browser.key("Enter");
    assertEquals("1", browser.eval("document.querySelectorAll('.line').length"));
    assertQuiet();
  }

  @Test
  void largeLayersAreFoldedAndPicturesShown() throws Exception {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      csv.append("p").append(i).append(',');
    }
    csv.append("y\n");
    for (int r = 0; r < 12; r++) {
      for (int i = 0; i < 100; i++) {
        csv.append((i * (r + 3)) % 17).append(',');
      }
      csv.append(r % 2 == 0 ? "a\n" : "b\n");
    }
    Path data = Files.writeString(folder.resolve("pixels.csv"), csv);
    Path page =
        page(
            "pixels",
            data.toString(),
            "--layers",
            "reshape([10, 10, 1]), conv2d(4, 3, relu), max-pool(2), flatten, dense(30, relu),"
                + " dropout(0.2), layer-norm",
            "--rows",
            "1-4",
            "--steps",
            "5");
    for (int width : new int[] {WIDE, NARROW}) {
      browser.open(page, width, 900, width == NARROW);
      assertNotEquals("0", browser.eval("document.querySelectorAll('.tiles canvas').length"));
      for (int i = 0; i < 40; i++) {
        browser.key("ArrowRight");
      }
      assertTrue(text("#frame-label").startsWith("step 2"), text("#frame-label"));
      assertEquals(
          "true", browser.eval("document.documentElement.scrollWidth <= " + width), "" + width);
      assertQuiet();
    }
  }

  @Test
  void itCanBePrinted() throws Exception {
    browser.open(page("print", "--example", "neuron"), WIDE, 900, false);
    byte[] pdf = browser.print();
    assertEquals("%PDF", new String(pdf, 0, 4, java.nio.charset.StandardCharsets.US_ASCII));
    assertTrue(pdf.length > 10_000, "a PDF of " + pdf.length + " bytes");
    assertQuiet();
  }
}
