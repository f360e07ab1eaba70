// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;

/** A real cluster on this machine: a master and two workers of Spark, each a process. */
final class StandaloneCluster implements AutoCloseable {
  private static final int WAIT_SECONDS = 120;

  private final Path folder;
  private final Path home;
  private final int port;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  /**
   * Starts it.
   *
   * @param folder for its files
   * @param jars the folder with the jars of Spark, and none of ours
   */
  StandaloneCluster(Path folder, Path jars) throws Exception {
    this.folder = folder;
    this.home = Files.createDirectories(folder.resolve("home"));
    Files.createSymbolicLink(home.resolve("jars"), jars.toRealPath());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.master =
        start(
            "master",
            "master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "" + port,
            "--webui-port",
            "0");
    await("master", "New state: ALIVE");
    for (int i = 1; i <= 2; i++) {
      workers.add(
          start(
              "worker" + i,
              "worker.Worker",
              "--host",
              "127.0.0.1",
              "--webui-port",
              "0",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--work-dir",
              folder.resolve("work" + i).toString(),
              address()));
    }
    await("worker1", "Successfully registered with master");
    await("worker2", "Successfully registered with master");
  }

  private Process start(String name, String type, String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    line.addAll(List.of("-Xmx200m", "-cp", home.resolve("jars") + "/*"));
    line.add("org.apache.spark.deploy." + type);
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", home.toString());
    // What the scripts of a distribution set.
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    // Spark starts its executors with the Java that this names.
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectOutput(log(name).toFile()).start();
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private void await(String name, String text) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!Files.readString(log(name)).contains(text)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(name + ": " + Files.readString(log(name)));
      }
      Thread.sleep(100);
    }
  }

  String address() {
    return "spark://127.0.0.1:" + port;
  }

  /** What a worker has been told to run. */
  String log(int worker) throws IOException {
    return Files.readString(log("worker" + worker));
  }

  /** Ends a worker and its executors at once, as a machine that loses its power. */
  void kill(int worker) throws InterruptedException {
    Process process = workers.get(worker - 1);
    List<ProcessHandle> executors = process.descendants().toList();
    process.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  @Override
  public void close() {
    try {
      for (int i = 1; i <= workers.size(); i++) {
        kill(i);
      }
      master.destroyForcibly();
      master.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
