// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.gui.explorer.ClassifierPanelRun;

/** With {@code -keep-stopped} an interruption ends a training, and what was learned is kept. */
class KeepStoppedTest {
  private static final String LAYERS = "-layers \"dense(8, tanh)\" -optimizer ";

  private final Instances data = TestData.iris();
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();
  private final AtomicReference<Boolean> flagged = new AtomicReference<>();

  /** Trains on a thread of its own; interrupts it in the middle of some epoch. */
  private BackpropNetwork stopped(String options) throws Exception {
    BackpropNetwork network = TestData.network(options);
    Thread training =
        new Thread(
            () -> {
              try {
                network.buildClassifier(data);
              } catch (Throwable e) {
                thrown.set(e);
              }
              flagged.set(Thread.currentThread().isInterrupted());
            });
    training.start();
    while (training.isAlive() && network.epochs().size() < 3) {
      Thread.onSpinWait();
    }
    training.interrupt();
    training.join();
    return network;
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam(0.01)", "ema(0.9, adam(0.01))", "lookahead(5, 0.5, sgd(0.1, 0.9))"})
  void theModelIsThatOfTheLastWholeEpoch(String optimizer) throws Exception {
    String options = LAYERS + "\"" + optimizer + "\" -V 0 ";
    BackpropNetwork network = stopped(options + "-N 1000000 -keep-stopped");
    assertNull(thrown.get());
    assertFalse(flagged.get(), "the interruption is answered");
    int epochs = (int) network.getMeasure("measureEpochs");
    assertTrue(epochs >= 3, "" + epochs);
    assertTrue(network.toString().contains("stopped by an interruption"), network.toString());
    BackpropNetwork whole = TestData.built(options + "-N " + epochs, data);
    for (int i = 0; i < data.numInstances(); i += 10) {
      assertArrayEquals(
          whole.distributionForInstance(data.instance(i)),
          network.distributionForInstance(data.instance(i)));
    }
  }

  /**
   * The Explorer trains the model that it shows, then those of the folds, on a thread of its own.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aStopEndsARunOfTheExplorer(int stoppedOne) throws Exception {
    BackpropNetwork[] all = new BackpropNetwork[3];
    for (int i = 0; i < all.length; i++) {
      String epochs = i == stoppedOne ? " -N 1000000" : " -N 5";
      all[i] = TestData.network(LAYERS + "\"adam(0.01)\" -V 0 -keep-stopped" + epochs);
    }
    Thread run =
        new ClassifierPanelRun(
            () -> {
              try {
                for (BackpropNetwork n : all) {
                  n.buildClassifier(data);
                }
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    run.start();
    while (run.isAlive() && all[stoppedOne].epochs().size() < 3) {
      Thread.onSpinWait();
    }
    run.interrupt();
    run.join();
    assertInstanceOf(InterruptedException.class, thrown.get());
    assertTrue(all[0].model().isPresent());
    assertFalse(all[1].model().isPresent());
    assertFalse(all[2].model().isPresent());
  }

  @Test
  void withoutItThereIsNoModel() throws Exception {
    stopped(LAYERS + "\"adam(0.01)\" -V 0 -N 1000000");
    assertInstanceOf(InterruptedException.class, thrown.get());
    assertTrue(flagged.get());
  }

  @Test
  void beforeTheFirstEpochThereIsNothingToKeep() throws Exception {
    BackpropNetwork network = TestData.network("-keep-stopped");
    Thread.currentThread().interrupt();
    try {
      network.buildClassifier(data);
    } catch (InterruptedException e) {
      thrown.set(e);
    }
    assertTrue(Thread.interrupted());
    assertInstanceOf(InterruptedException.class, thrown.get());
  }
}
