// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.rule.Verdict.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The user's reference of rules against the rules. */
class ReferenceTest {
  private static final String MARK = "<!-- from here on written by Rules.reference() -->\n\n";

  private static String document() throws Exception {
    return Files.readString(Path.of("RULES.md")).replace("\r\n", "\n");
  }

  @Test
  void documentIsUpToDate() throws Exception {
    String text = document();
    int start = text.indexOf(MARK);
    assertTrue(start > 0, "the mark is missing");
    assertEquals(
        Rules.reference(),
        text.substring(start + MARK.length()),
        "replace the part of experiments/RULES.md below the mark by the text of Rules.reference()");
  }

  @Test
  void everyExampleCompiles() throws Exception {
    Matcher block =
        Pattern.compile(
                "```(space|epoch|fold|configuration|experiment|end)\n(.*?)```", Pattern.DOTALL)
            .matcher(document());
    List<RuleSpec> rules = new ArrayList<>();
    while (block.find()) {
      String action =
          switch (block.group(1)) {
            case "space" -> "forbid";
            case "end" -> "expect";
            default -> "warn";
          };
      for (String line : block.group(2).lines().toList()) {
        String name = "example " + rules.size();
        rules.add(new RuleSpec(name, block.group(1), line, action, Level.ERROR, "RULES.md", 1, 1));
      }
    }
    assertTrue(rules.size() > 10, "examples: " + rules.size());
    Rules.compile(
        rules,
        List.of("percent-correct"),
        List.of("network", "forest"),
        Map.of(
            "width",
            Long.class,
            "drop",
            Double.class,
            "optimizer",
            String.class,
            "rate",
            Double.class),
        Optional.of(List.of("iris", "credit-g")));
  }

  @Test
  void referenceNamesEverything() {
    String text = Rules.reference();
    for (String event : List.of("epoch", "fold", "configuration", "experiment")) {
      EventVariables.of(event)
          .forEach(v -> assertTrue(text.contains("| `" + v.name() + "` |"), v.name()));
      Action.OF_EVENTS
          .get(event)
          .forEach(kind -> assertTrue(text.contains("| `" + kind.form() + "` |"), kind.form()));
    }
    Functions.all().forEach(f -> assertTrue(text.contains("`" + f.name() + "("), f.name()));
    Variables.END.forEach(v -> assertTrue(text.contains("| `" + v.name() + "` |"), v.name()));
    assertTrue(text.contains("| `log-loss` | `logLoss` | `Log_loss` | lower | nats |"), text);
  }
}
