// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.osgi;

import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import weka.classifiers.Classifier;
import weka.classifiers.functions.BackpropNetwork;

/**
 * Offers the classifier as an OSGi service while the bundle is started.
 *
 * <p>The service has prototype scope: a classifier holds its training, so each {@code
 * ServiceObjects.getService()} makes a new, untrained one; a plain {@code getService} gives one for
 * each asking bundle. The framework withdraws the registration when the bundle stops.
 */
public final class Activator implements BundleActivator {

  /** Service property that holds the class name of the classifier, as Weka's users know it. */
  public static final String CLASSIFIER = "weka.classifier";

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(CLASSIFIER, BackpropNetwork.class.getName());
    properties.put(
        Constants.SERVICE_DESCRIPTION, "Neural network trained by backpropagation, untrained");
    context.registerService(Classifier.class, new Factory(), properties);
  }

  @Override
  public void stop(BundleContext context) {}

  private static final class Factory implements PrototypeServiceFactory<Classifier> {
    @Override
    public Classifier getService(Bundle bundle, ServiceRegistration<Classifier> registration) {
      return new BackpropNetwork();
    }

    @Override
    public void ungetService(
        Bundle bundle, ServiceRegistration<Classifier> registration, Classifier service) {}
  }
}
