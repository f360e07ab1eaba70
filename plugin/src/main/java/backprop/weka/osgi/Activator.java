// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.osgi;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import weka.attributeSelection.ASEvaluation;
import weka.attributeSelection.BackpropAttributeEval;
import weka.classifiers.Classifier;
import weka.classifiers.functions.BackpropNetwork;
import weka.clusterers.BackpropAnomaly;
import weka.clusterers.Clusterer;
import weka.core.converters.ImageDirectoryLoader;
import weka.core.converters.Loader;
import weka.filters.Filter;
import weka.filters.unsupervised.attribute.BackpropFeatures;
import weka.filters.unsupervised.attribute.BackpropWindow;

/**
 * Offers the classifier, the filters, the clusterer, the attribute evaluator and the loader as OSGi
 * services while the bundle is started, each under the interface or class of Weka that users look
 * for.
 *
 * <p>The services have prototype scope: such an object holds what it has learned, so each {@code
 * ServiceObjects.getService()} makes a new one; a plain {@code getService} gives one for each
 * asking bundle. The framework withdraws the registrations when the bundle stops.
 */
public final class Activator implements BundleActivator {

  /** Service property that holds the class name of the classifier, as Weka's users know it. */
  public static final String CLASSIFIER = "weka.classifier";

  /** Service property of all services: the class name. */
  public static final String CLASS = "weka.class";

  @Override
  public void start(BundleContext context) {
    register(
        context,
        Classifier.class,
        BackpropNetwork::new,
        "Neural network trained by backpropagation, untrained");
    register(
        context,
        Filter.class,
        BackpropFeatures::new,
        "Rows as a layer of a network sees them, or as codes of an autoencoder");
    register(context, Filter.class, BackpropWindow::new, "A time series as rows of its last steps");
    register(
        context,
        Clusterer.class,
        BackpropAnomaly::new,
        "Odd rows, by what an autoencoder cannot say again");
    register(
        context,
        ASEvaluation.class,
        BackpropAttributeEval::new,
        "Importance of attributes to a neural network");
    register(
        context,
        Loader.class,
        ImageDirectoryLoader::new,
        "Pictures from a folder with a folder for each class");
  }

  private static <T, S extends T> void register(
      BundleContext context, Class<T> type, Supplier<S> maker, String description) {
    String name = maker.get().getClass().getName();
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(CLASS, name);
    if (type == Classifier.class) {
      properties.put(CLASSIFIER, name);
    }
    properties.put(Constants.SERVICE_DESCRIPTION, description);
    context.registerService(type, new Factory<>(maker), properties);
  }

  @Override
  public void stop(BundleContext context) {}

  private record Factory<T, S extends T>(Supplier<S> maker) implements PrototypeServiceFactory<T> {
    @Override
    public T getService(Bundle bundle, ServiceRegistration<T> registration) {
      return maker.get();
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<T> registration, T service) {
      // It holds nothing that would have to be released.
    }
  }
}
