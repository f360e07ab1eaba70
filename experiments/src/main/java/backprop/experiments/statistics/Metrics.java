package backprop.experiments.statistics;

import backprop.experiments.file.ExperimentException;
import java.util.List;
import java.util.Optional;

/** The table of all metrics. */
public final class Metrics {
  private Metrics() {}

  /** All metrics, those of classification first. */
  public static List<Metric> all() {
    throw new UnsupportedOperationException("not yet written");
  }

  /**
   * The metric of a name as files ({@code percent-correct}), expressions ({@code percentCorrect}) or
   * result columns ({@code Percent_correct}) write it.
   */
  public static Optional<Metric> find(String name) {
    throw new UnsupportedOperationException("not yet written");
  }

  /**
   * The metric of a name.
   *
   * @throws ExperimentException for an unknown name, with the nearest known one
   */
  public static Metric named(String name) throws ExperimentException {
    throw new UnsupportedOperationException("not yet written");
  }
}
