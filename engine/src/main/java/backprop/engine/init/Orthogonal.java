// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.init;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A random matrix with orthonormal columns (or rows, where there are fewer rows than columns),
 * times a gain: Q of the QR decomposition of a normal matrix, each column with the sign of R's
 * diagonal, so that all such matrices are equally likely (Saxe, McClelland and Ganguli, "Exact
 * solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR 2014).
 *
 * @param gain factor of all elements, above 0; sqrt(2) suits ReLU
 */
@Description("Orthonormal columns or rows, times a gain.")
@Formula("W = gain * Q, Q' * Q = 1 from the QR decomposition of a normal matrix")
@Source(
    "Saxe, McClelland and Ganguli, \"Exact solutions to the nonlinear dynamics of "
        + "learning in deep linear neural networks\", ICLR 2014")
public record Orthogonal(@Tip(value = "factor of all elements", above = 0) double gain)
    implements Initializer {
  public Orthogonal {
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gain is " + gain + ", allowed are numbers above 0");
    }
  }

  /**
   * Q is A R^-1, row by row: the library's own Q is square, which a long thin matrix has no memory
   * for. A normal matrix is well-conditioned enough for an error of 1e-9 or less.
   */
  @Override
  public void fill(double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
    int most = Math.max(rows, columns);
    int least = Math.min(rows, columns);
    double[][] normal = new double[most][least];
    for (double[] row : normal) {
      for (int c = 0; c < least; c++) {
        row[c] = random.nextGaussian();
      }
    }
    RealMatrix a = new Array2DRowRealMatrix(normal, false);
    RealMatrix r =
        new QRDecomposition(a).getR().getSubMatrix(0, least - 1, 0, least - 1).transpose();
    for (int i = 0; i < most; i++) {
      RealVector q = a.getRowVector(i);
      MatrixUtils.solveLowerTriangularSystem(r, q);
      for (int j = 0; j < least; j++) {
        double element = gain * Math.signum(r.getEntry(j, j)) * q.getEntry(j);
        w[rows >= columns ? i * columns + j : j * columns + i] = element;
      }
    }
  }
}
