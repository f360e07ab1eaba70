// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * How a window slides along one axis: output position o sees the input positions {@code o * stride
 * + k * dilation - before} for {@code k = 0 ... kernel - 1}; positions outside the input count as
 * padding.
 *
 * @param in number of input positions, at least 1
 * @param kernel number of positions that a window sees, at least 1
 * @param stride distance between two windows, at least 1
 * @param dilation distance between two positions of a window, at least 1
 * @param before padding before the first position; negative to cut positions off
 * @param after padding after the last position; negative to cut positions off
 */
public record Axis(int in, int kernel, int stride, int dilation, int before, int after) {
  /** Larger sizes cannot be meant, and their sums would overflow. */
  private static final int LARGEST = 1 << 24;

  public Axis {
    check("in", in, 1);
    check("kernel", kernel, 1);
    check("stride", stride, 1);
    check("dilation", dilation, 1);
    check("before", before, -LARGEST);
    check("after", after, -LARGEST);
    long extent = (long) (kernel - 1) * dilation + 1;
    if (extent > (long) in + before + after) {
      throw new IllegalArgumentException(
          "a window of "
              + extent
              + " positions does not fit into "
              + in
              + (before == 0 && after == 0
                  ? ""
                  : " positions padded by " + before + " and " + after));
    }
  }

  private static void check(String name, int value, int least) {
    if (value < least || value > LARGEST) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed are " + least + " to " + LARGEST);
    }
  }

  /** An axis along which nothing moves. */
  public static Axis single(int in) {
    return new Axis(in, 1, 1, 1, 0, 0);
  }

  /** Number of output positions: {@code floor((in + before + after - extent) / stride) + 1}. */
  public int out() {
    return (in + before + after - (kernel - 1) * dilation - 1) / stride + 1;
  }

  /** The input position of place k of a window, which may be outside the input. */
  public int at(int out, int k) {
    return out * stride + k * dilation - before;
  }

  /** The window of which an input position is place k; -1 where there is none. */
  public int windowOf(int in, int k) {
    int from = in + before - k * dilation;
    return from < 0 || from % stride != 0 || from / stride >= out() ? -1 : from / stride;
  }

  /** How many places of a window are inside the input. */
  public int inside(int out) {
    int count = 0;
    for (int k = 0; k < kernel; k++) {
      int i = at(out, k);
      count += i >= 0 && i < in ? 1 : 0;
    }
    return count;
  }

  /** Whether output position i is input position i. */
  public boolean trivial() {
    return kernel == 1 && stride == 1 && before == 0 && after == 0;
  }
}
