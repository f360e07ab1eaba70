// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.sheet;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.util.List;
import weka.core.OptionMetadata;

/** The options on how epochs are judged, and when training stops. */
public final class StoppingOptions extends OptionGroup {
  private static final long serialVersionUID = 1L;

  /** All at their defaults. */
  public StoppingOptions() {}

  /** With the values that are in these settings. */
  public StoppingOptions(Settings settings) {
    super(settings);
  }

  /** What Weka shows above the sheet. */
  public String globalInfo() {
    return "Validation: rows that are held out to judge the epochs, and when training stops.";
  }

  @Override
  public List<Setting> members() {
    return List.of(
        Setting.VALIDATION,
        Setting.PATIENCE,
        Setting.METRIC,
        Setting.MINIMUM_GAIN,
        Setting.TIME_LIMIT,
        Setting.KEEP);
  }

  @OptionMetadata(
      displayName = "validation",
      description =
          "Percentage of the rows, 0 to 90, that are not trained on but decide which epoch is"
              + " best; drawn by the seed, the same from each class; auto: from the number of"
              + " rows. (default auto)",
      commandLineParamName = "V",
      commandLineParamSynopsis = "-V <percent>",
      displayOrder = 30)
  public int getValidation() {
    return settings().number(Setting.VALIDATION);
  }

  public void setValidation(int percent) {
    set(settings().with(Setting.VALIDATION, percent));
  }

  @OptionMetadata(
      displayName = "patience",
      description =
          "Epochs in a row without a better loss (of the validation rows, or of the training rows"
              + " where there are none) after which training stops; 0 for never; auto: only with"
              + " validation rows, from the number of epochs. (default auto)",
      commandLineParamName = "E",
      commandLineParamSynopsis = "-E <epochs>",
      displayOrder = 31)
  public int getPatience() {
    return settings().number(Setting.PATIENCE);
  }

  public void setPatience(int epochs) {
    set(settings().with(Setting.PATIENCE, epochs));
  }

  @OptionMetadata(
      displayName = "metric",
      description =
          "What epochs are judged by, for the best one and for patience: loss, or for a nominal"
              + " class such as accuracy, balanced-accuracy, f1, auc, kappa, for a numeric one"
              + " such as rmse, mae, r2. (default loss)",
      commandLineParamName = "metric",
      commandLineParamSynopsis = "-metric <metric>",
      displayOrder = 32)
  public String getMetric() {
    return settings().text(Setting.METRIC);
  }

  public void setMetric(String metric) {
    set(settings().with(Setting.METRIC, metric));
  }

  @OptionMetadata(
      displayName = "minimum gain",
      description =
          "By how much an epoch must be better than the best one, in units of the metric, to"
              + " count as better for patience; from 0. (default 0)",
      commandLineParamName = "min-gain",
      commandLineParamSynopsis = "-min-gain <gain>",
      displayOrder = 33)
  public double getMinimumGain() {
    return settings().real(Setting.MINIMUM_GAIN);
  }

  public void setMinimumGain(double gain) {
    set(settings().with(Setting.MINIMUM_GAIN, gain));
  }

  @OptionMetadata(
      displayName = "time limit",
      description =
          "Seconds after which training stops with the best result so far, even within an epoch;"
              + " 0 for no limit. Results then depend on the machine. (default 0)",
      commandLineParamName = "time-limit",
      commandLineParamSynopsis = "-time-limit <seconds>",
      displayOrder = 34)
  public double getTimeLimit() {
    return settings().real(Setting.TIME_LIMIT);
  }

  public void setTimeLimit(double seconds) {
    set(settings().with(Setting.TIME_LIMIT, seconds));
  }

  @OptionMetadata(
      displayName = "keep when stopped",
      description =
          "Whether Weka's own Stop, which interrupts the training, keeps the weights of the best"
              + " epoch so far as the model, as the monitor's Stop does, instead of ending without"
              + " one. In the Explorer that is the model of all training rows, and the Stop ends the"
              + " rest of the run, such as a cross-validation; a Stop within its folds ends it as"
              + " ever, as in experiments. (default: no model)",
      commandLineParamName = "keep-stopped",
      commandLineParamIsFlag = true,
      commandLineParamSynopsis = "-keep-stopped",
      displayOrder = 35)
  public boolean getKeepWhenStopped() {
    return settings().yes(Setting.KEEP);
  }

  public void setKeepWhenStopped(boolean keep) {
    set(settings().with(Setting.KEEP, String.valueOf(keep)));
  }
}
