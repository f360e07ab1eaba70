// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.cluster;

import backprop.experiments.file.ExperimentException;
import java.io.Serializable;
import java.util.function.Consumer;

/** Machines that run tasks for this process. All methods may be called by several threads. */
public interface Cluster extends AutoCloseable {

  /** What it is and where, for the user. */
  String name();

  /** How many tasks it can run at once now; at least 1, and more when machines join. */
  int slots();

  /** Sends a value to every machine that runs a task with it, once. */
  <S extends Serializable> Shared<S> share(S value);

  /**
   * Runs a task and waits for its end. A task whose machine is lost runs again on another one.
   *
   * @throws LostException if the task was lost too often, or threw something; others may still run
   * @throws GoneException if the cluster as a whole is there no more
   * @throws InterruptedException if this thread is interrupted; the task is given up
   */
  <S extends Serializable, R extends Serializable> R run(Shared<S> shared, Task<S, R> task)
      throws InterruptedException, LostException;

  /** Gives the machines back. */
  @Override
  void close();

  /**
   * A value that all machines have.
   *
   * @param <S> its type
   */
  interface Shared<S> {}

  /**
   * What runs on another machine, in a virtual machine that has the classes of this one.
   *
   * @param <S> type of the shared value
   * @param <R> type of its result
   */
  interface Task<S, R> extends Serializable {
    R run(S shared);
  }

  /** Opens clusters of one kind. */
  interface Provider {
    /** Whether an address is one of this kind. */
    boolean serves(String address);

    /**
     * Opens a cluster.
     *
     * @param address its address
     * @param application what the cluster is to call us
     * @param notes takes what the user should know, a sentence each
     * @throws ExperimentException if there is none at the address, with the reason
     */
    Cluster open(String address, String application, Consumer<String> notes);
  }

  /** A task has no result. */
  final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    public LostException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The cluster is there no more. */
  final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GoneException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
