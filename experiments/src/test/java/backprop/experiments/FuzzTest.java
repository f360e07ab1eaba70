// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were damaged at random: each is valid or refused with one sentence, its place and exit
 * code 2. Exit code 3 would be an error in backprop itself.
 */
@Tag("once")
final class FuzzTest {
  private static final String GOOD =
      """
      experiment: t
      seed: 1
      data: [{ file: iris.arff, class: last, name: iris }]
      evaluate: { cross-validation: 2, repeats: 2 }
      metrics: [percent-correct, kappa]
      learners:
        bayes: weka.classifiers.bayes.NaiveBayes -K
        tree:
          scheme: weka.classifiers.trees.J48
          options: { minNumObj: "${n}", unpruned: true }
          vary: { n: { from: 2, to: 6, step: 2 }, zip: [ { seed: 1, numFolds: 3 } ] }
      rules:
        - { name: few, on: space, if: "n > 4 && seed < 3", then: forbid }
        - { name: good, on: end, expect: "best('tree').kappa > 0.5 || !worse('tree', 'bayes', 0.05)", level: info }
        - { name: kept, on: end, expect: "against(baseline).drop('kappa') <= 0.02" }
      baseline: b.json
      output: { folder: out, reports: [console, html, junit], save-best: best.model }
      """;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          ",",
          "'",
          "\"",
          "\n",
          "  ",
          "- ",
          "#",
          "&a ",
          "*a ",
          "!!int ",
          "|",
          "> ",
          "%",
          "@",
          "`",
          "\t",
          "\u0000",
          "é",
          "-1",
          "1e999",
          "0x",
          "null",
          "~",
          "true",
          "<<: ",
          "?",
          "...",
          "---",
          "${",
          "}",
          "\\",
          "999999999999999999999");

  private static final List<String> WORDS =
      List.of(
          "best",
          "gain",
          "worse",
          "against",
          "drop",
          "(",
          ")",
          "'tree'",
          "'bayes'",
          "'kappa'",
          ".",
          "kappa",
          "0.05",
          "1",
          "-",
          "!",
          "&&",
          "||",
          "<",
          ">=",
          "==",
          "?",
          ":",
          "[",
          "]",
          "baseline",
          "failures",
          "n",
          "true",
          "\"\"",
          "'",
          "in",
          "{",
          "}",
          ",",
          "/",
          "0",
          "has",
          "size",
          "null",
          "equivalent",
          "x.y",
          "9223372036854775808",
          "1u",
          "b'a'",
          "matches",
          "'(a+)+$'");

  @TempDir private Path folder;

  private Commands.Result check(String text) throws IOException {
    Path file = folder.resolve("e.yaml");
    Files.writeString(file, text);
    return Commands.run("check", file);
  }

  private void judge(String text, Commands.Result result) {
    if (result.code() == 0) {
      return;
    }
    String all = "\n" + text + "\n" + result.err();
    assertEquals(2, result.code(), all);
    assertEquals(1, result.err().strip().lines().count(), all);
    // The place in the file; of an empty or binary file only its name.
    Pattern place =
        Pattern.compile(
            "backprop: \\Q" + folder.resolve("e.yaml") + "\\E:( |[0-9]+:[0-9]+: ).*",
            Pattern.DOTALL);
    assertTrue(place.matcher(result.err()).matches(), all);
  }

  @Test
  void damagedFiles() throws IOException {
    Commands.copy("iris.arff", folder);
    assertEquals(0, check(GOOD).code(), check(GOOD).err());
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder(GOOD);
      int changes = 1 + random.nextInt(3);
      for (int c = 0; c < changes; c++) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(6));
        switch (random.nextInt(4)) {
          case 0 -> text.delete(at, end);
          case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
          case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
          default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        }
      }
      Commands.Result result = check(text.toString());
      judge(text.toString(), result);
      refused += result.code() == 2 ? 1 : 0;
    }
    assertTrue(refused > 200, "refused: " + refused);
  }

  @Test
  void randomExpressions() throws IOException {
    Commands.copy("iris.arff", folder);
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      StringBuilder expression = new StringBuilder();
      int length = 1 + random.nextInt(10);
      for (int w = 0; w < length; w++) {
        expression
            .append(WORDS.get(random.nextInt(WORDS.size())))
            .append(random.nextInt(3) > 0 ? "" : " ");
      }
      String quoted = "'" + expression.toString().replace("'", "''") + "'";
      String text =
          GOOD.replace("\"best('tree').kappa > 0.5 || !worse('tree', 'bayes', 0.05)\"", quoted);
      assertTrue(!text.equals(GOOD));
      Commands.Result result = check(text);
      judge(text, result);
      refused += result.code() == 2 ? 1 : 0;
    }
    assertTrue(refused > 250, "refused: " + refused);
  }

  @Test
  void nestedTooDeeplyAndTooLong() throws IOException {
    Commands.copy("iris.arff", folder);
    String deep = GOOD.replace("seed: 1\n", "seed: " + "[".repeat(5000) + "]".repeat(5000) + "\n");
    judge(deep, check(deep));
    String brackets = "(".repeat(3000) + "true" + ")".repeat(3000);
    String nested = GOOD.replace("best('tree').kappa > 0.5", brackets);
    Commands.Result result = check(nested);
    assertEquals(2, result.code(), result.err());
    judge("nested", result);
    String many = GOOD.replace("best('tree').kappa > 0.5", "true || ".repeat(3000) + "true");
    result = check(many);
    assertEquals(2, result.code(), result.err());
    judge("many", result);
    String laughs =
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
            + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
            + "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
            + GOOD;
    result = check(laughs);
    assertEquals(2, result.code(), result.err());
    judge("laughs", result);
  }
}
