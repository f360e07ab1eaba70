// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.metric.MeanLoss;
import backprop.engine.model.Vitals;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Adam;
import backprop.engine.schedule.Constant;
import backprop.engine.train.Batches;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The self test of a network: trained on a few rows only, from new weights, it must learn them by
 * heart. A network that cannot even do that has something wrong with its layers or its loss, and
 * more rows, epochs or regularization are no remedy. All rows go into each step, by Adam.
 *
 * <p>Karpathy, "A recipe for training neural networks", 2019, step 2.
 *
 * @param rows how many it was trained on
 * @param steps that it took
 * @param before mean loss of these rows before, as the network predicts
 * @param after the same at the end
 * @param wrong rows whose class is predicted wrongly at the end; 0 for numbers
 * @param passed whether the rows were learned: no class is wrong, or for numbers the loss is at
 *     most 5% of that before
 * @param still layers whose weights got no gradient in any step that was measured
 */
public record OverfitOneBatch(
    int rows,
    int steps,
    double before,
    double after,
    int wrong,
    boolean passed,
    List<String> still) {
  /** Rows of the batch, where there are as many. */
  public static final int ROWS = 32;

  private static final int STEPS = 1000;
  private static final int LOOK = 50;
  private static final double RATE = 0.003;
  private static final double LEARNED = 0.05;

  /** Part of the key of the random choice of rows. */
  private static final long CHOICE = 78;

  public OverfitOneBatch {
    still = List.copyOf(still);
  }

  /**
   * Tests a network.
   *
   * @param spec the network
   * @param from the rows of which some are taken, at least 1
   * @param seed of the choice and the weights
   * @throws InterruptedException when the thread is interrupted
   */
  public static OverfitOneBatch test(NetworkSpec spec, Kernels kernels, Batches from, long seed)
      throws InterruptedException {
    int[] order = new int[from.rows()];
    from.shuffle(order, new RandomStream(RandomStream.extend(seed, CHOICE)));
    Batches rows = new FewRows(from, Arrays.copyOf(order, Math.min(ROWS, order.length)));
    Network network = new Network(spec, kernels);
    network.initialize(seed);
    TrainSpec how =
        new TrainSpec(
            STEPS,
            0,
            new Adam(new Constant(RATE)),
            List.of(),
            List.of(),
            new EarlyStopping(0, 0, new MeanLoss(), true),
            seed);
    Scored first = Scored.of(network, rows, seed);
    Trainer trainer = new Trainer(network, how, rows, null);
    trainer.start();
    Scored now = first;
    int steps = 0;
    boolean more = true;
    while (more && steps < STEPS && !learned(first, now)) {
      for (int i = 0; more && i < LOOK; i++) {
        more = trainer.next();
        steps += more ? 1 : 0;
      }
      now = Scored.of(network, rows, seed);
    }
    return new OverfitOneBatch(
        rows.rows(),
        steps,
        first.loss(),
        now.loss(),
        wrong(now),
        learned(first, now),
        still(trainer.finish().vitals()));
  }

  private static boolean learned(Scored first, Scored now) {
    return now != first && (now.classes() ? wrong(now) == 0 : now.loss() <= LEARNED * first.loss());
  }

  private static int wrong(Scored s) {
    int wrong = 0;
    for (int i = 0; i < s.predicted().length; i++) {
      wrong += Scored.argmax(s.predicted()[i]) == s.actual()[i] ? 0 : 1;
    }
    return wrong;
  }

  private static List<String> still(Vitals vitals) {
    List<String> still = new ArrayList<>();
    for (int i = 0; i < vitals.layers().size(); i++) {
      int layer = i;
      if (vitals.samples().stream().allMatch(s -> s.sizes().get(layer).gradient() == 0)) {
        still.add(vitals.layers().get(i).path());
      }
    }
    return still;
  }

  /** The result in one line. */
  public String say() {
    String did =
        rows
            + " rows, "
            + steps
            + " steps, loss from "
            + Numbers.say(before)
            + " to "
            + Numbers.say(after);
    if (passed) {
      return "passed: the network learns a batch by heart (" + did + ")";
    }
    return "failed: the network cannot learn a batch by heart ("
        + did
        + (wrong > 0 ? ", " + wrong + " rows predicted wrongly" : "")
        + ")"
        + (still.isEmpty() ? "" : "; no gradient reaches " + String.join(", ", still));
  }
}
