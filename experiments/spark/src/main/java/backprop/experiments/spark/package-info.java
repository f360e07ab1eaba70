// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Apache Spark as the place where cells run: {@code backprop run FILE --on spark://HOST:PORT}.
 *
 * <pre>
 * this process: SparkCluster -- one job of one task for each cell --&gt; executors
 *   the rows of a data set: a broadcast variable, which executors get once and from each other
 *   our jars: fetched by executors from this process, and loaded before Spark's own
 * </pre>
 *
 * <p>Invariants: Spark schedules, and repeats what was lost with its machine; what a task computes
 * and who keeps its result is decided in {@code backprop.experiments.run} alone. Everything that
 * Spark lets one set can be set by a system property ({@code
 * JAVA_OPTS=-Dspark.executor.memory=4g}).
 *
 * <p>To add another manager of machines that Spark knows: its addresses in {@code cluster.Clusters}
 * and in {@link backprop.experiments.spark.SparkProvider}.
 */
package backprop.experiments.spark;
