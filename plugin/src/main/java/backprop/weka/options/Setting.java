// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.engine.augment.Augmentation;
import backprop.engine.backend.Backend;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Precision;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.metric.Metric;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.text.TextException;
import backprop.weka.preset.Preset;
import backprop.weka.preset.Presets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One option of the classifier: its flag, its default, and what it allows. */
public enum Setting {
  /** What kind of data there is. */
  PRESET("preset", Setting.AUTO) {
    @Override
    void check(String text) {
      preset(text);
    }
  },
  /** How much time training may take. */
  EFFORT("effort", "normal") {
    @Override
    void check(String text) {
      if (!Effort.names().contains(text)) {
        throw refusal(text, String.join(", ", Effort.names()));
      }
    }
  },
  /** The hidden layers as text. */
  LAYERS("layers", Setting.AUTO) {
    @Override
    void check(String text) {
      entries(Layer.class, text);
    }
  },
  /** The hidden layers as MultilayerPerceptron lists them; empty when not given. */
  HIDDEN_LAYERS("H", "") {
    @Override
    void check(String text) {
      HiddenLayers.check(text);
    }
  },
  /** The loss as text. */
  LOSS("loss", Setting.AUTO) {
    @Override
    void check(String text) {
      entry(Loss.class, text);
    }
  },
  /** The optimizer as text. */
  OPTIMIZER("optimizer", Setting.AUTO) {
    @Override
    void check(String text) {
      entry(Optimization.class, text);
    }
  },
  /** Penalties and constraints as text. */
  REGULARIZER("regularizer", Setting.AUTO) {
    @Override
    void check(String text) {
      entries(Regularization.class, text);
    }
  },
  /** Passes over the training rows. */
  EPOCHS("N", Setting.AUTO) {
    @Override
    void check(String text) {
      whole(text, 1, Integer.MAX_VALUE);
    }
  },
  /** Rows of a minibatch, 0 for all rows. */
  BATCH("batch", Setting.AUTO) {
    @Override
    void check(String text) {
      whole(text, 0, Integer.MAX_VALUE);
    }
  },
  /** Percentage of the rows that only judge the epochs. */
  VALIDATION("V", Setting.AUTO) {
    @Override
    void check(String text) {
      whole(text, 0, 90);
    }
  },
  /** Epochs in a row without improvement before training stops, 0 for never. */
  PATIENCE("E", Setting.AUTO) {
    @Override
    void check(String text) {
      whole(text, 0, Integer.MAX_VALUE);
    }
  },
  /** What epochs are judged by. */
  METRIC("metric", "loss") {
    @Override
    void check(String text) {
      entry(Metric.class, text);
    }
  },
  /** By how much an epoch must be better to count as better. */
  MINIMUM_GAIN("min-gain", "0") {
    @Override
    void check(String text) {
      number(text);
    }
  },
  /** Seconds of training, 0 for no limit. */
  TIME_LIMIT("time-limit", "0") {
    @Override
    void check(String text) {
      number(text);
    }
  },
  /** Minibatches that make one step. */
  ACCUMULATE("accumulate", "1") {
    @Override
    void check(String text) {
      whole(text, 1, Integer.MAX_VALUE);
    }
  },
  /** Alpha of mixup, 0 for none. */
  MIXUP("mixup", "0") {
    @Override
    void check(String text) {
      number(text);
    }
  },
  /** What makes more of the training rows. */
  AUGMENT("augment", "none") {
    @Override
    void check(String text) {
      entries(Augmentation.class, text);
    }
  },
  /** Factors of the classes' weights. */
  CLASS_WEIGHTS("class-weights", "none") {
    @Override
    void check(String text) {
      ClassWeights.check(text);
    }
  },
  /** What nominal attributes become. */
  NOMINAL("nominal", Setting.AUTO) {
    @Override
    void check(String text) {
      if (!text.equals("one-hot") && !text.equals("index")) {
        throw refusal(text, "auto, one-hot, index");
      }
    }
  },
  /** What numeric attributes become. */
  NUMERIC("numeric", Setting.AUTO) {
    @Override
    void check(String text) {
      if (!text.equals("standardize") && !text.equals("bins")) {
        throw refusal(text, "auto, standardize, bins");
      }
    }
  },
  /** Threads, 0 for one per core. */
  THREADS("threads", "0") {
    @Override
    void check(String text) {
      whole(text, 0, 1024);
    }
  },
  /** Megabytes of encoded rows in memory. */
  MEMORY("memory", Setting.AUTO) {
    @Override
    void check(String text) {
      whole(text, 1, Integer.MAX_VALUE);
    }
  },
  /** Name of the backend. */
  BACKEND("backend", Setting.AUTO) {
    @Override
    void check(String text) {
      List<Backend> all = Backends.all();
      int colon = text.indexOf(':');
      String name = colon < 0 ? text : text.substring(0, colon);
      boolean known =
          all.stream()
              .anyMatch(
                  b ->
                      b.name().equals(name)
                          && (colon < 0 || b.on(text.substring(colon + 1)).isPresent()));
      if (!known) {
        List<String> names = all.stream().map(Setting::words).sorted().toList();
        throw refusal(text, "auto, " + String.join(", ", names));
      }
    }
  },
  /** What the factors of products are rounded to. */
  PRECISION("precision", Precision.FLOAT.text()) {
    @Override
    void check(String text) {
      if (Stream.of(Precision.values()).noneMatch(p -> p.text().equals(text))) {
        throw refusal(text, "float, tf32, bf16");
      }
    }
  },
  /** Whether a training that is interrupted keeps the best epoch so far. */
  KEEP("keep-stopped", "false") {
    @Override
    void check(String text) {
      checkYesOrNo(text);
    }

    @Override
    public boolean valueless() {
      return true;
    }
  },
  /** Whether a window shows the training. */
  MONITOR("monitor", "false") {
    @Override
    void check(String text) {
      checkYesOrNo(text);
    }

    @Override
    public boolean valueless() {
      return true;
    }
  };

  /** The value that leaves the choice to {@link Automatic}. */
  public static final String AUTO = "auto";

  private static final double LARGEST = 1e9;

  private final String flag;
  private final String initial;

  Setting(String flag, String initial) {
    this.flag = flag;
    this.initial = initial;
  }

  void checkYesOrNo(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw refusal(text, "true, false");
    }
  }

  /** The option's name on the command line, without the hyphen. */
  public String flag() {
    return flag;
  }

  /** The value when the option is not given. */
  public String initial() {
    return initial;
  }

  /** Whether the option on the command line is a flag alone, without a value: yes or no. */
  public boolean valueless() {
    return false;
  }

  /** Whether {@code auto} is allowed. */
  public boolean automatic() {
    return initial.equals(AUTO);
  }

  /** The setting with this flag. */
  static Optional<Setting> of(String flag) {
    return List.of(values()).stream().filter(s -> s.flag.equals(flag)).findFirst();
  }

  /**
   * Throws an IllegalArgumentException when the text, which is not {@code auto}, is not allowed.
   */
  abstract void check(String text);

  /**
   * The text in the form in which it is kept.
   *
   * @throws IllegalArgumentException when it is not allowed: one sentence with the option's name
   */
  public String accept(String text) {
    if (text == null) {
      throw new IllegalArgumentException("option -" + flag + " has no value");
    }
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return initial;
    }
    if (!(automatic() && stripped.equals(AUTO))) {
      check(stripped);
    }
    return stripped;
  }

  /** Reads one catalogued thing; problems name the option. */
  <T> T entry(Class<T> kind, String text) {
    try {
      return Catalogs.texts().parse(kind, text);
    } catch (TextException e) {
      throw unreadable(text, e);
    }
  }

  /** Reads a list of catalogued things; problems name the option. */
  <T> List<T> entries(Class<T> kind, String text) {
    try {
      return Catalogs.texts().parseList(kind, text);
    } catch (TextException e) {
      throw unreadable(text, e);
    }
  }

  /** Reads a preset. */
  Preset preset(String text) {
    try {
      return Presets.texts().parse(Preset.class, text);
    } catch (TextException e) {
      throw unreadable(text, e);
    }
  }

  private IllegalArgumentException unreadable(String text, TextException e) {
    return new IllegalArgumentException(
        "option -" + flag + " \"" + text + "\", " + e.getMessage(), e);
  }

  int whole(String text, int least, int most) {
    try {
      int n = Integer.parseInt(text);
      if (n >= least && n <= most) {
        return n;
      }
    } catch (NumberFormatException e) {
      // the same sentence as for a number out of range
    }
    throw refusal(
        text,
        (automatic() ? "auto and " : "")
            + "whole numbers "
            + (most == Integer.MAX_VALUE ? "from " + least : "from " + least + " to " + most));
  }

  double number(String text) {
    try {
      double x = Double.parseDouble(text);
      if (x >= 0 && x <= LARGEST) {
        return x;
      }
    } catch (NumberFormatException e) {
      // the same sentence as for a number out of range
    }
    throw refusal(text, "numbers from 0 to 1e9");
  }

  IllegalArgumentException refusal(String found, String allowed) {
    return new IllegalArgumentException(
        "option -" + flag + " is '" + found + "', allowed are " + allowed);
  }

  /** A backend's name, and how a device of it is chosen. */
  private static String words(Backend b) {
    return b.on("0").isPresent() ? b.name() + " (" + b.name() + ":0 for a device)" : b.name();
  }
}
