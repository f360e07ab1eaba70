// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.Model;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Minimizer;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.InputEncoder;
import backprop.weka.encode.NumericClass;
import backprop.weka.encode.ScaledClass;
import backprop.weka.options.Automatic;
import backprop.weka.options.Settings;
import backprop.weka.options.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import weka.core.Instance;
import weka.core.Instances;

/**
 * A training as {@link Fit} would begin it, with its rows encoded in the same way, for those who
 * look into its steps.
 *
 * @param network with its first weights, or those of the model
 * @param spec how it is trained
 * @param rows encoded
 * @param indices where these are among the given ones, from 0
 * @param chosen indices of the chosen rows among these; empty where none were chosen
 * @param inputs how attributes became inputs
 * @param target how the class became targets
 * @param complete whether these are all rows that a training has
 */
public record OpenFit(
    Network network,
    TrainSpec spec,
    Examples rows,
    int[] indices,
    int[] chosen,
    InputEncoder inputs,
    ClassEncoder target,
    boolean complete) {
  /** Numbers beyond which only the chosen rows and some others are encoded. */
  private static final long MOST_NUMBERS = 8_000_000;

  /** Rows beside the chosen ones, then. */
  private static final int SAMPLE = 1000;

  /**
   * What differs from a training.
   *
   * @param raw whether numbers are taken as the data have them
   * @param whole whether the layers are all, so that no output layer is added
   * @param chosen indices of rows, from 0; empty for minibatches as a training takes them
   */
  public record How(boolean raw, boolean whole, int[] chosen) {}

  /**
   * Opens a training.
   *
   * @param data rows with the class set; only read
   * @param from a model, whose network and encoders are taken
   * @param kernels of the reference backend
   * @throws IllegalArgumentException in one sentence when rows or options are not allowed
   * @throws InterruptedException when the thread is interrupted
   */
  public static OpenFit of(
      Instances data, Settings settings, long seed, Optional<Start> from, How how, Kernels kernels)
      throws InterruptedException {
    Fit fit = new Fit(data, settings, seed, from);
    Job job =
        how.raw()
            ? raw(data, settings, seed, fit)
            : fit.job()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "there is no network to train on these data: the class has one value,"
                                + " or no attribute varies"));
    NetworkSpec shape = how.whole() ? whole(settings, job) : job.spec(settings);
    boolean chosen = how.chosen().length > 0;
    int[] rows = rows(data, job, fit.split().training(), how.chosen());
    WeightedRows weighted = fit.weighted();
    Examples examples =
        new EncodedRows(
                kernels, data, rows, weighted, job.inputs(), job.target(), Job.members(shape))
            .floats(rows, fit.folds(job, Job.members(shape)));
    if (how.raw()) {
      asTheyAre(data, rows, job, examples);
    }
    Optional<Model> model = from.flatMap(s -> s.predictor().model());
    Network network =
        model.isPresent() ? model.get().network(kernels) : new Network(shape, kernels);
    if (model.isEmpty()) {
      network.initialize(seed);
    }
    int[] places = Arrays.stream(how.chosen()).map(r -> Arrays.binarySearch(rows, r)).toArray();
    boolean all = rows.length >= fit.split().training().length;
    return new OpenFit(
        network,
        job.trainSpec(),
        examples,
        rows,
        chosen ? places : new int[0],
        job.inputs(),
        job.target(),
        all);
  }

  /** Which rows are encoded, ascending. */
  private static int[] rows(Instances data, Job job, int[] training, int[] chosen) {
    for (int r : chosen) {
      if (!WeightedRows.check(data.instance(r), data.classAttribute().name(), r)) {
        throw new IllegalArgumentException(
            "row "
                + (r + 1)
                + " has no class, or a weight of 0: nothing can be learned from it, choose another");
      }
    }
    if (chosen.length > 0 && job.plan().optimizer() instanceof Minimizer) {
      return Arrays.stream(chosen).sorted().toArray();
    }
    boolean fits = (long) training.length * job.inputs().columns() <= MOST_NUMBERS;
    if (!fits && chosen.length == 0) {
      throw new IllegalArgumentException(
          training.length
              + " rows of "
              + job.inputs().columns()
              + " inputs are too many to look into in double precision: choose rows");
    }
    int[] others =
        fits
            ? training
            : IntStream.range(0, Math.min(SAMPLE, training.length))
                .map(i -> training[(int) ((long) training.length * i / SAMPLE)])
                .toArray();
    return IntStream.concat(Arrays.stream(others), Arrays.stream(chosen))
        .sorted()
        .distinct()
        .toArray();
  }

  /** The job where numbers stay as they are: each attribute is one input. */
  private static Job raw(Instances data, Settings settings, long seed, Fit fit) {
    int[] rows = fit.split().training();
    if (data.numAttributes() < 2) {
      throw new IllegalArgumentException("there is no attribute but the class");
    }
    InputEncoder inputs = InputEncoder.plain(data);
    boolean nominal = data.classAttribute().isNominal();
    Loss loss = Automatic.loss(settings, nominal, false, false);
    ClassEncoder fitted = Targets.encoder(data, rows, loss);
    ClassEncoder target =
        fitted instanceof NumericClass
            ? new NumericClass(0, 1)
            : fitted instanceof ScaledClass ? new ScaledClass(1) : fitted;
    Task task =
        new Task(
            rows.length, inputs.columns(), loss.outputs(target.targets()), nominal, false, null);
    return new Job(inputs, target, Automatic.plan(settings, task), seed, Optional.empty());
  }

  /** Floats are not exact where the data have decimals. */
  private static void asTheyAre(Instances data, int[] rows, Job job, Examples examples) {
    int columns = job.inputs().columns();
    double[] input = new double[columns];
    for (int i = 0; i < rows.length; i++) {
      Instance x = data.instance(rows[i]);
      int at = 0;
      for (int a = 0; a < data.numAttributes(); a++) {
        if (a == data.classIndex()) {
          continue;
        }
        if (x.isMissing(a)) {
          throw new IllegalArgumentException(
              "attribute '"
                  + data.attribute(a).name()
                  + "' is missing in row "
                  + (rows[i] + 1)
                  + ": numbers as they are need all of them");
        }
        input[at++] = x.value(a);
      }
      examples.inputs().buffer().write(i * columns, input, 0, columns);
      if (data.classAttribute().isNumeric()) {
        examples.targets().buffer().write(i, new double[] {x.classValue()}, 0, 1);
      }
    }
  }

  /** The network of layers that are all there are. */
  private static NetworkSpec whole(Settings settings, Job job) {
    List<Layer> layers = Automatic.givenLayers(settings);
    Loss loss = job.plan().loss();
    NetworkSpec spec;
    try {
      spec =
          new NetworkSpec(
              Shape.of(job.inputs().columns()),
              new Chain(Lookups.sized(layers, job.inputs().indexSizes())),
              loss);
      Network.check(spec);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the network: " + e.getMessage(), e);
    }
    List<Network.LayerSummary> summary = Network.summary(spec);
    int outputs = summary.get(summary.size() - 1).output().elements();
    int wanted = loss.outputs(job.target().targets());
    if (outputs != wanted) {
      throw new IllegalArgumentException(
          "the network puts out "
              + outputs
              + (outputs == 1 ? " number" : " numbers")
              + ", its loss needs "
              + wanted
              + " for this class: give the last layer "
              + wanted
              + (wanted == 1 ? " unit" : " units"));
    }
    return spec;
  }
}
