// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import backprop.engine.graph.Layout;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.MembersLoss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trainings saved when each member had a matrix of its own go on with matrices side by side. */
class EarlierMembersTest {
  private static final int MEMBERS = 3;
  private static final int IN = 2;
  private static final int UNITS = 4;

  private static final Layout LAYOUT =
      Network.layout(
          new NetworkSpec(
              Shape.of(5),
              Catalogs.parse(
                  Layer.class, "chain(dense(6), reshape([3, 2]), member-heads(4, tanh))"),
              new MembersLoss(new CrossEntropy(0))));

  private static float[] counted(int size) {
    float[] v = new float[size];
    for (int i = 0; i < size; i++) {
      v[i] = i;
    }
    return v;
  }

  private static TrainingState state(int format) {
    float[][] vectors = {counted(LAYOUT.size()), new float[0], counted(LAYOUT.size()), {1, 2}};
    return new TrainingState(
        format, vectors, new float[][] {counted(LAYOUT.size())}, List.of(), List.of(), 1, 1, 0);
  }

  @Test
  void matricesOfMembersComeToLieSideBySide() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state(2).write(new DataOutputStream(bytes));
    byte[] earlier = bytes.toByteArray();
    assertEquals(2, earlier[3]);
    earlier[3] = 1;
    TrainingState read = TrainingState.read(new DataInputStream(new ByteArrayInputStream(earlier)));
    TrainingState now = read.laidOut(LAYOUT);
    Slot heads = LAYOUT.slot("2-member-heads/weights");
    assertEquals(UNITS * MEMBERS, heads.columns());
    float[] expected = counted(LAYOUT.size());
    for (int m = 0; m < MEMBERS; m++) {
      for (int i = 0; i < IN; i++) {
        for (int j = 0; j < UNITS; j++) {
          expected[heads.offset() + i * heads.columns() + m * UNITS + j] =
              heads.offset() + (m * IN + i) * UNITS + j;
        }
      }
    }
    for (float[] v : List.of(now.vectors()[0], now.vectors()[2], now.best()[0])) {
      assertArrayEquals(expected, v);
    }
    assertArrayEquals(new float[] {1, 2}, now.vectors()[3]);
    assertSame(now, now.laidOut(LAYOUT));
  }
}
