// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import weka.classifiers.CheckClassifier;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.CheckGOE;
import weka.core.CheckOptionHandler;

/** Weka's checkers, judged by what they print: their exit code says nothing. */
@ResourceLock("System.out")
class WekaChecksTest {
  /** What a checker may answer with no: we are neither updateable nor multi-instance. */
  private static final List<String> MAY_BE_NO =
      List.of("updateable classifier...no", "multi-instance classifier...no");

  /**
   * The checker's classes depend on its numeric attributes only. Without these a model that fits
   * its few rows can be worse than the majority, which the checker remarks as a warning.
   */
  private static boolean isNoise(String line) {
    return line.endsWith("...warning: performs worse than ZeroR")
        && !line.contains("class, numeric predictors");
  }

  interface Check {
    void run() throws Exception;
  }

  static String printed(Check check) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      check.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static Stream<String> answers(String text) {
    return text.lines().map(String::strip).filter(l -> l.contains("..."));
  }

  @Test
  void checkClassifierFindsNothing() throws Exception {
    CheckClassifier checker = new CheckClassifier();
    checker.setOptions(new String[] {"-W", BackpropNetwork.class.getName()});
    String text = printed(checker::doTests);
    List<String> bad =
        answers(text)
            .filter(l -> !l.endsWith("...yes") && !l.contains("...no (OK error message)"))
            .filter(l -> !MAY_BE_NO.contains(l) && !isNoise(l))
            .toList();
    assertEquals(List.of(), bad, text);
    assertTrue(answers(text).filter(l -> l.endsWith("...yes")).count() > 20, text);
  }

  @Test
  void checkOptionHandlerFindsNothing() throws Exception {
    CheckOptionHandler checker = new CheckOptionHandler();
    checker.setOptionHandler(new BackpropNetwork());
    checker.setUserOptions(
        new String[] {
          "-layers", "dense(5, relu), dropout(0.2)", "-N", "7", "-batch", "0", "-S", "4"
        });
    String text = printed(checker::doTests);
    assertTrue(checker.getSuccess(), text);
  }

  @Test
  void checkGoeFindsNothing() throws Exception {
    CheckGOE checker = new CheckGOE();
    checker.setObject(new BackpropNetwork());
    String text = printed(checker::doTests);
    assertTrue(checker.getSuccess(), text);
  }
}
