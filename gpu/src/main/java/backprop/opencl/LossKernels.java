// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Pairwise;

/** Softmax, and losses with one number for each row. */
abstract class LossKernels extends ElementKernels {
  private static final String SOFTMAX = "softmax.cl";

  LossKernels(Launcher launcher) {
    super(launcher);
  }

  @Override
  public void softmax(Matrix x, Matrix y) {
    Checks.same("softmax", x, y);
    launcher.call(SOFTMAX, "softmax").integer(x.columns()).matrix(x).matrix(y).groups(x.rows());
  }

  @Override
  public void softmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("softmaxGradient", y, dy, dx);
    Checks.beta("softmaxGradient", beta);
    launcher
        .call(SOFTMAX, "softmax_gradient")
        .integer(y.columns())
        .matrix(y)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .groups(y.rows());
  }

  @Override
  public void softmaxCrossEntropy(
      Matrix logits, Matrix target, double smoothing, Matrix probabilities, Matrix loss) {
    Checks.classes("softmaxCrossEntropy", logits, probabilities, target, loss, smoothing);
    Complaints complaints = launcher.complaints();
    launcher
        .call(SOFTMAX, "cross_entropy")
        .integer(logits.columns())
        .matrix(logits)
        .matrix(target)
        .number(smoothing)
        .matrix(probabilities)
        .matrix(loss)
        .mem(complaints.mem(), complaints.pointer())
        .groups(logits.rows());
  }

  @Override
  public void softmaxCrossEntropyGradient(
      Matrix probabilities,
      Matrix target,
      double smoothing,
      Matrix dloss,
      double beta,
      Matrix dlogits) {
    String method = "softmaxCrossEntropyGradient";
    Checks.classes(method, probabilities, dlogits, target, dloss, smoothing);
    Checks.beta(method, beta);
    Complaints complaints = launcher.complaints();
    launcher
        .call(SOFTMAX, "cross_entropy_gradient")
        .integer(dlogits.columns())
        .matrix(probabilities)
        .matrix(target)
        .number(smoothing)
        .matrix(dloss)
        .integer(beta != 0)
        .matrix(dlogits)
        .mem(complaints.mem(), complaints.pointer())
        .groups(dlogits.rows());
  }

  @Override
  public void pairLoss(Pairwise f, Matrix prediction, Matrix target, Matrix loss) {
    Checks.columnOfTwo("pairLoss", prediction, target, loss);
    Call[] calls = functions.pair(f);
    if (calls == null) {
      float[] v = Host.get(prediction);
      f.forward(v, Host.get(target), v, 0, v.length);
      int n = prediction.columns();
      float[] means = new float[loss.rows()];
      for (int i = 0; i < v.length; i++) {
        means[i / n] += v[i] / n;
      }
      Host.put(loss, means);
      return;
    }
    calls[0]
        .begin()
        .integer(prediction.columns())
        .matrix(prediction)
        .matrix(target)
        .matrix(loss)
        .groups(prediction.rows());
  }

  @Override
  public void pairLossGradient(
      Pairwise f, Matrix prediction, Matrix target, Matrix dloss, double beta, Matrix dp) {
    Checks.pairLossGradient(prediction, target, dloss, dp);
    Checks.beta("pairLossGradient", beta);
    Call[] calls = functions.pair(f);
    int n = dp.columns();
    if (calls == null) {
      float[] v = Host.get(prediction);
      float[] d = Host.get(dloss);
      f.backward(v, Host.get(target), v, 0, v.length);
      for (int i = 0; i < v.length; i++) {
        v[i] *= d[i / n] / n;
      }
      Host.put(dp, v, beta);
      return;
    }
    calls[1]
        .elements(dp.rows(), n)
        .integer(n)
        .matrix(prediction)
        .matrix(target)
        .matrix(dloss)
        .integer(beta != 0)
        .matrix(dp)
        .run();
  }
}
