/**
 * What an experiment found when someone last looked at it and agreed: the results that later runs
 * are held against.
 *
 * <pre>
 *   ExperimentResults -- Baseline.of --&gt; Baseline -- BaselineFile.write --&gt; baselines/credit.json
 *   baselines/credit.json -- BaselineFile.read --&gt; Baseline -- BaselineCheck --&gt; Learner of then
 * </pre>
 *
 * <p>A baseline holds, for each data set and learner, the configuration that was best and its
 * values fold by fold, with where they come from: experiment, file, data checksums, evaluation,
 * version, machine, commit and date. It is meant to be committed, and its changes to be reviewed.
 *
 * <p>Invariants: values are compared only where the data, the evaluation and the seed are the same,
 * and then fold by fold; otherwise the comparison is refused with the reason and the gate is
 * inconclusive. A file is written aside and then moved. A baseline is written only when asked for,
 * never with failed cells and never when a gate of level error fails.
 *
 * <p>To add a figure, add it to {@link backprop.experiments.baseline.Baseline} and to both methods
 * of {@link backprop.experiments.baseline.BaselineFile}.
 */
package backprop.experiments.baseline;
