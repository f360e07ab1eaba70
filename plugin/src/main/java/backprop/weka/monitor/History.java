// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.monitor;

import backprop.engine.model.EpochRecord;
import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a training has told so far; filled on its thread, read on that of the window. */
final class History implements TrainingListener {
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<Map<String, Double>> norms = new ArrayList<>();
  private final List<String> layers = new ArrayList<>();
  private final long start = System.nanoTime();
  private Map<String, Double> lastNorms = Map.of();
  private int planned;
  private int best;
  private double waited;
  private String preparing = "";
  private String note = "";
  private String ended;
  private long end;

  /**
   * A copy of it all.
   *
   * @param planned epochs that were planned; 0 before the training has begun
   * @param best number of the best epoch so far
   * @param seconds since the beginning
   * @param left seconds that the planned epochs will still take at most; NaN where unknown
   * @param epochs the epochs so far
   * @param layers layers whose gradients are told, in order
   * @param norms lengths of their gradients, a map for each epoch
   * @param preparing what is done before the first epoch; empty for nothing worth telling
   * @param note the last remarkable thing that happened
   * @param ended why training ended; null while it runs
   */
  record View(
      int planned,
      int best,
      double seconds,
      double left,
      List<EpochRecord> epochs,
      List<String> layers,
      List<Map<String, Double>> norms,
      String preparing,
      String note,
      String ended) {}

  @Override
  public synchronized void on(TrainingEvent event) {
    if (event instanceof TrainingEvent.Preparing p) {
      preparing = p.sentence();
    } else if (event instanceof TrainingEvent.Started s) {
      planned = s.epochs();
      preparing = "";
    } else if (event instanceof TrainingEvent.Gradients g) {
      lastNorms = g.norms();
      for (String layer : g.norms().keySet()) {
        if (!layers.contains(layer)) {
          layers.add(layer);
        }
      }
    } else if (event instanceof TrainingEvent.EpochDone e) {
      epochs.add(e.record());
      norms.add(lastNorms);
      best = e.best() ? e.record().epoch() : best;
    } else if (event instanceof TrainingEvent.Recovered r) {
      note = r.sentence();
    } else if (event instanceof TrainingEvent.Finished f) {
      end(f.reason());
    }
  }

  /** Notes that training is over. */
  synchronized void end(String reason) {
    if (ended == null) {
      ended = reason;
      end = System.nanoTime();
    }
  }

  /** Seconds in which training was paused do not count for the time left. */
  synchronized void waited(double seconds) {
    waited += seconds;
  }

  synchronized View view() {
    double seconds = ((ended == null ? System.nanoTime() : end) - start) / 1e9;
    double left =
        epochs.isEmpty()
            ? Double.NaN
            : Math.max(0, seconds - waited) / epochs.size() * (planned - epochs.size());
    return new View(
        planned,
        best,
        seconds,
        left,
        List.copyOf(epochs),
        List.copyOf(layers),
        List.copyOf(norms),
        preparing,
        note,
        ended);
  }

  /** A table with a line for each epoch; what there is not is empty. */
  static String csv(View view) {
    StringBuilder s = new StringBuilder("epoch,training_loss,validation_loss,metric,rate");
    for (String layer : view.layers()) {
      s.append(",gradient_norm_").append(layer);
    }
    s.append('\n');
    for (int i = 0; i < view.epochs().size(); i++) {
      EpochRecord e = view.epochs().get(i);
      s.append(e.epoch());
      number(s, e.trainingLoss());
      number(s, e.validationLoss());
      number(s, e.score());
      number(s, e.rate());
      Map<String, Double> told = new TreeMap<>(view.norms().get(i));
      for (String layer : view.layers()) {
        number(s, told.getOrDefault(layer, Double.NaN));
      }
      s.append('\n');
    }
    return s.toString();
  }

  private static void number(StringBuilder s, double x) {
    s.append(',');
    if (!Double.isNaN(x)) {
      s.append(x);
    }
  }
}
