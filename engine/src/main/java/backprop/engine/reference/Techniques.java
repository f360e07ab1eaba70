// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.reference;

import backprop.engine.compress.Distillation;
import backprop.engine.compress.IterativePruning;
import backprop.engine.compress.MagnitudePruning;
import backprop.engine.compress.UnitPruning;
import backprop.engine.ensemble.ModelEnsemble;
import backprop.engine.ensemble.MonteCarloDropout;
import backprop.engine.ensemble.SnapshotEnsemble;
import backprop.engine.meta.FirstOrderMaml;
import backprop.engine.meta.Reptile;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Names;
import backprop.engine.text.Source;
import backprop.engine.train.RateRangeTest;
import backprop.engine.transfer.GradualUnfreezing;
import backprop.engine.transfer.Transfer;
import backprop.engine.unsupervised.Autoencoder;
import backprop.engine.unsupervised.Consistency;
import backprop.engine.unsupervised.GreedyPretraining;
import backprop.engine.unsupervised.MaskedPretraining;
import backprop.engine.unsupervised.PseudoLabels;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The techniques that are called from Java, one line each, and their part of the reference. */
public final class Techniques {
  private static final List<Class<?>> ALL =
      List.of(
          RateRangeTest.class,
          Transfer.class,
          GradualUnfreezing.class,
          Reptile.class,
          FirstOrderMaml.class,
          MagnitudePruning.class,
          IterativePruning.class,
          UnitPruning.class,
          Distillation.class,
          Autoencoder.class,
          GreedyPretraining.class,
          MaskedPretraining.class,
          PseudoLabels.class,
          Consistency.class,
          SnapshotEnsemble.class,
          MonteCarloDropout.class,
          ModelEnsemble.class);

  private Techniques() {}

  /** All of them, in the order of the reference. */
  public static List<Class<?>> all() {
    return ALL;
  }

  /** Their section of the reference, as Markdown; lines end with a line feed. */
  public static String markdown() {
    StringBuilder page = new StringBuilder("\n## Techniques\n\n");
    page.append("Called from Java: they work on networks, models and rows.\n");
    for (Class<?> c : ALL) {
      String name = Names.of(c);
      page.append("\n### <a id=\"technique-").append(name).append("\"></a>");
      page.append("technique `").append(name).append("`\n\n");
      page.append(c.getAnnotation(Description.class).value()).append("\n\n");
      page.append("- Formula: `").append(c.getAnnotation(Formula.class).value()).append("`\n");
      page.append("- Source: ").append(c.getAnnotation(Source.class).value()).append('\n');
      page.append("- Class: `").append(c.getName()).append(arguments(c)).append("`\n");
    }
    return page.toString();
  }

  private static String arguments(Class<?> c) {
    return c.isRecord()
        ? Arrays.stream(c.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.joining(", ", "(", ")"))
        : "";
  }
}
