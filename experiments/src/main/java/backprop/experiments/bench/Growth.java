// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.RandomStream;
import backprop.experiments.file.ExperimentException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;

/**
 * How time and memory grow with the number of rows: the classifier gets one made-up row after the
 * other, as from a file that is never in memory whole, and trains one epoch.
 */
public final class Growth {
  private static final int COLUMNS = 30;
  private static final int FIRST = 10_000;
  private static final int STEP = 10;

  private final BenchPlan plan;
  private final PrintWriter out;

  /**
   * @param plan backend and threads; the rest does not matter
   * @param out receives a line of JSON for each number of rows
   */
  public Growth(BenchPlan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Trains on 10,000 rows, on ten times as many, and so on, and on {@code most} last.
   *
   * @throws ExperimentException when the backend cannot be used
   */
  public void run(int most) throws InterruptedException {
    for (long rows = FIRST; rows < most; rows *= STEP) {
      measure((int) rows);
    }
    measure(most);
  }

  private void measure(int rows) throws InterruptedException {
    Instances header = header();
    BackpropNetwork network = new BackpropNetwork();
    long start = System.nanoTime();
    long fed;
    try {
      network.setOptions(
          new String[] {
            "-layers", "dense(64, relu), dense(32, relu)",
            "-batch-size", "256",
            "-N", "1",
            "-V", "0",
            "-threads", "" + plan.threads(),
            "-backend", plan.backend()
          });
      network.buildClassifier(header);
      for (int r = 0; r < rows; r++) {
        network.updateClassifier(row(header, r));
      }
      fed = System.nanoTime();
      network.batchFinished();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new ExperimentException(e.getMessage(), e);
    }
    long end = System.nanoTime();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workload", "growth");
    json.put("rows", rows);
    json.put("columns", COLUMNS);
    json.put("backend", plan.backend());
    json.put("threads", plan.threads());
    json.put("rows_s", (fed - start) / 1e9);
    json.put("training_s", (end - fed) / 1e9);
    json.put("wall_s", (end - start) / 1e9);
    json.put("microseconds_per_row", (end - start) / 1e3 / rows);
    OptionalDouble memory = Machine.peakMegabytes();
    if (memory.isPresent()) {
      json.put("rss_mb", Math.round(memory.getAsDouble()));
    } else {
      json.putNull("rss_mb");
    }
    json.put("heap_mb", Runtime.getRuntime().maxMemory() >> 20);
    out.println(json);
    out.flush();
  }

  private static Instances header() {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      attributes.add(new Attribute("x" + i));
    }
    attributes.add(new Attribute("class", List.of("low", "high")));
    Instances header = new Instances("growth", attributes, 0);
    header.setClassIndex(COLUMNS);
    return header;
  }

  /** Normal deviates; the class is the sign of the product of two of them, mostly. */
  private static Instance row(Instances header, int r) {
    RandomStream random = new RandomStream(RandomStream.key(COLUMNS, r));
    double[] values = new double[COLUMNS + 1];
    for (int i = 0; i < COLUMNS; i++) {
      // The sum of a few uniform numbers: much cheaper than a normal deviate and as good here.
      values[i] = 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble()) - 3;
    }
    values[COLUMNS] = values[0] * values[1] + 0.2 * values[2] > 0 ? 1 : 0;
    Instance row = new DenseInstance(1, values);
    row.setDataset(header);
    return row;
  }
}
