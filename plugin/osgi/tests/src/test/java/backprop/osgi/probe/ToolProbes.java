// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.osgi.probe;

import backprop.engine.trace.TraceText;
import backprop.weka.check.BackpropCheck;
import backprop.weka.check.BackpropDoctor;
import backprop.weka.examples.Tables;
import backprop.weka.options.Settings;
import backprop.weka.trace.TraceRequest;
import backprop.weka.trace.Traces;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import weka.attributeSelection.ASEvaluation;
import weka.attributeSelection.AttributeSelection;
import weka.attributeSelection.BackpropAttributeEval;
import weka.attributeSelection.Ranker;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.classifiers.meta.FilteredClassifier;
import weka.clusterers.BackpropAnomaly;
import weka.clusterers.Clusterer;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.Utils;
import weka.core.converters.ImageDirectoryLoader;
import weka.core.converters.Loader;
import weka.filters.Filter;
import weka.filters.unsupervised.attribute.BackpropFeatures;
import weka.filters.unsupervised.attribute.BackpropWindow;

/** What a user's own bundle does with everything but the classifier alone. */
public final class ToolProbes {
  private ToolProbes() {}

  /** Names the services: the class that each makes, by the class name that it tells. */
  public static final class Services implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String unused) {
      return Probes.unchecked(
          () -> {
            Map<String, String> made = new TreeMap<>();
            for (Class<?> type :
                new Class<?>[] {
                  weka.classifiers.Classifier.class,
                  Filter.class,
                  Clusterer.class,
                  ASEvaluation.class,
                  Loader.class
                }) {
              add(type, made);
            }
            return made;
          });
    }

    private static <T> void add(Class<T> type, Map<String, String> made) throws Exception {
      BundleContext context = FrameworkUtil.getBundle(ToolProbes.class).getBundleContext();
      Collection<ServiceReference<T>> all = context.getServiceReferences(type, null);
      for (ServiceReference<T> r : all) {
        Object first = context.getServiceObjects(r).getService();
        Object second = context.getServiceObjects(r).getService();
        made.put(
            String.valueOf(r.getProperty("weka.class")),
            first.getClass().getName() + (first == second ? " shared" : ""));
      }
    }
  }

  /** Filters, alone and in a classifier that is copied and cross-validated. */
  public static final class Filters implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String unused) {
      return Probes.unchecked(
          () -> {
            Instances iris = Probes.iris();
            BackpropFeatures codes = new BackpropFeatures();
            codes.setEpochs(20);
            codes.setInputFormat(iris);
            Instances coded = Filter.useFilter(iris, codes);
            Filter copy = Filter.makeCopy(codes);
            copy.input(iris.instance(3));
            FilteredClassifier both = new FilteredClassifier();
            both.setFilter(Filter.makeCopy(codes));
            both.setClassifier(new BackpropNetwork());
            Evaluation evaluation = new Evaluation(iris);
            evaluation.crossValidateModel(both, iris, 3, new Random(1));
            BackpropWindow window = new BackpropWindow();
            Instances series = Tables.sales(60);
            window.setInputFormat(series);
            return Map.of(
                "code", coded.attribute(0).name(),
                "same", String.valueOf(copy.output().value(0) == coded.instance(3).value(0)),
                "correct", String.valueOf(evaluation.pctCorrect()),
                "windows", String.valueOf(Filter.useFilter(series, window).numInstances()));
          });
    }
  }

  /** A clusterer, saved under the given path and loaded. */
  public static final class Anomaly implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String path) {
      return Probes.unchecked(
          () -> {
            Instances iris = Probes.iris();
            iris.setClassIndex(-1);
            BackpropAnomaly anomaly = new BackpropAnomaly();
            anomaly.setEpochs(20);
            anomaly.buildClusterer(iris);
            SerializationHelper.write(path, anomaly);
            Clusterer loaded = (Clusterer) SerializationHelper.read(path);
            return Map.of(
                "saved", Arrays.toString(anomaly.distributionForInstance(iris.instance(7))),
                "loaded", Arrays.toString(loaded.distributionForInstance(iris.instance(7))));
          });
    }
  }

  /** Attributes in the order of their importance. */
  public static final class Ranking implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String unused) {
      return Probes.unchecked(
          () -> {
            BackpropAttributeEval eval = new BackpropAttributeEval();
            eval.getNetwork().setOptions(Utils.splitOptions("-layers dense(8) -N 60"));
            AttributeSelection selection = new AttributeSelection();
            selection.setEvaluator(eval);
            selection.setSearch(new Ranker());
            selection.SelectAttributes(Probes.iris());
            return Map.of("first", String.valueOf(selection.rankedAttributes()[0][0]));
          });
    }
  }

  /** The presets of text and of sequences, cross-validated. */
  public static final class Presets implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String unused) {
      return Probes.unchecked(
          () ->
              Map.of(
                  "text", correct("-preset \"text(filters=8)\" -N 30", Tables.reviews(90, false)),
                  "sequence", correct("-preset sequence(units=8) -N 30", Tables.gestures(90)),
                  "autoencoder", correct("-preset autoencoder", Probes.iris())));
    }

    private static String correct(String options, Instances data) throws Exception {
      BackpropNetwork network = new BackpropNetwork();
      network.setOptions(Utils.splitOptions(options));
      Evaluation evaluation = new Evaluation(data);
      evaluation.crossValidateModel(network, data, 3, new Random(1));
      return String.valueOf(evaluation.pctCorrect());
    }
  }

  /** The doctor on a saved model with its data, in the given folder, and a trace. */
  public static final class Tools implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String folder) {
      return Probes.unchecked(
          () -> {
            Instances iris = Probes.iris();
            BackpropNetwork network = new BackpropNetwork();
            network.setOptions(Utils.splitOptions("-layers \"dense(8, relu)\" -N 1"));
            network.buildClassifier(iris);
            Path model = Path.of(folder, "doctor.model");
            SerializationHelper.write(model.toString(), network);
            Path data = Path.of(folder, "doctor.arff");
            Files.writeString(data, iris.toString());
            TraceRequest request =
                new TraceRequest(
                    "a test",
                    iris,
                    "iris",
                    Optional.empty(),
                    Settings.take(Utils.splitOptions("-layers dense(3)")),
                    1,
                    false,
                    false,
                    "1",
                    1,
                    "",
                    TraceRequest.UNITS);
            return Map.of(
                "doctor",
                BackpropDoctor.report(model, Optional.of(data), Optional.empty(), false),
                "check",
                BackpropCheck.report(),
                "trace",
                TraceText.of(Traces.of(request)));
          });
    }
  }

  /** A picture of each of two classes, read from the given folder. */
  public static final class Pictures implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String folder) {
      return Probes.unchecked(
          () -> {
            ImageDirectoryLoader loader = new ImageDirectoryLoader();
            loader.setDirectory(new File(folder));
            Instances rows = loader.getDataSet();
            return Map.of("rows", String.valueOf(rows.numInstances()));
          });
    }
  }

  /** Trains with the backend that is named; its line of the result, or why not. */
  public static final class Backend implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String name) {
      return Probes.unchecked(
          () -> {
            BackpropNetwork network = new BackpropNetwork();
            network.setOptions(
                Utils.splitOptions(
                    "-layers \"dense(8, relu)\" -optimizer adam(0.02) -N 60 -backend " + name));
            try {
              Instances iris = Probes.iris();
              network.buildClassifier(iris);
              Evaluation evaluation = new Evaluation(iris);
              evaluation.evaluateModel(network, iris);
              return Map.of(
                  "summary",
                  network.toString(),
                  "correct",
                  String.valueOf(evaluation.pctCorrect()));
            } catch (IllegalArgumentException e) {
              return Map.of("refused", e.getMessage());
            }
          });
    }
  }
}
