// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All symptoms that the doctor knows; a new one gets a line here. */
public final class Symptoms {
  private static final List<Symptom> ALL =
      List.of(
          new DeadRectifiers(),
          new SaturatedUnits(),
          new VanishingGradients(),
          new ExplodingGradients(),
          new UpdateRatio(),
          new RateTooHigh(),
          new RateTooLow(),
          new TooFewEpochs(),
          new TooManyEpochs(),
          new Overfitting(),
          new Underfitting(),
          new UnscaledInputs(),
          new ConstantInputs(),
          new ClassNeverPredicted(),
          new LabelNoise(),
          new BatchLargerThanData());

  private Symptoms() {}

  /** All of them, in the order in which findings are told. */
  public static List<Symptom> all() {
    return ALL;
  }

  /** What is wrong; nothing for a healthy run. */
  public static List<Finding> find(Examination e) {
    List<Finding> found = new ArrayList<>();
    for (Symptom s : ALL) {
      Optional<Finding> finding = s.in(e);
      finding.ifPresent(found::add);
    }
    return found;
  }
}
