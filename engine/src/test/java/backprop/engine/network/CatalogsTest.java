// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import backprop.engine.init.Initializer;
import backprop.engine.layer.Layer;
import backprop.engine.optimize.Optimizer;
import backprop.engine.regularize.Regularization;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.TextContract;
import backprop.engine.text.TextException;
import backprop.engine.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogsTest extends TextContract {
  @Override
  protected Texts texts() {
    return Catalogs.texts();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd",
        "sgd(rate=0.1, momentum=0.9, nesterov=true)",
        "rmsprop(decay=0.9)",
        "adam(rate=cosine(0.01))",
        "adam(rate=warm-up(5, step(0.01, every=30)), beta2=0.95)",
        "adamw(weight-decay=flat-cosine(0.02))",
        "clip-by-global-norm(1, clip-by-value(0.5, sgd(rate=1e-4)))"
      })
  void canonicalOptimizers(String text) {
    assertEquals(text, texts().print(texts().parse(Optimizer.class, text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.01",
        "cosine(0.01)",
        "cosine(0.01, end=1e-4)",
        "polynomial(0.1, power=2)",
        "warm-up(5, cosine(0.01))",
        "warm-up(0.5, schedule=0.01)",
        "one-cycle(0.1, rise=0.4)",
        "on-plateau(0.01, patience=3)",
        "log-cosine(0.04)"
      })
  void canonicalSchedules(String text) {
    assertEquals(text, texts().print(texts().parse(Schedule.class, text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dense(64, relu), dropout(0.2), dense(32)",
        "residual(dense(64, relu), dropout(0.1)), dense(3)",
        "residual(layer-norm, dense(8), projection=true)",
        "chain(batch-norm(0.99), activation(elu)), dense(16, bias=false)",
        "dense(16, tanh, weights=orthogonal)",
        "none"
      })
  void canonicalLayers(String text) {
    assertEquals(text, texts().printList(Layer.class, texts().parseList(Layer.class, text)));
  }

  @Test
  void regularizersAndConstraintsShareOneList() {
    String text = "l2(1e-4), max-norm(3), elastic-net(1e-5, l2=0.001)";
    assertEquals(
        text,
        texts().printList(Regularization.class, texts().parseList(Regularization.class, text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "adm | column 1: there is no optimizer 'adm'; did you mean 'adam'?",
        "adam(lr=0.1) | column 6: adam has no 'lr'; known are rate, beta1, beta2, epsilon, amsgrad",
        "adam(rate=0) | column 11: rate is 0, allowed are numbers above 0",
        "adam(rate=relu) | column 11: there is no schedule 'relu'; known are constant, step,"
            + " exponential, ",
        "adam(rate=cosine) | column 11: cosine needs 'initial': first value",
        "adam(beta1=1) | column 12: beta1 is 1, allowed are numbers at least 0 and below 1",
        "adam(rate=cosine(0)) | column 1: adam: rate is 0 all the time, allowed are numbers above 0",
        "sgd(nesterov=true) | column 1: sgd: nesterov needs a momentum above 0",
        "sgd(momentum=cosine(2)) | column 1: sgd: momentum is 2.0, allowed are numbers at least 0"
            + " and below 1.0",
        "clip-by-value(1) | column 1: clip-by-value needs 'optimizer': the optimizer that takes the"
            + " step"
      })
  void messages(String text, String message) {
    TextException e = assertThrows(TextException.class, () -> texts().parse(Optimizer.class, text));
    // a list of all that is known goes on
    assertEquals(message, message.endsWith(",") ? start(e.getMessage(), message) : e.getMessage());
  }

  private static String start(String text, String like) {
    return text.substring(0, Math.min(text.length(), like.length()));
  }

  @Test
  void initializersHaveTheirUsualNames() {
    assertEquals(
        "[auto, glorot-uniform, glorot-normal, he-uniform, he-normal, lecun-uniform, lecun-normal,"
            + " orthogonal, zeros, ones, signs, constant]",
        texts().catalog(Initializer.class).names().toString());
  }
}
