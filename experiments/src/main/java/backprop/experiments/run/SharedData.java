// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.Evaluation;
import backprop.experiments.rule.EpochRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import weka.core.Instances;

/**
 * What the cells of one data set share on another machine: its rows, and how they are evaluated.
 * The rows travel as bytes, since no class of Weka may be loaded before {@link WekaHome} is
 * prepared.
 */
final class SharedData implements Serializable {
  private static final long serialVersionUID = 1L;

  private final DataSet info;
  private final String testChecksum;
  private final byte[] rows;
  private final Evaluation evaluation;
  private final long seed;
  private final String version;
  private final EpochRules.Source rules;

  /** Of the machine that it has come to. */
  private transient LoadedData data;

  private transient EpochRules compiled;
  private transient Deque<Worker> idle;

  SharedData(
      LoadedData data, Evaluation evaluation, long seed, String version, EpochRules.Source rules) {
    this.info = data.info();
    this.testChecksum = data.testChecksum();
    this.rows = bytes(data.rows(), data.test());
    this.evaluation = withoutPath(evaluation);
    this.seed = seed;
    this.version = version;
    this.rules = rules;
  }

  /** The rows of a test file travel too; its path means nothing elsewhere, nor can it travel. */
  private static Evaluation withoutPath(Evaluation evaluation) {
    return evaluation instanceof Evaluation.TestFile test
        ? new Evaluation.TestFile(test.file(), null, test.repeats(), test.place())
        : evaluation;
  }

  private static byte[] bytes(Object... objects) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      for (Object object : objects) {
        out.writeObject(object);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** Runs cells with the waiting training that came with each. */
  private record Worker(CellRunner runner, CarriedCheckpoint checkpoint) {}

  /** Runs a cell on the machine that this has come to. */
  CellReply run(CellTask task) {
    Worker worker = take();
    try {
      worker.checkpoint().carry(task.checkpoint());
      CellRunner.Finished done = worker.runner().run(task.cell(data));
      return CellReply.of(task.key(), done, worker.checkpoint().carried());
    } finally {
      give(worker);
    }
  }

  private synchronized Worker take() {
    if (data == null) {
      open();
    }
    if (!idle.isEmpty()) {
      return idle.pop();
    }
    CarriedCheckpoint checkpoint = new CarriedCheckpoint();
    EpochTraining epochs = new EpochTraining(compiled, checkpoint);
    return new Worker(new CellRunner(evaluation, seed, version, true, epochs), checkpoint);
  }

  private synchronized void give(Worker worker) {
    idle.push(worker);
  }

  private void open() {
    WekaHome.prepare();
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(rows))) {
      Instances all = (Instances) in.readObject();
      Instances test = (Instances) in.readObject();
      compiled = rules.compile();
      idle = new ArrayDeque<>();
      data = new LoadedData(info, all, test, testChecksum, null);
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("the rows of '" + info.name() + "' cannot be read", e);
    }
  }
}
