// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.tutorial.Tutorial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tutorial is what its code makes of it, and what a calculation by hand gives. */
@Tag("once")
final class TutorialTest {
  private static final Path PAGE = Path.of("tutorial", "index.html");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(e[-+]?\\d+)?");

  @Test
  void theCommittedPageIsTheOneThatTheCodeMakes() throws Exception {
    String made = Tutorial.html();
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "tutorial.html"), made);
    String[] now = made.split("\n");
    String[] kept = Files.readString(PAGE).split("\n");
    for (int i = 0; i < Math.min(now.length, kept.length); i++) {
      String where = "line " + (i + 1) + "; ./backprop tutorial -o experiments/tutorial/index.html";
      assertEquals(blank(kept[i]), blank(now[i]), where);
      compare(kept[i], now[i], where);
    }
    assertEquals(kept.length, now.length);
  }

  /** Without numbers; of a chart only its title, since its ticks follow the numbers. */
  private static String blank(String line) {
    return NUMBER.matcher(line.replaceFirst("<svg.*</svg>", "")).replaceAll("#");
  }

  /** Other versions of Java compute exponentials with another last digit, which trainings widen. */
  private static void compare(String kept, String now, String where) {
    Matcher a = NUMBER.matcher(kept.replaceFirst("<svg.*</svg>", ""));
    Matcher b = NUMBER.matcher(now.replaceFirst("<svg.*</svg>", ""));
    while (a.find() && b.find()) {
      double x = Double.parseDouble(a.group());
      assertEquals(x, Double.parseDouble(b.group()), 0.02 * Math.abs(x) + 1e-12, where);
    }
  }

  @Test
  void thePageAsksForNoOtherFile() throws Exception {
    String page = Files.readString(PAGE);
    assertFalse(page.contains("src="), "it loads something");
    assertFalse(page.contains("url("), "it loads something");
    assertFalse(page.contains("<script"), "it runs something");
    Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(page);
    int count = 0;
    while (links.find()) {
      String target = links.group(1);
      assertTrue(target.startsWith("#"), target);
      assertTrue(page.contains("id=\"" + target.substring(1) + "\""), target);
      count++;
    }
    assertEquals(Tutorial.chapters().size(), count);
    assertFalse(page.contains("NaN") || page.contains("Infinity"), "a number is none");
  }

  @Test
  void theNeuronAgreesWithACalculationByHand() throws Exception {
    String text = Tutorial.text("neuron").orElseThrow();
    double w1 = 0.8;
    double w2 = 0.3;
    double b = 0.1;
    for (int step = 0; step < 3; step++) {
      double z = 0.5 * w1 - w2 + b;
      double y = 1 / (1 + Math.exp(-z));
      double dz = 2 * (y - 1) * y * (1 - y);
      if (step == 0) {
        says(text, "output y = 1 / (1 + e^-z)   = ", y);
        says(text, "dE/dy  = 2*(y - t)          = ", 2 * (y - 1));
        says(text, "dE/dz  = dE/dy * y*(1 - y)  = ", dz);
        says(text, "dE/dw1 = dE/dz * x1         = ", 0.5 * dz);
        says(text, "dE/dw2 = dE/dz * x2         = ", -dz);
      }
      says(text, "", (y - 1) * (y - 1));
      w1 -= 2 * 0.5 * dz;
      w2 += 2 * dz;
      b -= 2 * dz;
      says(text, "", w1);
      says(text, "", w2);
      says(text, "", b);
    }
  }

  private static void says(String text, String before, double number) {
    String wanted = before + String.format(Locale.ROOT, "%.6f", number);
    assertTrue(text.contains(wanted), wanted + " is not in\n" + text);
  }

  @Test
  void theConvolutionsGradientByHandIsTheLibrarys() throws Exception {
    String text = Tutorial.text("convolution").orElseThrow();
    Matcher hand = Pattern.compile("dE/dw_13 = .* = (-?[\\d.]+)").matcher(text);
    assertTrue(hand.find(), text);
    String rows = text.substring(text.indexOf("gradients of the weights, by the library"));
    String[] first = rows.split("\n")[1].strip().split("\\s+");
    assertEquals(Double.parseDouble(hand.group(1)), Double.parseDouble(first[2]), 1e-6);
  }

  @Test
  void chaptersAreAskedForByName() throws Exception {
    assertTrue(Tutorial.text("no such chapter").isEmpty());
    assertEquals(ExitCode.PASS.code(), Main.run("tutorial", "neuron"));
    assertEquals(ExitCode.INVALID.code(), Main.run("tutorial", "nothing"));
  }
}
