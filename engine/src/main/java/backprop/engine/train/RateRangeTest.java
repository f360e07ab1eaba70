// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.RandomStream;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimization;
import backprop.engine.optimize.Optimizer;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Entry;
import backprop.engine.text.Formula;
import backprop.engine.text.Property;
import backprop.engine.text.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Proposes a learning rate: trains a copy of the network while the rate rises exponentially from
 * step to step, {@code rate = low * (high / low)^(step / (steps - 1))}, and watches the loss, which
 * falls first, then levels out and finally explodes (Smith, "Cyclical learning rates for training
 * neural networks", WACV 2017, section 3.3).
 *
 * <p>The losses of the minibatches are smoothed by an exponential moving average that keeps 0.9 at
 * each step, divided by {@code 1 - 0.9^t}. The test ends when the smoothed loss is no finite number
 * or four times its lowest value so far. The network itself, and its optimizer's schedule, are left
 * as they are.
 */
@Description("A learning rate proposed from one short run in which it rises from low " + "to high.")
@Formula(
    "rate(i) = low * (high / low)^(i / (steps - 1)); proposed is a tenth of "
        + "the rate of the lowest smoothed loss")
@Source(
    "Smith, \"Cyclical learning rates for training neural networks\", WACV " + "2017, section 3.3")
public final class RateRangeTest {
  private static final double KEPT = 0.9;
  private static final double EXPLODED = 4;
  private static final double MARGIN = 10;

  /** Part of the key of the random order. */
  private static final long SHUFFLE = 6;

  private RateRangeTest() {}

  /**
   * One step.
   *
   * @param rate learning rate of the step
   * @param loss the minibatch's loss before the step
   * @param smoothed the moving average of the losses up to here
   */
  public record Point(double rate, double loss, double smoothed) {}

  /**
   * What came of it.
   *
   * @param curve one point for each step, in order
   * @param lowest the rate at which the smoothed loss is lowest
   * @param steepest the rate before that at which the smoothed loss falls fastest over the
   *     logarithm of the rate
   * @param proposal a tenth of {@code lowest}: well before the loss rises, where training is stable
   */
  public record Result(List<Point> curve, double lowest, double steepest, double proposal) {}

  /** The rate of each step of the test. */
  private record Rising(double low, double high, int steps) implements Schedule {
    @Override
    public double at(Progress p) {
      return low * Math.pow(high / low, Math.min(1, (double) p.step() / (steps - 1)));
    }
  }

  /**
   * Runs the test.
   *
   * @param network has its first weights; stays as it is
   * @param spec how it is to be trained; epochs, early stopping and time limit have no effect here
   * @param training the rows
   * @param low first rate, above 0, such as 1e-6
   * @param high last rate, above {@code low}, such as 10
   * @param steps optimizer steps, at least 10; 100 are usual
   * @throws IllegalArgumentException when a number is not allowed, when the optimizer has no
   *     learning rate, or when the loss is not a finite number before the first step
   * @throws InterruptedException when the thread is interrupted
   */
  public static Result run(
      Network network, TrainSpec spec, Batches training, double low, double high, int steps)
      throws InterruptedException {
    if (!(low > 0 && high > low && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "rates from " + low + " to " + high + ", allowed are 0 < low < high");
    }
    if (steps < 10) {
      throw new IllegalArgumentException("steps is " + steps + ", allowed are 10 and above");
    }
    Optimizer optimizer = withRate(spec.optimizer(), new Rising(low, high, steps));
    Network copy = network.ruled(network.rules());
    int rows = training.rows();
    int batch = spec.batch() == 0 ? rows : Math.min(spec.batch(), rows);
    int stepRows = (int) Math.min(rows, (long) batch * spec.minibatches().accumulate());
    int stepsPerEpoch = (rows + stepRows - 1) / stepRows;
    int largest = Math.min(batch, (rows + stepsPerEpoch - 1) / stepsPerEpoch);
    TrainingStep step = new TrainingStep(copy, spec, optimizer, training, batch, largest);
    Progress progress = new Progress(stepsPerEpoch, (steps + stepsPerEpoch - 1) / stepsPerEpoch);
    int[] order = new int[rows];
    List<Point> curve = new ArrayList<>();
    double average = 0;
    double best = Double.POSITIVE_INFINITY;
    for (int s = 0; s < steps; s++) {
      EpochStep.refuseInterrupted(s / stepsPerEpoch);
      int within = s % stepsPerEpoch;
      if (within == 0) {
        long key = RandomStream.key(spec.seed(), SHUFFLE, s / stepsPerEpoch);
        training.shuffle(order, new RandomStream(key));
      }
      int from = (int) ((long) rows * within / stepsPerEpoch);
      int count = (int) ((long) rows * (within + 1) / stepsPerEpoch) - from;
      double rate = optimizer.rate(progress);
      double loss = (step.take(order, from, count, progress) + step.untold()) / count;
      average = KEPT * average + (1 - KEPT) * loss;
      double smoothed = average / (1 - Math.pow(KEPT, s + 1.0));
      if (!Double.isFinite(smoothed)) {
        break;
      }
      curve.add(new Point(rate, loss, smoothed));
      best = Math.min(best, smoothed);
      if (smoothed > EXPLODED * best) {
        break;
      }
    }
    if (curve.isEmpty()) {
      throw new IllegalArgumentException("the loss is not a finite number before the first step");
    }
    return judge(curve);
  }

  /** What a curve says. */
  static Result judge(List<Point> curve) {
    int lowest = 0;
    for (int i = 1; i < curve.size(); i++) {
      lowest = curve.get(i).smoothed() < curve.get(lowest).smoothed() ? i : lowest;
    }
    int steepest = 0;
    double fall = 0;
    for (int i = 1; i <= lowest; i++) {
      // The steps are equally far apart on the logarithm's scale.
      double difference = curve.get(i - 1).smoothed() - curve.get(i).smoothed();
      if (difference > fall) {
        fall = difference;
        steepest = i;
      }
    }
    double rate = curve.get(lowest).rate();
    return new Result(List.copyOf(curve), rate, curve.get(steepest).rate(), rate / MARGIN);
  }

  /**
   * The same optimizer with another learning rate; of one that wraps another, the innermost.
   *
   * @throws IllegalArgumentException when it has none
   */
  static Optimizer withRate(Optimization optimizer, Schedule rate) {
    Entry<Optimization> entry =
        Catalogs.texts()
            .catalog(Optimization.class)
            .entryOf(optimizer)
            .orElseThrow(() -> new IllegalArgumentException(optimizer + " is no known optimizer"));
    List<Object> values = new ArrayList<>();
    boolean found = false;
    for (Property p : entry.properties()) {
      Object value = p.of(optimizer);
      if (value instanceof Optimizer inner) {
        value = withRate(inner, rate);
        found = true;
      } else if (p.name().equals("rate") && p.type().raw() == Schedule.class) {
        value = rate;
        found = true;
      }
      values.add(value);
    }
    if (!found || !(entry.create(values.toArray()) instanceof Optimizer made)) {
      throw new IllegalArgumentException(entry + " has no learning rate that could be tried");
    }
    return made;
  }
}
