// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each symptom is provoked, and none is found where nothing is wrong. */
final class SymptomsTest {
  private static String found(Symptom s, Case.Change change) throws InterruptedException {
    return Case.with(change).finding(s).sentence();
  }

  private static void says(String sentence, String part) {
    assertTrue(sentence.contains(part), sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chain(dense(16, relu), dense(3))",
        "chain(dense(16, tanh), dense(16, tanh), dense(3))",
        "chain(dense(32, relu), dropout(0.2), dense(32, relu), dense(3))",
        "chain(dense(16, gelu), batch-norm, dense(16, gelu), dense(16, gelu), dense(3))"
      })
  void aHealthyRunHasNone(String layers) throws InterruptedException {
    for (String optimizer : List.of("adam(0.005)", "adamw(rate=cosine(0.01))", "sgd(0.01, 0.9)")) {
      for (int validation : new int[] {0, 80}) {
        Case c =
            Case.with(
                h -> {
                  h.layers = layers;
                  h.optimizer = optimizer;
                  h.validation = validation;
                  h.epochs = 20;
                });
        assertEquals(
            List.of(), Symptoms.find(c.run()), layers + " by " + optimizer + ", " + validation);
      }
    }
  }

  @Test
  void namesAreDifferent() {
    Set<String> names = new HashSet<>();
    Symptoms.all().forEach(s -> assertTrue(names.add(s.name()), s.name()));
  }

  @Test
  void deadRectifiers() throws InterruptedException {
    Finding f =
        Case.with(
                c -> {
                  c.layers = "chain(dense(16, relu), dense(16, relu), dense(3))";
                  c.optimizer = "adam(0.5)";
                })
            .finding(new DeadRectifiers());
    says(f.sentence(), " of 16 units of ");
    assertEquals("adam(rate=0.05)", f.advice().get(0).value());
    assertEquals("dense(16, leaky-relu), dense(16, leaky-relu)", f.advice().get(1).value());
  }

  @Test
  void saturatedUnits() throws InterruptedException {
    says(
        found(
            new SaturatedUnits(),
            c -> {
              c.layers = "chain(dense(16, tanh), dense(16, tanh), dense(3))";
              c.optimizer = "adam(1)";
            }),
        "at an end of their activation");
  }

  @Test
  void vanishingGradients() throws InterruptedException {
    Finding f =
        Case.with(
                c -> {
                  String sigmoid = "dense(8, sigmoid), ";
                  c.layers = "chain(" + sigmoid.repeat(8) + "dense(3))";
                  c.optimizer = "sgd(0.1)";
                })
            .finding(new VanishingGradients());
    says(f.sentence(), "gradients of 0-dense are ");
    says(f.advice().get(0).value(), "dense(8, relu), dense(8, relu)");
    says(f.advice().get(1).value(), "dense(8, sigmoid), batch-norm");
  }

  @Test
  void explodingGradients() throws InterruptedException {
    Finding f =
        Case.with(
                c -> {
                  String large = "dense(8, relu, weights=orthogonal(6)), ";
                  c.layers = "chain(" + large.repeat(6) + "dense(3))";
                  c.optimizer = "sgd(1e-12)";
                })
            .finding(new ExplodingGradients());
    says(f.sentence(), "root mean square");
    assertEquals("clip-by-global-norm(1, sgd(rate=1e-12))", f.advice().get(0).value());
  }

  @Test
  void updatesTooLarge() throws InterruptedException {
    Finding f =
        Case.with(
                c -> {
                  c.optimizer = "sgd(4)";
                  c.batch = 0;
                })
            .finding(new UpdateRatio());
    says(f.sentence(), "above 0.1");
  }

  @Test
  void updatesTooSmall() throws InterruptedException {
    Finding f = Case.with(c -> c.optimizer = "sgd(1e-7)").finding(new UpdateRatio());
    says(f.sentence(), "below 0.000001");
    assertEquals("sgd(rate=1e-4)", f.advice().get(0).value());
  }

  @Test
  void aRateThatDivergesIsTooHigh() throws InterruptedException {
    Finding f =
        Case.with(
                c -> {
                  c.optimizer = "sgd(300)";
                  c.epochs = 12;
                })
            .finding(new RateTooHigh());
    says(f.sentence(), "training diverged in epoch 1");
  }

  @Test
  void aRateThatOscillatesIsTooHigh() throws InterruptedException {
    Finding f =
        Case.with(
                c -> {
                  c.optimizer = "sgd(4)";
                  c.batch = 0;
                })
            .finding(new RateTooHigh());
    says(f.sentence(), "rose by a quarter or more");
    assertEquals("sgd(rate=0.4)", f.advice().get(0).value());
  }

  @Test
  void aRateTooLow() throws InterruptedException {
    Finding f = Case.with(c -> c.optimizer = "adam(0.00001)").finding(new RateTooLow());
    assertEquals("adam(rate=1e-4)", f.advice().get(0).value());
    Finding cosine =
        Case.with(c -> c.optimizer = "adamw(rate=cosine(0.00001))").finding(new RateTooLow());
    assertEquals("adamw(rate=cosine(1e-4))", cosine.advice().get(0).value());
  }

  @Test
  void tooFewEpochs() throws InterruptedException {
    Finding falling =
        Case.with(
                c -> {
                  c.epochs = 12;
                  c.optimizer = "adam(0.001)";
                })
            .finding(new TooFewEpochs());
    says(falling.sentence(), "in the last fifth of the training");
    assertEquals(new Advice(Knob.EPOCHS, "36"), falling.advice().get(0));
    Finding few =
        Case.with(
                c -> {
                  c.epochs = 3;
                  c.optimizer = "adamw(rate=cosine(0.005))";
                })
            .finding(new TooFewEpochs());
    says(few.sentence(), "45 steps in 3 epochs");
  }

  @Test
  void tooManyEpochs() throws InterruptedException {
    Finding f =
        Case.with(
                c -> {
                  c.layers = "chain(dense(64, relu), dense(64, relu), dense(3))";
                  c.flipped = 0.3;
                  c.validation = 200;
                  c.epochs = 100;
                })
            .finding(new TooManyEpochs());
    says(f.sentence(), "the validation loss was least in epoch ");
    Finding nothingLeft =
        Case.with(
                c -> {
                  c.rows = 30;
                  c.optimizer = "adam(0.05)";
                  c.epochs = 400;
                })
            .finding(new TooManyEpochs());
    says(nothingLeft.sentence(), "nothing left to learn");
  }

  @Test
  void overfitting() throws InterruptedException {
    Finding f =
        Case.with(
                c -> {
                  c.layers = "chain(dense(64, relu), dense(64, relu), dense(3))";
                  c.rows = 60;
                  c.flipped = 0.4;
                  c.validation = 200;
                  c.epochs = 60;
                  c.optimizer = "adam(0.02)";
                  c.restore = false;
                })
            .finding(new Overfitting());
    says(f.sentence(), " on training rows and ");
    assertEquals(
        "dense(64, relu), dropout(0.3), dense(64, relu), dropout(0.3)", f.advice().get(0).value());
  }

  @Test
  void underfitting() throws InterruptedException {
    says(found(new Underfitting(), c -> c.regularizer = "l2(10)"), "the inputs are not used");
  }

  @Test
  void unscaledInputs() throws InterruptedException {
    says(found(new UnscaledInputs(), c -> c.scale = 1000), "4 of 4 input columns");
    says(found(new UnscaledInputs(), c -> c.shift = 100), "has mean 1");
  }

  @Test
  void constantInputs() throws InterruptedException {
    says(found(new ConstantInputs(), c -> c.constant = true), "1 of 4 input columns");
  }

  @Test
  void aClassThatIsNeverPredicted() throws InterruptedException {
    says(
        found(
            new ClassNeverPredicted(),
            c -> {
              c.rare = 0.2;
              c.regularizer = "l2(0.3)";
            }),
        "class 3 (");
  }

  @Test
  void labelNoise() throws InterruptedException {
    says(
        found(
            new LabelNoise(),
            c -> {
              c.layers = "chain(dense(8, relu), dense(3))";
              c.flipped = 0.3;
              c.rows = 500;
              c.epochs = 30;
            }),
        "where it is surest");
  }

  @Test
  void aBatchLargerThanTheData() throws InterruptedException {
    Finding f = Case.with(c -> c.batch = 1000).finding(new BatchLargerThanData());
    says(f.sentence(), "1000 is larger than the 240 training rows");
    assertEquals(new Advice(Knob.BATCH, "16"), f.advice().get(0));
  }
}
