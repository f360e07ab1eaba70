// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Machines other than this one, which run the cells of an experiment.
 *
 * <pre>
 * run --on ADDRESS -- Clusters: the providers found by ServiceLoader --&gt; Cluster
 * run.ClusterCells: share(data set) once, run(task) for each cell --&gt; what the cell found
 * </pre>
 *
 * <p>Invariants: nothing here knows a library that distributes work, nor what the tasks do. A task
 * is a function of what it carries and what is shared, so that running one again, after its machine
 * was lost, gives the same; it writes no file of the experiment: the process that planned the
 * experiment alone keeps results.
 *
 * <p>To add one: implement {@link backprop.experiments.cluster.Cluster} and its provider, in a
 * module of its own, and name the provider in {@code META-INF/services}; see the module {@code
 * spark}.
 */
package backprop.experiments.cluster;
