// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.graph.Layout;
import backprop.engine.model.EpochRecord;
import backprop.engine.model.MemberWeights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A training between two epochs: with the same network, options and rows it goes on as if it had
 * never stopped.
 *
 * @param format of what it was read from, which says how the vectors are laid out
 * @param vectors parameters and state of the network, then what the optimizer remembers, vector by
 *     vector
 * @param best parameters and state of the best epoch so far
 * @param history the epochs so far
 * @param remarks sentences on what happened
 * @param initialLoss mean loss before the first step
 * @param rateScale factor of all learning rates, below 1 after a divergence
 * @param recoveries divergences so far
 */
public record TrainingState(
    int format,
    float[][] vectors,
    float[][] best,
    List<EpochRecord> history,
    List<String> remarks,
    double initialLoss,
    double rateScale,
    int recoveries) {
  /** What is written; format 1 had the weights of members as {@link MemberWeights} says. */
  static final int FORMAT = 2;

  /** Writes it, big-endian: a format, then the components, lists with their length before them. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    write(out, vectors);
    write(out, best);
    out.writeInt(history.size());
    for (EpochRecord e : history) {
      out.writeInt(e.epoch());
      out.writeDouble(e.trainingLoss());
      out.writeDouble(e.validationLoss());
      out.writeDouble(e.rate());
      out.writeDouble(e.score());
    }
    out.writeInt(remarks.size());
    for (String s : remarks) {
      out.writeUTF(s);
    }
    out.writeDouble(initialLoss);
    out.writeDouble(rateScale);
    out.writeInt(recoveries);
  }

  private static void write(DataOutput out, float[][] all) throws IOException {
    out.writeInt(all.length);
    for (float[] v : all) {
      out.writeInt(v.length);
      for (float x : v) {
        out.writeFloat(x);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException in one sentence when it is damaged or of a newer format
   */
  public static TrainingState read(DataInput in) throws IOException {
    int format = in.readInt();
    if (format < 1 || format > FORMAT) {
      throw new IOException("a training cannot go on from a state of format " + format);
    }
    float[][] vectors = vectors(in);
    float[][] best = vectors(in);
    List<EpochRecord> history = new ArrayList<>();
    for (int n = count(in.readInt()); n > 0; n--) {
      history.add(
          new EpochRecord(
              in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
    }
    List<String> remarks = new ArrayList<>();
    for (int n = count(in.readInt()); n > 0; n--) {
      remarks.add(in.readUTF());
    }
    return new TrainingState(
        format, vectors, best, history, remarks, in.readDouble(), in.readDouble(), in.readInt());
  }

  /** The same with vectors as this version lays them out. */
  TrainingState laidOut(Layout layout) {
    if (format == FORMAT) {
      return this;
    }
    return new TrainingState(
        FORMAT,
        laidOut(layout, vectors),
        laidOut(layout, best),
        history,
        remarks,
        initialLoss,
        rateScale,
        recoveries);
  }

  private static float[][] laidOut(Layout layout, float[][] all) {
    float[][] now = new float[all.length][];
    for (int i = 0; i < all.length; i++) {
      now[i] = all[i].clone();
      MemberWeights.sideBySide(layout, now[i]);
    }
    return now;
  }

  private static float[][] vectors(DataInput in) throws IOException {
    List<float[]> all = new ArrayList<>();
    for (int n = count(in.readInt()); n > 0; n--) {
      float[] v = new float[count(in.readInt())];
      for (int i = 0; i < v.length; i++) {
        v[i] = in.readFloat();
      }
      all.add(v);
    }
    return all.toArray(new float[0][]);
  }

  private static int count(int n) throws IOException {
    if (n < 0) {
      throw new IOException("the state of a training is damaged: it announces " + n + " things");
    }
    return n;
  }
}
