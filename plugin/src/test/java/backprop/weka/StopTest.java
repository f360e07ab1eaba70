// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;

/**
 * Stop in the Explorer interrupts the thread that trains: a second later there is no training any
 * more, whatever it was at, on as many pixels as MNIST has.
 */
@Tag("slow")
final class StopTest {
  private static final int ROWS = 60_000;
  private static final int PIXELS = 784;
  private static final String W1 = "-layers \"dense(256, relu), dense(128, relu)\"";
  private static Instances digits;

  @BeforeAll
  static void makeUp() {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int p = 0; p < PIXELS; p++) {
      attributes.add(new Attribute("p" + p));
    }
    List<String> classes = new ArrayList<>();
    for (int c = 0; c < 10; c++) {
      classes.add(String.valueOf(c));
    }
    attributes.add(new Attribute("digit", classes));
    digits = new Instances("digits", attributes, ROWS);
    digits.setClassIndex(PIXELS);
    Random random = new Random(1);
    for (int r = 0; r < ROWS; r++) {
      double[] values = new double[PIXELS + 1];
      values[PIXELS] = r % 10;
      for (int p = 0; p < PIXELS; p++) {
        // A fifth of the pixels is not background, more of them where the class has its bar.
        boolean bar = p / 80 == r % 10;
        values[p] = random.nextInt(5) < (bar ? 3 : 1) ? 1 + random.nextInt(255) : 0;
      }
      digits.add(new DenseInstance(1, values));
    }
  }

  /** Trains until a method is at work, then stops it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-N 1 | fit.WeightedRows.<init>",
        "-N 1 | fit.Split.of",
        "-N 1 | encode.AttributeStatistics.<init>",
        "-N 1 | fit.EncodedRows.budget",
        "-N 1 | encode.InputEncoder.encode",
        "-N 1 -numeric bins | encode.AttributeStatistics.sorted",
        W1 + " -V 10 | engine.train.Minibatches.run",
        W1 + " -V 10 | engine.train.Trainer.judgedLoss",
        W1 + " -batch 0 | engine.train.Minibatches.run",
        W1 + " -N 1 | doctor.Diagnosis.of",
        "-preset autoencoder | fit.FirstLayers.learn",
        "-preset image | engine.train.Minibatches.run",
        "-layers dense(64) -optimizer lbfgs | engine.train.MinimizerIteration.run",
      })
  void endsWithinASecond(String options, String during) throws Exception {
    BackpropNetwork network = TestData.network(options);
    ThreadMXBean times = ManagementFactory.getThreadMXBean();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicLong end = new AtomicLong();
    Thread training =
        new Thread(
            () -> {
              try {
                network.buildClassifier(digits);
              } catch (Throwable e) {
                thrown.set(e);
              }
              end.set(times.getCurrentThreadCpuTime());
            });
    training.start();
    while (training.isAlive() && !isAt(training, during)) {
      Thread.sleep(1);
    }
    // Not the wall clock, on which other processes spend time, too.
    long stop = times.getThreadCpuTime(training.getId());
    training.interrupt();
    training.join(1000);
    StackTraceElement[] late = training.getStackTrace();
    training.join();
    double seconds = (end.get() - stop) / 1e9;
    assertTrue(seconds < 1, seconds + " s; after a second on the clock " + Arrays.toString(late));
    // Behind the last epoch the model is as good as there, and kept.
    if (thrown.get() != null || !during.startsWith("doctor.")) {
      assertNotNull(thrown.get(), "the training was done before it was stopped");
      assertInstanceOf(InterruptedException.class, thrown.get(), () -> thrown.get().toString());
    }
    System.out.println(options + " | " + during + ": " + seconds + " s");
  }

  private static boolean isAt(Thread training, String method) {
    return Arrays.stream(training.getStackTrace())
        .anyMatch(f -> (f.getClassName() + "." + f.getMethodName()).endsWith("." + method));
  }
}
