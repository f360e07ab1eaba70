// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.cluster.Cluster;
import backprop.experiments.file.ExperimentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs cells on other machines, which get the rows of each data set once and write nothing: results
 * and waiting trainings come back here to be kept. All methods may be called by several threads.
 */
final class ClusterCells implements CellWorker {
  private final Cluster cluster;
  private final Plan plan;
  private final String version;
  private final Checkpoints checkpoints;
  private final Map<LoadedData, Cluster.Shared<SharedData>> shared = new IdentityHashMap<>();

  ClusterCells(Cluster cluster, Plan plan, String version, Checkpoints checkpoints) {
    this.cluster = cluster;
    this.plan = plan;
    this.version = version;
    this.checkpoints = checkpoints;
  }

  /**
   * That all configurations of a plan can travel.
   *
   * @throws ExperimentException at the first one that cannot
   */
  static void check(Plan plan) {
    for (PlannedConfiguration planned : plan.configurations()) {
      classifier(planned);
    }
  }

  private static byte[] classifier(PlannedConfiguration planned) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OwnClasses out = new OwnClasses(bytes)) {
      out.writeObject(planned.template());
    } catch (IOException e) {
      throw planned
          .place()
          .error(
              "learner '%s' cannot run on other machines: %s"
                  .formatted(planned.configuration().name(), e.getMessage()));
    }
    return bytes.toByteArray();
  }

  /** Refuses classes that other machines do not get: they get what is on the class path. */
  private static final class OwnClasses extends ObjectOutputStream {
    OwnClasses(ByteArrayOutputStream bytes) throws IOException {
      super(bytes);
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
      ClassLoader loader = type.getClassLoader();
      for (ClassLoader own = OwnClasses.class.getClassLoader();
          loader != null && loader != own;
          own = own.getParent()) {
        if (own == null) {
          throw new IOException(
              ("%s is of an installed Weka package, which they do not have; put its jar into"
                      + " BACKPROP_CLASSPATH")
                  .formatted(type.getName()));
        }
      }
    }
  }

  private synchronized Cluster.Shared<SharedData> shared(LoadedData data) {
    return shared.computeIfAbsent(
        data,
        d ->
            cluster.share(
                new SharedData(
                    d,
                    plan.file().evaluation(),
                    plan.file().seed(),
                    version,
                    plan.rules().onEpochs().source())));
  }

  @Override
  public CellRunner.Finished run(Cell cell) throws InterruptedException {
    byte[] waiting = cell.waiting().flatMap(checkpoints::read).orElse(null);
    try {
      CellTask task = CellTask.of(cell, classifier(cell.configuration()), waiting);
      CellReply reply = cluster.run(shared(cell.data()), task);
      CellRunner.Finished done = reply.finished(cell.key());
      cell.waiting().ifPresent(key -> keep(key, reply.checkpoint()));
      return done;
    } catch (Cluster.LostException e) {
      return lost(cell, e.getMessage());
    }
  }

  private void keep(String key, byte[] checkpoint) {
    if (checkpoint == null) {
      checkpoints.forget(key);
    } else {
      checkpoints.write(key, checkpoint);
    }
  }

  private CellRunner.Finished lost(Cell cell, String error) {
    Configuration configuration = cell.configuration().configuration();
    return new CellRunner.Finished(
        new CellResult(
            cell.data().info().name(),
            cell.data().info().checksum(),
            configuration.name(),
            configuration.scheme(),
            configuration.options(),
            cell.repeat(),
            cell.fold(),
            plan.file().seed(),
            version,
            0,
            0,
            Map.of(),
            Map.of(),
            error,
            List.of()),
        Map.of(),
        List.of());
  }
}
