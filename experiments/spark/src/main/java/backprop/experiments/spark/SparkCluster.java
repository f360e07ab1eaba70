// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.spark;

import backprop.experiments.cluster.Cluster;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** An application of Spark. A task of ours is a job of one task, so that each comes back alone. */
final class SparkCluster implements Cluster {
  private static final long LOOK_SECONDS = 5;
  private static final long PATIENCE_SECONDS = 20;

  private final JavaSparkContext spark;
  private final String address;
  private final Consumer<String> notes;
  private final AtomicBoolean warned = new AtomicBoolean();

  SparkCluster(JavaSparkContext spark, String address, Consumer<String> notes) {
    this.spark = spark;
    this.address = address;
    this.notes = notes;
    notes.accept("cells run on " + name());
  }

  /** A broadcast variable. */
  private record Variable<S>(Broadcast<S> value) implements Shared<S> {}

  /** Runs a task on an executor. */
  private record OnExecutor<S, R>(Broadcast<S> value) implements Function<Task<S, R>, R> {
    @Override
    public R call(Task<S, R> task) {
      return task.run(value.value());
    }
  }

  @Override
  public String name() {
    return "Apache Spark " + spark.version() + " at " + address;
  }

  @Override
  public int slots() {
    return Math.max(1, spark.sc().defaultParallelism());
  }

  @Override
  public <S extends Serializable> Shared<S> share(S value) {
    return new Variable<>(spark.broadcast(value));
  }

  @Override
  public <S extends Serializable, R extends Serializable> R run(Shared<S> shared, Task<S, R> task)
      throws InterruptedException, LostException {
    Broadcast<S> value = ((Variable<S>) shared).value();
    JavaFutureAction<List<R>> running;
    try {
      running = spark.parallelize(List.of(task), 1).map(new OnExecutor<S, R>(value)).collectAsync();
    } catch (IllegalStateException e) {
      throw gone(e);
    }
    try {
      return await(running).get(0);
    } catch (InterruptedException e) {
      running.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (spark.sc().isStopped()) {
        throw gone(e);
      }
      throw new LostException(sentence(e.getCause()), e);
    }
  }

  private <R> R await(JavaFutureAction<R> running) throws InterruptedException, ExecutionException {
    for (long waited = 0; ; waited += LOOK_SECONDS) {
      try {
        return running.get(LOOK_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (waited >= PATIENCE_SECONDS && executors() == 0 && warned.compareAndSet(false, true)) {
          notes.accept(
              name()
                  + " has no machine for us at present: its workers are busy or gone, lack what"
                  + " spark.executor.memory asks for, or run on a Java newer than "
                  + SparkProvider.NEWEST_JAVA
                  + ", on which executors end at their start; waiting");
        }
      }
    }
  }

  /** The driver's own store of blocks is one of the entries. */
  private int executors() {
    return spark.sc().isLocal() ? 1 : spark.sc().getExecutorMemoryStatus().size() - 1;
  }

  private GoneException gone(Exception e) {
    return new GoneException(name() + " has ended our application: " + sentence(e), e);
  }

  /** What an exception says, without the traces that Spark puts into messages. */
  static String sentence(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return text.lines().findFirst().orElse("").strip();
  }

  @Override
  public void close() {
    spark.close();
  }
}
