// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import java.util.Arrays;

/**
 * Mixes each row of a minibatch with another one of it: {@code lambda * x + (1 - lambda) * x'}, one
 * lambda for the whole minibatch, drawn from the distribution Beta(alpha, alpha). Zhang et al.,
 * "mixup: beyond empirical risk minimization", ICLR 2018, figure 1.
 */
public final class Mixup {
  private static final long STREAM = 0x4D49585550L;

  private final double alpha;
  private final long key;
  private final int inputs;
  private final int targets;
  private final RandomStream random = new RandomStream(0);
  private final int[] partner;
  private final float[] input;
  private final float[] mixedInput;
  private final float[] target;
  private final float[] mixedTarget;
  private final double[] weights;

  /**
   * Room for a minibatch.
   *
   * @param alpha above 0: near 0 rows stay nearly as they are, from 1 on they are mixed strongly
   * @param inputs numbers of one input
   * @param targets numbers of one target
   * @param largest rows of the largest minibatch
   */
  public Mixup(double alpha, int inputs, int targets, long seed, int largest) {
    this.alpha = alpha;
    this.key = RandomStream.extend(seed, STREAM);
    this.inputs = inputs;
    this.targets = targets;
    this.partner = new int[largest];
    this.input = new float[Math.multiplyExact(largest, inputs)];
    this.mixedInput = new float[input.length];
    this.target = new float[Math.multiplyExact(largest, targets)];
    this.mixedTarget = new float[Math.multiplyExact(largest, 2 * targets + 2)];
    this.weights = new double[largest];
  }

  /**
   * Mixes rows. Every row counts in all as much as before: its own weight goes with its target,
   * wherever that is.
   *
   * @param x the inputs, replaced by mixtures
   * @param y the targets
   * @param mixed receives for each row its target, its partner's target and the factors of both
   * @param lossWeights weight of each row's loss, replaced by equal ones
   * @param step number of the minibatch
   */
  public void apply(Matrix x, Matrix y, Matrix mixed, Matrix lossWeights, long step) {
    int count = x.rows();
    random.restart(RandomStream.extend(key, step));
    double lambda = lambda();
    pair(count);
    x.buffer().read(x.offset(), input, 0, count * inputs);
    y.buffer().read(y.offset(), target, 0, count * targets);
    lossWeights.buffer().read(lossWeights.offset(), weights, 0, count);
    float own = (float) lambda;
    for (int i = 0; i < count; i++) {
      int p = partner[i];
      for (int j = 0; j < inputs; j++) {
        float far = input[p * inputs + j];
        mixedInput[i * inputs + j] = far + own * (input[i * inputs + j] - far);
      }
      int at = i * (2 * targets + 2);
      System.arraycopy(target, i * targets, mixedTarget, at, targets);
      System.arraycopy(target, p * targets, mixedTarget, at + targets, targets);
      mixedTarget[at + 2 * targets] = (float) (lambda * weights[i] * count);
      mixedTarget[at + 2 * targets + 1] = (float) ((1 - lambda) * weights[p] * count);
    }
    Arrays.fill(weights, 0, count, 1.0 / count);
    x.buffer().write(x.offset(), mixedInput, 0, count * inputs);
    mixed.buffer().write(mixed.offset(), mixedTarget, 0, count * (2 * targets + 2));
    lossWeights.buffer().write(lossWeights.offset(), weights, 0, count);
  }

  /** A random order: each row is the partner of one row. */
  private void pair(int count) {
    for (int i = 0; i < count; i++) {
      partner[i] = i;
    }
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int t = partner[i];
      partner[i] = partner[j];
      partner[j] = t;
    }
  }

  /** From Beta(alpha, alpha), as the share of one of two gamma numbers in their sum. */
  private double lambda() {
    double a = logGamma();
    double b = logGamma();
    return 1 / (1 + StrictMath.exp(b - a));
  }

  /**
   * The logarithm of a number from the gamma distribution of shape alpha. Marsaglia and Tsang, "A
   * simple method for generating gamma variables", 2000; below 1 by their section 6, in logarithms
   * since the number itself may be too small for a double.
   */
  private double logGamma() {
    double boost = alpha < 1 ? StrictMath.log(1 - random.nextDouble()) / alpha : 0;
    double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      if (v <= 0) {
        continue;
      }
      double logV = 3 * StrictMath.log(v);
      double u = StrictMath.log(1 - random.nextDouble());
      if (u < 0.5 * x * x + d - d * v * v * v + d * logV) {
        return StrictMath.log(d) + logV + boost;
      }
    }
  }
}
