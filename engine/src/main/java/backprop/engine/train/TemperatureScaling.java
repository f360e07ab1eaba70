// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.graph.Slot;
import backprop.engine.metric.MeanLoss;
import backprop.engine.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Calibrates probabilities: divides the output layer's weights and biases, and so the logits, by
 * the temperature that makes the judged loss smallest:
 *
 * <pre>
 *   p = softmax(z / T)
 * </pre>
 *
 * <p>The network stays one of its kind; no order of a member's classes changes. Guo, Pleiss, Sun
 * and Weinberger, "On calibration of modern neural networks", ICML 2017, section 4.2. The loss must
 * judge rows that have not trained what judges them: validation rows, or those of a loss that
 * cross-fits. So that few rows do not move it far, {@code PRIOR * ln(T)^2} is added to the sum of
 * the losses, as if a normal distribution of ln T with variance {@code 1 / (2 PRIOR)} had been
 * known before.
 */
public final class TemperatureScaling {
  private static final double PRIOR = 5;

  /** Smallest and largest ln T. */
  private static final double RANGE = Math.log(4);

  /** Narrows ln T down to about a thousandth. */
  private static final int STEPS = 16;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** Most rows that are looked at; many more would tell the same. */
  private static final int ROWS = 10_000;

  /** Most outputs that are kept for it; of many classes fewer rows are looked at. */
  private static final int NUMBERS = 10_000_000;

  private final Network network;
  private final Batches rows;
  private final int[] order;
  private final ScaledOutputs outputs;
  private final Evaluation evaluation;
  private final List<Slot> output = new ArrayList<>();
  private final List<double[]> logits = new ArrayList<>();

  /**
   * What came of it.
   *
   * @param temperature T, above 1 where the network was too sure
   * @param before mean loss without it
   * @param after mean loss with it
   */
  public record Outcome(double temperature, double before, double after) {}

  private TemperatureScaling(Network network, Batches rows) {
    this.network = network;
    this.rows = rows;
    int most = Math.max(ROWS / 10, Math.min(ROWS, NUMBERS / network.output().elements()));
    int count = Math.min(most, rows.rows());
    this.order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) ((long) rows.rows() * i / count);
    }
    this.outputs = new ScaledOutputs(network, rows, count);
    this.evaluation =
        new Evaluation(outputs.lossAlone(), new MeanLoss(), Meaning.of(network, rows), count, 0);
    List<Slot> slots = network.layout().slots();
    String path = layer(slots.get(slots.size() - 1));
    for (Slot s : slots) {
      if (layer(s).equals(path)) {
        double[] numbers = new double[s.size()];
        network.parameters().buffer().read(s.offset(), numbers, 0, numbers.length);
        output.add(s);
        logits.add(numbers);
      }
    }
  }

  private static String layer(Slot s) {
    return s.path().substring(0, s.path().lastIndexOf('/') + 1);
  }

  /**
   * Finds the temperature and applies it.
   *
   * @param network its last layer with parameters puts out the logits, as weighted sums
   * @param rows what the network's loss judges
   * @throws InterruptedException when the thread is interrupted; the network is as it was then
   * @throws IllegalArgumentException when the network's outputs are masked
   */
  public static Outcome apply(Network network, Batches rows) throws InterruptedException {
    TemperatureScaling scaling = new TemperatureScaling(network, rows);
    if (!(rows.weight(scaling.order, 0, scaling.order.length) > 0)) {
      return new Outcome(1, Double.NaN, Double.NaN);
    }
    return scaling.search();
  }

  private Outcome search() throws InterruptedException {
    outputs.compute(order, TemperatureScaling::refuseInterrupted);
    double before = loss(0);
    double low = -RANGE;
    double high = RANGE;
    double a = high - GOLDEN * (high - low);
    double b = low + GOLDEN * (high - low);
    double atA = cost(a);
    double atB = cost(b);
    for (int i = 0; i < STEPS; i++) {
      if (atA < atB) {
        high = b;
        b = a;
        atB = atA;
        a = high - GOLDEN * (high - low);
        atA = cost(a);
      } else {
        low = a;
        a = b;
        atA = atB;
        b = low + GOLDEN * (high - low);
        atB = cost(b);
      }
    }
    double best = (low + high) / 2;
    double after = loss(best);
    if (!(after <= before)) {
      return new Outcome(1, before, before);
    }
    divide(Math.exp(best));
    return new Outcome(Math.exp(best), before, after);
  }

  private double cost(double logarithm) throws InterruptedException {
    return loss(logarithm) + PRIOR * logarithm * logarithm / order.length;
  }

  private double loss(double logarithm) throws InterruptedException {
    outputs.temperature(Math.exp(logarithm));
    return evaluation.meanLoss(outputs, order, order.length, TemperatureScaling::refuseInterrupted);
  }

  /** Divides the logits of the network, whatever its input. */
  private void divide(double temperature) {
    for (int i = 0; i < output.size(); i++) {
      double[] scaled = Arrays.stream(logits.get(i)).map(w -> w / temperature).toArray();
      network.parameters().buffer().write(output.get(i).offset(), scaled, 0, scaled.length);
    }
  }

  private static void refuseInterrupted() throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("interrupted while probabilities were calibrated");
    }
  }
}
