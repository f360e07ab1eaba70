// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Epoch by epoch, and on from a saved state, training gives the bits of a run in one go. */
class ResumedTrainingTest {
  private static final String LAYERS = "chain(dense(12, tanh), batch-norm, dropout(0.1), dense(4))";
  private final Kernels kernels = new JavaBackend().open(1);

  private TrainSpec spec(int epochs, String optimizer, int patience) {
    return TrainSpec.of(
        epochs,
        32,
        Catalogs.parse(Optimization.class, optimizer),
        List.of(),
        new EarlyStopping(patience, 0),
        3);
  }

  private static TrainingState copied(TrainingState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state.write(new DataOutputStream(bytes));
    return TrainingState.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd(0.05, 0.9)",
        "adamw(rate=cosine(0.01))",
        "ema(0.9, adam(0.01))",
        "swa(0.5, sgd(0.05))",
        "adam(rate=on-plateau(0.01))"
      })
  void goesOnAsIfItHadNeverStopped(String optimizer) throws Exception {
    Vehicles data = new Vehicles(kernels, 1);
    for (Batches validation : new Batches[] {null, data.test}) {
      TrainSpec spec = spec(9, optimizer, 0);
      Network whole = Vehicles.network(kernels, LAYERS, 5);
      Trainer.Result expected = new Trainer(whole, spec, data.training, validation).run();

      Network first = Vehicles.network(kernels, LAYERS, 5);
      Trainer part = new Trainer(first, spec, data.training, validation);
      part.start();
      for (int e = 0; e < 4; e++) {
        assertTrue(part.next());
      }
      double[] shown = first.parameters().toArray();
      TrainingState state = copied(part.state());
      assertArrayEquals(shown, first.parameters().toArray(), "asking changes nothing");
      assertEquals(4, part.finish().history().size());
      assertFalse(part.next(), "it is finished");

      Network second = Vehicles.network(kernels, LAYERS, 99);
      Trainer rest = new Trainer(second, spec, data.training, validation);
      rest.start(state);
      int more = 0;
      while (rest.next()) {
        more++;
      }
      Trainer.Result found = rest.finish();
      assertEquals(5, more);
      assertEquals(expected.history(), found.history());
      assertEquals(expected.bestEpoch(), found.bestEpoch());
      assertEquals(expected.stopReason(), found.stopReason());
      assertArrayEquals(whole.parameters().toArray(), second.parameters().toArray());
      assertArrayEquals(whole.state().toArray(), second.state().toArray());
    }
  }

  @Test
  void patienceBeginsAnewWhereItHadEndedTheRun() throws Exception {
    Vehicles data = new Vehicles(kernels, 1);
    TrainSpec spec = spec(300, "adam(0.02)", 6);
    Trainer first =
        new Trainer(Vehicles.network(kernels, LAYERS, 5), spec, data.training, data.test);
    first.start();
    while (first.next()) {
      assertNotEquals(300, first.state().history().size(), "patience ends it before");
    }
    TrainingState state = first.state();
    Trainer.Result one = first.finish();
    assertTrue(one.stopReason().contains("in 6 epochs"), one.stopReason());
    Trainer more =
        new Trainer(Vehicles.network(kernels, LAYERS, 5), spec, data.training, data.test);
    more.start(state);
    while (more.next()) {
      assertTrue(more.state().history().size() <= 300);
    }
    Trainer.Result two = more.finish();
    assertTrue(two.history().size() >= one.history().size() + 6, "six more at least");
    assertTrue(
        two.history().get(two.bestEpoch() - 1).validationLoss()
            <= one.history().get(one.bestEpoch() - 1).validationLoss(),
        "the best one is never lost");
  }

  @Test
  void aMinimizerGoesOnFromItsPoint() throws Exception {
    Vehicles data = new Vehicles(kernels, 1);
    TrainSpec spec = spec(10, "lbfgs", 0);
    String layers = "chain(dense(8, tanh), dense(4))";
    Trainer first = new Trainer(Vehicles.network(kernels, layers, 5), spec, data.training, null);
    first.start();
    for (int e = 0; e < 5; e++) {
      assertTrue(first.next());
    }
    TrainingState state = first.state();
    Trainer more = new Trainer(Vehicles.network(kernels, layers, 7), spec, data.training, null);
    more.start(state);
    while (more.next()) {
      assertTrue(more.state().history().size() <= 10);
    }
    List<backprop.engine.model.EpochRecord> history = more.finish().history();
    assertEquals(10, history.size());
    assertTrue(history.get(9).trainingLoss() < history.get(4).trainingLoss());
  }

  @Test
  void aStateOfAnotherNetworkIsRefused() throws Exception {
    Vehicles data = new Vehicles(kernels, 1);
    Trainer one =
        new Trainer(
            Vehicles.network(kernels, LAYERS, 5), spec(3, "sgd(0.1)", 0), data.training, null);
    one.start();
    one.next();
    TrainingState state = one.state();
    for (Trainer other :
        List.of(
            new Trainer(
                Vehicles.network(kernels, "chain(dense(13, tanh), dense(4))", 5),
                spec(3, "sgd(0.1)", 0),
                data.training,
                null),
            new Trainer(
                Vehicles.network(kernels, LAYERS, 5),
                spec(3, "adam(0.1)", 0),
                data.training,
                null))) {
      assertThrows(IllegalArgumentException.class, () -> other.start(state));
    }
  }
}
