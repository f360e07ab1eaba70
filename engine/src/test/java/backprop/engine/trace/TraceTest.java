// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.graph.Op;
import backprop.engine.network.Network;
import backprop.engine.train.Examples;
import backprop.engine.train.StepByStep;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One step, number by number. */
final class TraceTest {
  /**
   * Two inputs 0.5 and -1, weights 0.4 and -0.3, bias 0.1, sigmoid, squared error to 1, rate 0.5,
   * by hand: z = 0.5 * 0.4 + 1 * 0.3 + 0.1 = 0.6; a = 1 / 1.548812 = 0.645656; (a - 1)^2 =
   * 0.125559; 2 (a - 1) = -0.708687; a (1 - a) = 0.228784; their product is -0.162137.
   */
  private static final List<String> BY_HAND =
      List.of(
          "x[1] = input = 0.5",
          "x[2] = input = -1",
          "t = target = 1",
          "z1 = x[1] * w1[1] + x[2] * w1[2] + b1 = 0.5 * 0.4 + (-1) * (-0.3) + 0.1 = 0.6",
          "a1 = 1 / (1 + e^-z1) = 1 / (1 + e^-0.6) = 0.645656",
          "E = (a1 - t)^2 = (0.645656 - 1)^2 = 0.125559",
          "L = c * E = 1 * 0.125559 = 0.125559",
          "dL/dE = c, weight of the row in the mean = 1",
          "l'(a1) = 2 * (a1 - t) = 2 * (0.645656 - 1) = -0.708687",
          "dL/da1 = l'(a1) * dL/dE = -0.708687 * 1 = -0.708687",
          "f'(z1) = a1 * (1 - a1) = 0.645656 * (1 - 0.645656) = 0.228784",
          "dL/dz1 = dL/da1 * f'(z1) = -0.708687 * 0.228784 = -0.162137",
          "dL/dw1[1] = dL/dz1 * x[1] = -0.162137 * 0.5 = -0.0810683",
          "dL/dw1[2] = dL/dz1 * x[2] = -0.162137 * (-1) = 0.162137",
          "dL/db1 = dL/dz1 = -0.162137",
          "w1'[1] = w1[1] - rate * dL/dw1[1] = 0.4 - 0.5 * (-0.0810683) = 0.440534",
          "w1'[2] = w1[2] - rate * dL/dw1[2] = -0.3 - 0.5 * 0.162137 = -0.381068",
          "b1' = b1 - rate * dL/db1 = 0.1 - 0.5 * (-0.162137) = 0.181068",
          "L' = the same rows again, with the new weights = 0.0984718");

  private static Trace neuron() throws InterruptedException {
    Network network = Traced.network(2, "dense(1, sigmoid)", "mean-squared-error");
    network.parameters().set(0.4, -0.3, 0.1);
    Examples rows = new Examples(network.kernels(), 1, 2, 1);
    rows.set(0, new float[] {0.5f, -1}, new float[] {1}, 1);
    return Traced.trace(network, Traced.spec("sgd(0.5)", "", 1), rows, 1, 0);
  }

  @Test
  void aNeuronAgreesWithACalculationByHand() throws InterruptedException {
    Trace trace = neuron();
    Frame frame = trace.frames().get(0);
    List<String> lines =
        trace.script().of(1).stream()
            .flatMap(s -> s.lines().stream())
            .map(l -> TraceText.written(l, frame))
            .toList();
    assertEquals(BY_HAND, lines);
  }

  @Test
  void textJsonAndPageHaveTheNumbers() throws InterruptedException {
    Trace trace = neuron();
    String text = TraceText.of(trace);
    BY_HAND.forEach(line -> assertTrue(text.contains(line), line));
    assertTrue(TraceJson.of(trace).contains("\"result\" : 0.6456563062257954"));
    String page = TracePage.of(trace);
    assertTrue(page.contains("0.645656306226"));
    String own = page.replace("http://www.w3.org/2000/svg", "");
    assertFalse(own.contains("http:") || own.contains("https:"), "the page needs nothing");
    assertFalse(own.contains("@import") || own.contains("url("), "the page needs nothing");
  }

  @Test
  void namesOfDataCannotBecomeMarkup() throws InterruptedException {
    Network network = Traced.network(1, "dense(1)", "mean-squared-error");
    Trace.About about =
        new Trace.About(
            "</title><script>alert(1)</script>",
            "d",
            "",
            "",
            "",
            1,
            "0",
            List.of("</script><b>"),
            List.of(),
            List.of());
    Trace trace =
        new Tracer(
                network,
                Traced.spec("sgd(0.5)", "", 1),
                Traced.rows(network, false),
                Limits.usual(),
                0)
            .trace(1, about, i -> 1, null);
    String page = TracePage.of(trace);
    assertFalse(page.contains("<script>alert"));
    assertFalse(page.contains("</script><b>"));
  }

  @Test
  void stepsAreThoseOfTraining() throws InterruptedException {
    for (String optimizer : List.of("adam(0.1)", "sam(0.05, sgd(0.1, 0.9))", "lbfgs")) {
      TrainSpec spec = Traced.spec(optimizer, "l2(0.01), max-norm(1)", 2);
      Network trained = Traced.network(3, "dense(4, tanh), dropout(0.2), dense(1)", "huber");
      TrainSpec plain = optimizer.equals("lbfgs") ? Traced.spec(optimizer, "l2(0.01)", 2) : spec;
      String layers =
          optimizer.equals("lbfgs")
              ? "dense(4, tanh), dense(1)"
              : "dense(4, tanh), dropout(0.2), dense(1)";
      trained = Traced.network(3, layers, "huber");
      new Trainer(trained, plain, Traced.rows(trained, false), null).run();
      Network traced = Traced.network(3, layers, "huber");
      int steps = optimizer.equals("lbfgs") ? 4 : 12;
      Traced.trace(traced, plain, Traced.rows(traced, false), steps);
      assertArrayEquals(
          trained.parameters().toArray(), traced.parameters().toArray(), 0, optimizer);
    }
  }

  @Test
  void lookingChangesNothing() throws InterruptedException {
    Network network = Traced.network(3, "dense(4), batch-norm, dense(2)", "cross-entropy");
    Network watched = Traced.network(3, "dense(4), batch-norm, dense(2)", "cross-entropy");
    TrainSpec spec = Traced.spec("adam(0.1)", "", 3);
    StepByStep steps = new StepByStep(network, spec, Traced.rows(network, false));
    for (int i = 0; i < 4; i++) {
      steps.take();
    }
    Traced.trace(watched, spec, Traced.rows(watched, false), 4);
    assertArrayEquals(network.parameters().toArray(), watched.parameters().toArray(), 0);
    assertArrayEquals(network.state().toArray(), watched.state().toArray(), 0);
  }

  @Test
  void everyOpHasItsFormulas() {
    Set<String> ops =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("backprop.engine.op", "backprop.engine.graph")
                .stream()
                .filter(c -> c.isAssignableTo(Op.class) && !c.isInterface())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    assertTrue(ops.size() > 40, ops::toString);
    assertEquals(ops, OpFormulas.names());
  }

  @Test
  void largeLayersFold() throws InterruptedException {
    Network network = Traced.network(64, "dense(40, relu), dense(2)", "cross-entropy");
    Trace trace =
        Traced.trace(network, Traced.spec("sgd(0.1)", "", 2), Traced.rows(network, false), 1, 0, 3);
    Frame f = trace.frames().get(0);
    Quantity z = quantity(trace, "z1");
    assertTrue(z.folded());
    Summary m = f.summaries()[z.id()];
    assertEquals(80, m.count());
    assertEquals(80, java.util.Arrays.stream(m.histogram()).sum());
    assertTrue(m.norm() > 0 && m.least() < m.mean() && m.mean() < m.largest());
    assertTrue(TraceText.of(trace).contains("z1: 80 numbers from "));
  }

  @Test
  void weightsOfPixelsArePictures() throws InterruptedException {
    Network network =
        Traced.network(
            64, "reshape([8, 8, 1]), conv2d(3, 3, relu), flatten, dense(2)", "cross-entropy");
    Network dense =
        Traced.network(64, "reshape([8, 8, 1]), flatten, dense(20), dense(2)", "cross-entropy");
    for (Network n : List.of(network, dense)) {
      Trace trace = Traced.trace(n, Traced.spec("sgd(0.1)", "", 2), Traced.rows(n, false), 1, 0, 3);
      Frame f = trace.frames().get(0);
      Quantity x = quantity(trace, "x");
      assertNotNull(x.picture(), "the input is a picture");
      assertEquals(2 * 64, f.pictures()[x.id()].length);
    }
    Trace trace =
        Traced.trace(dense, Traced.spec("sgd(0.1)", "", 2), Traced.rows(dense, false), 1, 0);
    Quantity w = quantity(trace, "w3");
    assertEquals(16 * 64, trace.frames().get(0).pictures()[w.id()].length);
  }

  @Test
  void manyStepsAreThinned() throws InterruptedException {
    Network network = Traced.network(3, "dense(4, tanh), dense(2)", "cross-entropy");
    Limits few = new Limits(16, 256, 8, 300, 1000);
    TrainSpec spec = Traced.spec("sgd(0.1)", "", 0).withEpochs(100);
    Trace trace =
        new Tracer(network, spec, Traced.rows(network, false), few, 0, 1)
            .trace(100, Traced.about(), i -> i + 1, null);
    assertTrue(trace.every() > 1 && trace.frames().size() < 100);
    assertEquals(100, trace.losses().length);
    assertEquals(1, trace.frames().get(0).step());
    assertEquals(100, trace.frames().get(trace.frames().size() - 1).step());
    assertTrue(trace.about().notes().get(0).contains("every " + trace.every() + "th"));
  }

  @Test
  void whatIsTooLargeOrCannotBeIsSaidInOneSentence() {
    Network deep = Traced.network(2, "repeat(20, dense(2, tanh))", "cross-entropy");
    Limits limits = new Limits(16, 256, 8, 30, 1000);
    assertSentence(
        "the network has 41 operations, a trace shows up to 30: trace one with fewer layers",
        () ->
            new Tracer(deep, Traced.spec("sgd(0.1)", "", 1), Traced.rows(deep, false), limits, 0)
                .trace(1, Traced.about(), i -> 1, null));
    Network small = Traced.network(2, "dense(1)", "mean-squared-error");
    small.parameters().set(1e200, 1e200, 0);
    assertSentence(
        "the loss is infinite at the first weights, so there is no step to trace",
        () -> Traced.trace(small, Traced.spec("sgd(0.1)", "", 1), Traced.rows(small, false), 1, 0));
    assertSentence(
        "a fit takes 12 steps here, 3 in each of 4 epochs, so there are no 13",
        () -> Traced.trace(deep, Traced.spec("sgd(0.1)", "", 2), Traced.rows(deep, false), 13));
    TrainSpec both = Traced.spec("sgd(0.1)", "", 2).withAccumulation(2);
    assertSentence(
        "leave accumulation out", () -> Traced.trace(deep, both, Traced.rows(deep, false), 1));
  }

  private static Quantity quantity(Trace trace, String symbol) {
    return trace.script().quantities().stream()
        .filter(q -> q.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  private static void assertSentence(String part, org.junit.jupiter.api.function.Executable work) {
    String message = assertThrows(IllegalArgumentException.class, work).getMessage();
    assertTrue(message.contains(part), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void numbersAreWrittenWithSixDigits() {
    List<String> written = new ArrayList<>();
    for (double x :
        new double[] {
          0, 1, -0.25, 1234567, 12345678, 0.0001, 0.00001234567, -2.5e-9, 1.0 / 3, 1e20
        }) {
      written.add(Numbers.text(x));
    }
    assertEquals(
        List.of(
            "0",
            "1",
            "-0.25",
            "1234570",
            "1.23457e7",
            "0.0001",
            "1.23457e-5",
            "-2.5e-9",
            "0.333333",
            "1e20"),
        written);
  }
}
