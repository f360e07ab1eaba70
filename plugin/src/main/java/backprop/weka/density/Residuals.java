// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.density;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What predictions missed: class minus prediction.
 *
 * @param quantiles of the levels 0, 1/(n-1), ..., 1, ascending, in units of the class
 * @param deviation root of the mean square
 * @param rows how many rows this is from
 * @param validated whether these were not trained on
 */
public record Residuals(List<Double> quantiles, double deviation, int rows, boolean validated)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int KEPT = 401;

  public Residuals {
    quantiles = List.copyOf(quantiles);
  }

  /**
   * Sums up residuals.
   *
   * @param missed at least one
   * @param weights of the rows, as many, with a sum above 0
   */
  public static Residuals of(double[] missed, double[] weights, boolean validated) {
    int[] order =
        IntStream.range(0, missed.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> missed[i]))
            .mapToInt(i -> i)
            .toArray();
    double total = Arrays.stream(weights).sum();
    double squares = 0;
    double[] middles = new double[order.length];
    double before = 0;
    for (int i = 0; i < order.length; i++) {
      double w = weights[order[i]];
      squares += w / total * missed[order[i]] * missed[order[i]];
      // A row stands at the middle of its share: Hazen's plotting position.
      middles[i] = (before + w / 2) / total;
      before += w;
    }
    int n = Math.min(KEPT, 2 * missed.length + 1);
    Double[] kept = new Double[n];
    int at = 0;
    for (int q = 0; q < n; q++) {
      double level = (double) q / (n - 1);
      while (at < order.length && middles[at] < level) {
        at++;
      }
      if (at == 0 || at == order.length) {
        kept[q] = missed[order[Math.min(at, order.length - 1)]];
      } else {
        double share = (level - middles[at - 1]) / (middles[at] - middles[at - 1]);
        double low = missed[order[at - 1]];
        kept[q] = low + share * (missed[order[at]] - low);
      }
    }
    return new Residuals(List.of(kept), Math.sqrt(squares), missed.length, validated);
  }

  /** The quantile of a level, 0 to 1. */
  public double quantile(double level) {
    double place = level * (quantiles.size() - 1);
    int below = (int) Math.min(Math.floor(place), quantiles.size() - 1.0);
    int above = Math.min(below + 1, quantiles.size() - 1);
    double low = quantiles.get(below);
    return low + (place - below) * (quantiles.get(above) - low);
  }

  /** One sentence for a model's summary. */
  public String describe() {
    return String.format(
        java.util.Locale.ROOT,
        "from the residuals of %d %s rows, root mean square %.4g%s",
        rows,
        validated ? "validation" : "training",
        deviation,
        validated ? "" : ", which are smaller than those of new rows");
  }

  /** Writes it, big-endian. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(quantiles.size());
    for (double q : quantiles) {
      out.writeDouble(q);
    }
    out.writeDouble(deviation);
    out.writeInt(rows);
    out.writeBoolean(validated);
  }

  /** Reads what {@link #write} wrote. */
  public static Residuals read(DataInput in) throws IOException {
    int n = in.readInt();
    if (n < 1 || n > KEPT) {
      throw new IOException("the model is damaged: it has " + n + " quantiles of residuals");
    }
    Double[] quantiles = new Double[n];
    for (int i = 0; i < n; i++) {
      quantiles[i] = in.readDouble();
    }
    return new Residuals(List.of(quantiles), in.readDouble(), in.readInt(), in.readBoolean());
  }
}
