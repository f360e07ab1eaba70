// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.osgi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** The OSGi framework of the class path, started in a folder, and the bundles of this build. */
final class FrameworkHarness implements AutoCloseable {

  private final Framework framework;
  private final Path folder;

  FrameworkHarness(Path folder) throws BundleException {
    this.folder = folder;
    List<FrameworkFactory> factories =
        ServiceLoader.load(FrameworkFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (factories.size() != 1) {
      throw new IllegalStateException(
          "one OSGi framework expected on the class path: " + factories);
    }
    framework =
        factories
            .get(0)
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("storage").toString(),
                    Constants.FRAMEWORK_STORAGE_CLEAN,
                    Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
    framework.start();
  }

  Framework framework() {
    return framework;
  }

  /** Installs a bundle of this build: {@code weka}, {@code fragment} or {@code backprop}. */
  Bundle install(String name) throws BundleException {
    return framework.getBundleContext().installBundle(bundleFile(name).toUri().toString());
  }

  /** Resolves a bundle and its fragments anew, as an administrator's refresh command does. */
  void refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), event -> done.countDown());
    if (!done.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the framework did not refresh " + bundle);
    }
  }

  /** Installs and starts the bundle of a user, made of the probe classes. */
  Bundle startProbe() throws BundleException, IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "backprop.osgi.probe");
    headers.putValue(
        Constants.IMPORT_PACKAGE,
        "weka.classifiers,weka.classifiers.functions,weka.classifiers.meta,weka.core,"
            + "weka.core.converters,weka.filters,weka.filters.unsupervised.attribute,"
            + "weka.clusterers,weka.attributeSelection,org.osgi.framework,backprop.weka,"
            + "backprop.weka.check,backprop.weka.examples,backprop.weka.options,"
            + "backprop.weka.predict,backprop.weka.trace,backprop.engine.trace");
    Path jar = folder.resolve("probe.jar");
    Path classes = Path.of("target", "test-classes");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> files = Files.walk(classes.resolve("backprop/osgi/probe"))) {
      for (Path source : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(source).toString().replace('\\', '/')));
        Files.copy(source, out);
      }
    }
    Bundle probe = framework.getBundleContext().installBundle(jar.toUri().toString());
    probe.start();
    return probe;
  }

  /** Calls a probe inside the framework: its class among the probes, without the package. */
  @SuppressWarnings("unchecked")
  static Map<String, String> call(Bundle bundle, String probe, String argument) throws Exception {
    Class<?> type = bundle.loadClass("backprop.osgi.probe." + probe);
    Object instance = type.getDeclaredConstructor().newInstance();
    return ((Function<String, Map<String, String>>) instance).apply(argument);
  }

  /** Unpacks the jars that a bundle of this build embeds. */
  static List<Path> embeddedJars(String name, Path into) throws IOException {
    Files.createDirectories(into);
    List<Path> jars = new ArrayList<>();
    try (JarFile bundle = new JarFile(bundleFile(name).toFile())) {
      for (Enumeration<JarEntry> entries = bundle.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().startsWith("lib/") && entry.getName().endsWith(".jar")) {
          Path jar = into.resolve(entry.getName().substring("lib/".length()));
          Files.copy(bundle.getInputStream(entry), jar);
          jars.add(jar);
        }
      }
    }
    return jars;
  }

  static Path bundleFile(String name) {
    Path file = Path.of(System.getProperty("bundle." + name)).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      throw new IllegalStateException("not built: " + file + "; run mvn verify at the top level");
    }
    return file;
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the framework stopped", e);
    }
  }
}
