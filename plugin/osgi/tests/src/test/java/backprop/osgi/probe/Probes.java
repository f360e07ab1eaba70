// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.osgi.probe;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.classifiers.Evaluation;
import weka.classifiers.functions.BackpropNetwork;
import weka.classifiers.meta.Bagging;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.converters.ArffLoader;

/**
 * What a user's own bundle does with the classifier. Each probe is a function of texts, so that the
 * test, which lives outside the framework and cannot see Weka, can call it.
 */
public final class Probes {

  private Probes() {}

  /** Cross-validates the classifier of the registered service on iris. */
  public static final class CrossValidateService implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String unused) {
      return unchecked(
          () -> {
            BundleContext context = FrameworkUtil.getBundle(Probes.class).getBundleContext();
            ServiceReference<Classifier> reference =
                context.getServiceReferences(Classifier.class, null).iterator().next();
            Classifier first = context.getServiceObjects(reference).getService();
            Classifier second = context.getServiceObjects(reference).getService();
            Instances iris = iris();
            Evaluation evaluation = new Evaluation(iris);
            evaluation.crossValidateModel(first, iris, 10, new Random(1));
            return Map.of(
                "class", first.getClass().getName(),
                "property", String.valueOf(reference.getProperty("weka.classifier")),
                "distinct", String.valueOf(first != second),
                "tested", String.valueOf(evaluation.numInstances()),
                "correct", String.valueOf(evaluation.pctCorrect()));
          });
    }
  }

  /** Bags the classifier with two threads, which copies it by serialization. */
  public static final class Bag implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String unused) {
      return unchecked(
          () -> {
            Bagging bagging = new Bagging();
            bagging.setClassifier(new BackpropNetwork());
            bagging.setNumIterations(4);
            bagging.setNumExecutionSlots(2);
            Instances iris = iris();
            Classifier copy = AbstractClassifier.makeCopy(bagging);
            copy.buildClassifier(iris);
            Evaluation evaluation = new Evaluation(iris);
            evaluation.evaluateModel(copy, iris);
            return Map.of("correct", String.valueOf(evaluation.pctCorrect()));
          });
    }
  }

  /** Trains on iris, saves the model under the given path and tells its predictions. */
  public static final class Save implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String path) {
      return unchecked(
          () -> {
            Classifier classifier = new BackpropNetwork();
            classifier.buildClassifier(iris());
            SerializationHelper.write(path, classifier);
            return Map.of("predictions", predictions(classifier));
          });
    }
  }

  /** Loads the model of the given path and tells its predictions. */
  public static final class Load implements Function<String, Map<String, String>> {
    @Override
    public Map<String, String> apply(String path) {
      return unchecked(
          () -> {
            Object model = SerializationHelper.read(path);
            return Map.of(
                "class", String.valueOf(model.getClass() == BackpropNetwork.class),
                "predictions", predictions((Classifier) model));
          });
    }
  }

  /**
   * Runs one probe in a plain JVM without a framework.
   *
   * @param arguments simple name of the probe, its argument
   */
  public static void main(String[] arguments) {
    Function<String, Map<String, String>> probe =
        switch (arguments[0]) {
          case "Save" -> new Save();
          case "Load" -> new Load();
          default -> throw new IllegalArgumentException("no probe " + arguments[0]);
        };
    System.out.println("predictions=" + probe.apply(arguments[1]).get("predictions"));
  }

  private static String predictions(Classifier classifier) throws Exception {
    Instances iris = iris();
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < iris.numInstances(); row += 7) {
      text.append(Arrays.toString(classifier.distributionForInstance(iris.instance(row))));
    }
    return text.toString();
  }

  static Instances iris() throws Exception {
    try (InputStream stream =
        Instances.class.getResourceAsStream("/weka/gui/knowledgeflow/templates/iris.arff")) {
      ArffLoader loader = new ArffLoader();
      loader.setSource(new BufferedInputStream(stream));
      Instances iris = loader.getDataSet();
      iris.setClassIndex(iris.numAttributes() - 1);
      return iris;
    }
  }

  interface Step {
    Map<String, String> run() throws Exception;
  }

  static Map<String, String> unchecked(Step step) {
    try {
      return step.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
