/**
 * The classifier in OSGi.
 *
 * <p>Three bundles work together:
 *
 * <pre>
 *   Weka, wrapped         nz.ac.waikato.cms.weka-dev     exports weka.*, imports dynamically
 *     + fragment of it    backprop.weka.functions        weka.classifiers.functions.BackpropNetwork
 *   Backprop              backprop.weka                  backprop.weka.*, backprop.engine.*, libraries
 * </pre>
 *
 * <p>Why a fragment: Weka copies classifiers by serialization (cross-validation, bagging) and reads
 * models through its own class loader. A bundle never imports a package that it exports itself, so
 * a class of the package {@code weka.classifiers.functions} is found only inside the Weka bundle,
 * and a fragment is what puts it there. The name stays the one under which Weka shows the
 * classifier, so a model that was saved in the Explorer loads in OSGi too, and the other way round.
 *
 * <p>Invariants: every package whose classes can be in a saved model is exported by the Backprop
 * bundle, because Weka's bundle gets at them by dynamic import. The Backprop bundle does not
 * resolve without the fragment (capability {@code backprop.weka.functions}). This package is the
 * only one that sees the OSGi framework; outside OSGi nothing loads it.
 */
package backprop.weka.osgi;
