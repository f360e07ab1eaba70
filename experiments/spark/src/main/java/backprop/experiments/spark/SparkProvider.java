// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.spark;

import backprop.experiments.cluster.Cluster;
import backprop.experiments.file.ExperimentException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts this process as an application of Spark. */
public final class SparkProvider implements Cluster.Provider {
  private static final String LOGGING = "log4j2.configurationFile";
  private static final int ANSWER_MILLISECONDS = 5000;

  /** The newest Java that Spark is made for. Its executors ask for what Java 23 took away. */
  static final int NEWEST_JAVA = 21;

  @Override
  public boolean serves(String address) {
    return remote(address) || address.startsWith("local[");
  }

  private static boolean remote(String address) {
    return address.startsWith("spark://");
  }

  @Override
  public Cluster open(String address, String application, Consumer<String> notes) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "classpath:backprop-spark-log4j2.properties");
    }
    // Takes over all system properties that start with "spark.".
    SparkConf settings = new SparkConf();
    settings.setMaster(address);
    settings.setIfMissing("spark.app.name", "backprop " + application);
    settings.setIfMissing("spark.ui.enabled", "false");
    settings.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    if (remote(address)) {
      checkAnswers(address);
      settings.setJars(ownJars(notes).toArray(String[]::new));
      // Our versions of libraries that Spark has too.
      settings.setIfMissing("spark.executor.userClassPathFirst", "true");
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
        // The same loops there as here.
        settings.setIfMissing(
            "spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector");
      }
    }
    try {
      return new SparkCluster(new JavaSparkContext(settings), address, notes);
    } catch (RuntimeException | LinkageError e) {
      int java = Runtime.version().feature();
      throw new ExperimentException(
          "--on %s: Spark does not start: %s%s"
              .formatted(
                  address,
                  SparkCluster.sentence(e),
                  java > NEWEST_JAVA
                      ? "; it is made for Java 17 to %d, this is Java %d"
                          .formatted(NEWEST_JAVA, java)
                      : ""),
          e);
    }
  }

  /** Spark itself would try for a minute. */
  private static void checkAnswers(String address) {
    List<String> reasons = new ArrayList<>();
    for (String master : address.substring("spark://".length()).split(",")) {
      int colon = master.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(master.substring(colon + 1));
        socket.connect(
            new InetSocketAddress(master.substring(0, colon), port), ANSWER_MILLISECONDS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        reasons.add(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      }
    }
    throw new ExperimentException(
        "--on %s: no master of Spark answers there: %s"
            .formatted(address, String.join("; ", reasons)));
  }

  /** The jars that machines of a cluster lack: all but those that lie with Spark's. */
  private static List<String> ownJars(Consumer<String> notes) {
    List<String> jars = new ArrayList<>();
    try {
      Path sparks = folderOf(SparkContext.class);
      boolean apart = !sparks.equals(folderOf(SparkProvider.class));
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path path = Path.of(entry);
        if (Files.isDirectory(path)) {
          notes.accept("the folder of classes " + path + " is not sent to the cluster; jars are");
        } else if (Files.isRegularFile(path)
            && !(apart && path.toRealPath().getParent().equals(sparks))) {
          jars.add(path.toAbsolutePath().toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jars;
  }

  private static Path folderOf(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return Path.of(URI.create(source.getLocation().toString())).toRealPath().getParent();
  }
}
