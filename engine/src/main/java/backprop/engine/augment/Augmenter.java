// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies row augmentations, one after the other, to the inputs of a minibatch. Its two arrays are
 * used again in every step.
 */
public final class Augmenter {
  /** Part of the key of the random numbers, which keeps them apart from masks and shuffles. */
  private static final long STREAM = 0x4155474D454E54L;

  private final List<Transform> transforms = new ArrayList<>();
  private final long key;
  private final RowRandom random = new RowRandom();
  private float[] front;
  private float[] back;

  /**
   * Prepares augmentations.
   *
   * @param augmentations those of them that are row augmentations are applied, in this order
   * @param largest rows of the largest minibatch
   * @throws IllegalArgumentException in one sentence when one is not for such inputs
   */
  public Augmenter(List<Augmentation> augmentations, InputForm form, long seed, int largest) {
    for (Augmentation a : augmentations) {
      if (a instanceof RowAugmentation r) {
        transforms.add(r.on(form));
      }
    }
    key = RandomStream.extend(seed, STREAM);
    int size = Math.multiplyExact(form.shape().elements(), transforms.isEmpty() ? 0 : largest);
    front = new float[size];
    back = new float[size];
  }

  /** Whether there is nothing to apply. */
  public boolean isEmpty() {
    return transforms.isEmpty();
  }

  /**
   * Changes the inputs of rows {@code order[from] ...}.
   *
   * @param inputs one row each, side by side in their buffer
   * @param step number of the training step
   */
  public void apply(Matrix inputs, int[] order, int from, long step) {
    if (transforms.isEmpty()) {
      return;
    }
    inputs.buffer().read(inputs.offset(), front, 0, inputs.size());
    long stepKey = RandomStream.extend(key, step);
    for (int t = 0; t < transforms.size(); t++) {
      random.step(RandomStream.extend(stepKey, t), order, from);
      transforms.get(t).apply(front, back, inputs.rows(), random);
      float[] changed = back;
      back = front;
      front = changed;
    }
    inputs.buffer().write(inputs.offset(), front, 0, inputs.size());
  }
}
