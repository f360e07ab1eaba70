// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Node;
import backprop.engine.graph.Program;
import backprop.engine.loss.MembersLoss;
import backprop.engine.metric.Targets;
import backprop.engine.model.Provenance;
import backprop.engine.network.Network;
import backprop.engine.op.Map;
import backprop.engine.train.Batches;
import backprop.engine.train.Meaning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * What a network, as it predicts, makes of some rows.
 *
 * @param rows how many
 * @param loss their mean loss, every row alike
 * @param lossError standard error of this mean
 * @param strangersLoss their mean loss when each gets the prediction of another row: what the
 *     network would lose if it could not see its inputs
 * @param classes whether the targets are classes
 * @param actual class of each row; empty for numbers
 * @param predicted for each row a number for each class; empty for numbers
 * @param units what the units of hidden layers do
 * @param inputs the columns that the network sees
 */
public record Scored(
    int rows,
    double loss,
    double lossError,
    double strangersLoss,
    boolean classes,
    int[] actual,
    double[][] predicted,
    List<Units> units,
    InputColumns inputs) {
  /** Most rows that are looked at. */
  static final int ROWS = 512;

  /** Most numbers of them: of rows with very many inputs fewer tell enough. */
  private static final int NUMBERS = 1 << 22;

  private static final int FEWEST = 32;

  /** Rows that are looked at however short the training was. */
  private static final int ENOUGH = 256;

  /** Part of the rows that passed through the network while it was trained. */
  private static final double PART = 0.03;

  private static final int BATCH = 128;

  /** Part of the key of the random choice of rows. */
  private static final long CHOICE = 77;

  /**
   * Looks at rows, at most {@link #ROWS} that are drawn by the seed.
   *
   * @throws CancellationException when the thread is interrupted
   */
  static Scored of(Network network, Batches rows, long seed) {
    return of(network, rows, seed, ROWS);
  }

  /**
   * Looks at rows after a training, at fewer where that was short: looking is to take no time that
   * anybody notices.
   */
  static Scored after(Provenance how, Network network, Batches rows) {
    double passed = PART * how.rows() * how.history().size();
    return of(network, rows, how.seed(), (int) Math.max(ENOUGH, Math.min(ROWS, passed)));
  }

  private static Scored of(Network network, Batches rows, long seed, int most) {
    int[] order = new int[rows.rows()];
    rows.shuffle(order, new RandomStream(RandomStream.extend(seed, CHOICE)));
    int inputs = network.spec().input().elements();
    int count = Math.min(Math.min(most, Math.max(FEWEST, NUMBERS / inputs)), order.length);
    int[] chosen = Arrays.copyOf(order, count);
    int[] strangers = new int[count];
    for (int i = 0; i < count; i++) {
      strangers[i] = chosen[(i + count / 2) % count];
    }
    Program program = network.scoringProgram(Math.min(BATCH, count));
    return new Pass(network, program, rows, chosen, strangers).run();
  }

  /** Index of the largest number. */
  static int argmax(double... numbers) {
    int best = 0;
    for (int i = 1; i < numbers.length; i++) {
      best = numbers[i] > numbers[best] ? i : best;
    }
    return best;
  }

  /** One pass over the rows, batch by batch. */
  private static final class Pass {
    private final Program program;
    private final Batches rows;
    private final int[] chosen;
    private final int[] strangers;
    private final Targets meaning;
    private final int weights;
    private final java.util.Map<Node, Units.Counter> counters = new LinkedHashMap<>();
    private final InputColumns.Counter inputs;
    private final List<Integer> actual = new ArrayList<>();
    private final List<double[]> predicted = new ArrayList<>();
    private double loss;
    private double squares;
    private double strangersLoss;

    Pass(Network network, Program program, Batches rows, int[] chosen, int[] strangers) {
      this.program = program;
      program.endWhenInterrupted();
      this.rows = rows;
      this.chosen = chosen;
      this.strangers = strangers;
      this.meaning = Meaning.of(network, rows);
      this.weights =
          network.spec().loss() instanceof MembersLoss m ? m.weights(network.output()) : 0;
      this.inputs = new InputColumns.Counter(program);
      String last = lastLayer(network);
      for (Node n : program.nodes()) {
        if (n.op() instanceof Map m && !n.path().isEmpty() && !n.path().startsWith(last)) {
          Units.Kind kind = Units.kind(m.function());
          if (kind != null) {
            counters.put(n, new Units.Counter(n, m.function(), kind));
          }
        }
      }
    }

    /** What the output layer does is the loss's business. */
    private static String lastLayer(Network network) {
      List<Network.LayerSummary> layers = network.summary();
      return layers.isEmpty() ? "" : layers.get(layers.size() - 1).path();
    }

    Scored run() {
      int n = chosen.length;
      for (int from = 0; from < n; from += program.maxBatch()) {
        int count = Math.min(program.maxBatch(), n - from);
        program.batch(count);
        rows.inputs(chosen, from, count, program);
        rows.targets(chosen, from, count, program.target());
        inputs.add(rows, chosen, from, count);
        replay();
        for (double l : program.loss().toArray()) {
          loss += l;
          squares += l * l;
        }
        keep(count);
        rows.targets(strangers, from, count, program.target());
        program.forward();
        strangersLoss += Arrays.stream(program.loss().toArray()).sum();
      }
      return new Scored(
          n,
          loss / n,
          Math.sqrt(Math.max(0, squares / n - loss / n * loss / n) / n),
          strangersLoss / n,
          meaning.areClasses(),
          actual.stream().mapToInt(Integer::intValue).toArray(),
          predicted.toArray(new double[0][]),
          counters.values().stream().map(Units.Counter::units).toList(),
          inputs.columns());
    }

    /** A forward pass that looks at activations while they are there. */
    private void replay() {
      for (Node n : program.nodes()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted while the doctor looked at the network");
        }
        Units.Counter counter = counters.get(n);
        if (counter != null) {
          counter.add(n.input(0).toArray());
        }
        n.op().forward(program.kernels(), n);
      }
    }

    private void keep(int count) {
      if (!meaning.areClasses()) {
        return;
      }
      double[] found = program.prediction().toArray();
      double[] wanted = program.target().toArray();
      int columns = found.length / count;
      int targets = wanted.length / count;
      for (int i = 0; i < count; i++) {
        double[] p = Arrays.copyOfRange(found, i * columns, (i + 1) * columns);
        predicted.add(columns == 1 ? new double[] {1 - p[0], p[0]} : p);
        actual.add(meaning.classOf(wanted, i * targets, targets - weights));
      }
    }
  }
}
