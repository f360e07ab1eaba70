// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

/**
 * How numeric attributes become columns.
 *
 * <p>For tables each by its own mean and deviation; what does not vary is left out, and missing
 * values get a column of their own.
 *
 * <p>For pixels, time steps and other numbers whose place among the others counts, each attribute
 * is one column whether it varies or not, and all of a channel have one center and one deviation:
 * the channels take turns along the attributes, as in an image whose last size is its channels. The
 * center is 0 where most numbers of the channel are, else their mean; missing is the center.
 *
 * @param channels number of channels, 0 for a table
 */
public record Scaling(int channels) {
  public Scaling {
    if (channels < 0) {
      throw new IllegalArgumentException(channels + " channels");
    }
  }

  /** Each attribute by itself. */
  public static Scaling table() {
    return new Scaling(0);
  }

  /** All attributes of a channel alike. */
  public static Scaling alike(int channels) {
    return new Scaling(Math.max(1, channels));
  }
}
