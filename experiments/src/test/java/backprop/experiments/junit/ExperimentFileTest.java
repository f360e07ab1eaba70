// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.rule.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Experiments as tests: run by JUnit's own launcher, as a build does it. */
final class ExperimentFileTest {
  /** What a user writes. */
  static final class Sample {
    @ExperimentFile(
        value = "files/must-fail.yaml",
        set = "output.folder=../target/junit-must-fail",
        jobs = 2)
    void gates(Verdict verdict) {
      assertTrue(!verdict.reason().isEmpty());
    }
  }

  @Test
  void eachGateIsATest() {
    List<String> events = new ArrayList<>();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
              String why = result.getThrowable().map(Throwable::getMessage).orElse("");
              events.add(test.getDisplayName() + " " + result.getStatus() + " " + why);
            }
          }
        };
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(Sample.class))
                .build(),
            listener);
    assertEquals(3, events.size(), events.toString());
    assertEquals("all cells succeed SUCCESSFUL ", events.get(0));
    assertEquals("the tree beats the majority SUCCESSFUL ", events.get(1));
    assertTrue(
        events.get(2).startsWith("the majority is right FAILED does not hold on "), events.get(2));
    assertTrue(events.get(2).contains("percent-correct "), events.get(2));
  }
}
