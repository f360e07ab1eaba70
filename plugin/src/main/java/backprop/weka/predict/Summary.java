// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.predict;

import backprop.engine.loss.Loss;
import backprop.engine.loss.MembersLoss;
import backprop.engine.model.EpochRecord;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.weka.encode.InputEncoder;
import java.util.List;
import java.util.Locale;

/** The text that Weka shows for a trained network. */
final class Summary {
  private Summary() {}

  static String of(Model model, InputEncoder inputs, List<Network.LayerSummary> layers) {
    Provenance how = model.how();
    StringBuilder out = new StringBuilder("Neural network, trained by backpropagation\n\n");
    row(out, "layer", "output", "parameters");
    row(
        out,
        "input (" + (inputs.attributes() - 1) + " attributes)",
        String.valueOf(inputs.columns()),
        "");
    for (Network.LayerSummary l : layers) {
      row(out, l.path(), l.output().toString(), String.valueOf(l.parameters()));
    }
    row(out, "all", "", String.valueOf(model.parameters().length));
    out.append('\n');
    for (String remark : inputs.remarks()) {
      line(out, "Input", remark);
    }
    line(out, "Loss", Catalogs.print(Loss.class, model.spec().loss()));
    line(out, "Optimizer", how.optimizer());
    if (!how.training().isEmpty()) {
      line(out, "Training", how.training());
    }
    boolean crossFits =
        how.validationRows() == how.rows()
            && model.spec().loss() instanceof MembersLoss m
            && m.crossFit();
    line(
        out,
        "Rows",
        crossFits
            ? how.rows() + ", each for training all members but one, which validates it"
            : how.rows()
                + " for training, "
                + (how.validationRows() == 0 ? "none" : String.valueOf(how.validationRows()))
                + " for validation");
    line(
        out,
        "Epochs",
        how.history().size()
            + " of "
            + how.plannedEpochs()
            + " ("
            + how.stopReason()
            + "), weights of epoch "
            + how.bestEpoch());
    losses(out, how);
    line(out, "Seed", String.valueOf(how.seed()));
    line(
        out,
        "Backend",
        how.backend() + ", " + how.threads() + (how.threads() == 1 ? " thread" : " threads"));
    line(out, "Time", String.format(Locale.ROOT, "%.2f s", how.seconds()));
    for (String remark : how.remarks()) {
      line(out, "Remark", remark);
    }
    for (String finding : how.diagnosis()) {
      line(out, "Doctor", finding);
    }
    String curve = CurvePlot.of(how.history());
    if (!curve.isEmpty()) {
      boolean validated = how.validationRows() > 0;
      out.append("\nMean loss by epoch: t training")
          .append(validated ? ", v validation, * both" : "")
          .append(" (logarithmic)\n")
          .append(curve);
    }
    return out.toString();
  }

  private static void losses(StringBuilder out, Provenance how) {
    if (how.bestEpoch() >= 1 && how.bestEpoch() <= how.history().size()) {
      EpochRecord best = how.history().get(how.bestEpoch() - 1);
      String validation =
          how.validationRows() == 0
              ? ""
              : String.format(Locale.ROOT, ", %.6g in validation", best.validationLoss());
      if (!Double.isNaN(best.score())) {
        line(out, "Metric", String.format(Locale.ROOT, "%.6g", best.score()));
      }
      line(
          out,
          "Mean loss",
          String.format(Locale.ROOT, "%.6g in training%s", best.trainingLoss(), validation));
    }
  }

  private static void row(StringBuilder out, String layer, String output, String parameters) {
    out.append(
            String.format(Locale.ROOT, "%-32s %12s %12s", layer, output, parameters)
                .stripTrailing())
        .append('\n');
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(String.format(Locale.ROOT, "%-10s %s", name, value)).append('\n');
  }
}
