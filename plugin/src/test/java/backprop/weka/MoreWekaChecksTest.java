// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weka.attributeSelection.BackpropAttributeEval;
import weka.attributeSelection.CheckAttributeSelection;
import weka.attributeSelection.Ranker;
import weka.classifiers.CheckClassifier;
import weka.classifiers.functions.BackpropNetwork;
import weka.clusterers.BackpropAnomaly;
import weka.clusterers.CheckClusterer;
import weka.core.CheckGOE;
import weka.core.CheckOptionHandler;
import weka.core.OptionHandler;
import weka.core.converters.ImageDirectoryLoader;
import weka.filters.unsupervised.attribute.BackpropFeatures;
import weka.filters.unsupervised.attribute.BackpropWindow;

/** Weka's checkers on presets, and on everything that is no classifier. */
@Tag("once")
@ResourceLock("System.out")
class MoreWekaChecksTest {
  /** What a checker asks whether it is there, and may be told that it is not. */
  private static final List<String> MAY_BE_NO =
      List.of(
          "multi-instance classifier...no",
          "updateable clusterer...no",
          "weighted instances clusterer...no",
          "multi-instance clusterer...no",
          "weighted instances scheme...no",
          "multi-instance scheme...no");

  /** The checker's classes are chance: after a few epochs a network may be worse than ZeroR. */
  private static final String NOISE = "...warning: performs worse than ZeroR";

  private static void nothingBad(String text, int least) {
    List<String> bad =
        WekaChecksTest.answers(text)
            .filter(l -> !l.endsWith("...yes") && !l.contains("...no (OK error message)"))
            .filter(l -> !MAY_BE_NO.contains(l) && !l.endsWith(NOISE))
            .toList();
    assertEquals(List.of(), bad, text);
    assertTrue(
        WekaChecksTest.answers(text).filter(l -> l.endsWith("...yes") || l.endsWith(NOISE)).count()
            >= least,
        text);
  }

  private static CheckClassifier checker(String options) {
    CheckClassifier checker = new CheckClassifier();
    checker.setClassifier(TestData.network(options));
    return checker;
  }

  /**
   * Files that are none are refused in the words that the checker expects; there is less that can
   * be trained.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-preset wide(16) -N 8 | 40",
        "-preset \"deep(8, blocks=1)\" -N 8 | 40",
        "-preset autoencoder(epochs=3) -N 8 | 40",
        "-preset \"text(filters=4, dimensions=4)\" -N 3 | 30",
        "-preset sequence(units=4) -N 3 | 40",
        "-preset window -N 3 | 40",
        "-preset image-files(nowhere) -N 3 | 5",
      })
  void presets(String options, int least) throws Exception {
    nothingBad(WekaChecksTest.printed(checker(options)::doTests), least);
  }

  /** The checker's two attributes are no picture, and no preset may make one of them. */
  @Test
  void picturesAreNotMadeOfTwoNumbers() {
    Error e =
        assertThrows(
            Error.class, () -> WekaChecksTest.printed(checker("-preset image -N 1")::doTests));
    assertTrue(e.getMessage().contains("does not fit 2 attributes"), e.getMessage());
  }

  @Test
  void clusterer() throws Exception {
    CheckClusterer checker = new CheckClusterer();
    BackpropAnomaly anomaly = new BackpropAnomaly();
    anomaly.setEpochs(3);
    checker.setClusterer(anomaly);
    nothingBad(WekaChecksTest.printed(checker::doTests), 8);
  }

  @Test
  void attributeEvaluator() throws Exception {
    CheckAttributeSelection checker = new CheckAttributeSelection();
    BackpropAttributeEval eval = new BackpropAttributeEval();
    eval.getNetwork().setOptions(new String[] {"-layers", "dense(4)", "-N", "3"});
    checker.setEvaluator(eval);
    checker.setSearch(new Ranker());
    checker.setTestEvaluator(true);
    nothingBad(WekaChecksTest.printed(checker::doTests), 30);
  }

  static List<OptionHandler> handlers() {
    return List.of(
        new BackpropFeatures(),
        new BackpropWindow(),
        new BackpropAnomaly(),
        new BackpropAttributeEval(),
        new ImageDirectoryLoader(),
        new BackpropNetwork());
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void optionsAndEditors(OptionHandler handler) throws Exception {
    CheckOptionHandler options = new CheckOptionHandler();
    options.setOptionHandler(handler);
    String text = WekaChecksTest.printed(options::doTests);
    assertTrue(options.getSuccess(), text);
    CheckGOE editor = new CheckGOE();
    editor.setObject(handler);
    String shown = WekaChecksTest.printed(editor::doTests);
    assertTrue(editor.getSuccess(), shown);
  }
}
