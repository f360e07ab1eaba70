// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.sheet;

import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import java.util.List;
import weka.core.OptionMetadata;

/** The options on what keeps the network from learning its training rows by heart. */
public final class RegularizationOptions extends OptionGroup {
  private static final long serialVersionUID = 1L;

  /** All at their defaults. */
  public RegularizationOptions() {}

  /** With the values that are in these settings. */
  public RegularizationOptions(Settings settings) {
    super(settings);
  }

  /** What Weka shows above the sheet. */
  public String globalInfo() {
    return "Regularization: what keeps a network from learning its training rows by heart."
        + " Penalties and limits of the weights, and what makes more of the training rows.";
  }

  @Override
  public List<Setting> members() {
    return List.of(Setting.REGULARIZER, Setting.AUGMENT, Setting.MIXUP);
  }

  @OptionMetadata(
      displayName = "regularizer",
      description =
          "Penalties and limits of the weights, such as l2 or max-norm(3); none for none. Several"
              + " are separated by commas: \"l2(0.0001), max-norm(3)\". (default auto: none"
              + " beside the optimizer's weight decay)",
      commandLineParamName = "regularizer",
      commandLineParamSynopsis = "-regularizer <regularizers>",
      displayOrder = 20)
  public String getRegularizer() {
    return settings().text(Setting.REGULARIZER);
  }

  public void setRegularizer(String text) {
    set(settings().with(Setting.REGULARIZER, text));
  }

  @OptionMetadata(
      displayName = "augmentation",
      description =
          "What makes more of the training rows, such as shift or flip for images, swap-noise or"
              + " smote for tables; none for none. Several are separated by commas: \"shift(0.1),"
              + " flip\". Images need layers that begin with reshape(height, width, channels)."
              + " (default none)",
      commandLineParamName = "augment",
      commandLineParamSynopsis = "-augment <augmentations>",
      displayOrder = 21)
  public String getAugmentation() {
    return settings().text(Setting.AUGMENT);
  }

  public void setAugmentation(String augmentations) {
    set(settings().with(Setting.AUGMENT, augmentations));
  }

  @OptionMetadata(
      displayName = "mixup",
      description =
          "Alpha of mixup: training rows are mixed with one another by a share from the"
              + " distribution Beta(alpha, alpha); 0 for none, a few tenths are usual. (default"
              + " 0)",
      commandLineParamName = "mixup",
      commandLineParamSynopsis = "-mixup <alpha>",
      displayOrder = 22)
  public double getMixup() {
    return settings().real(Setting.MIXUP);
  }

  public void setMixup(double alpha) {
    set(settings().with(Setting.MIXUP, alpha));
  }
}
