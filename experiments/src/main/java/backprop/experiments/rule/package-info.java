/**
 * Rules of an experiment: what is forbidden before it starts, and what must hold when it ends.
 *
 * <pre>
 *   RuleSpec --Language--> checked tree --Literals--> SpaceRule.forbids(Configuration)
 *             (types)                   (names)       Gate.judge(ExperimentResults) -> Verdict
 *                                                        |
 *                                                      Facts: best, mean, gain, significant, worse
 * </pre>
 *
 * <p>Expressions are the Common Expression Language, plus arithmetic and equality between whole and
 * decimal numbers. Everything is checked before anything is trained: types by the language, names
 * of learners, metrics and data sets, levels and whole divisions by {@code Literals}.
 *
 * <h2>What a gate means</h2>
 *
 * <ul>
 *   <li><b>Several data sets.</b> A gate that names no data set must hold on every data set. Means
 *       over data sets are not used: values from different data sets are not commensurable (Demšar,
 *       Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR 7, 2006).
 *   <li><b>Several tests.</b> All tests of all gates are a {@code Family}, corrected by Holm. A
 *       claim such as {@code significant(a, b, 0.05)} is an intersection-union test over the data
 *       sets and counts once; of the denial of a claim each data set counts.
 *   <li><b>Several configurations.</b> A learner's name means its best configuration on the data
 *       set judged, by the mean of the leading metric. As it was chosen on the folds that are
 *       tested, its p is multiplied by the number of configurations (Bonferroni) when it is claimed
 *       to be the winner; a configuration's full name, such as {@code network[width=32]}, is tested
 *       as it is. The mean of the best is optimistic for the same reason; the reason says how many
 *       there were.
 *   <li><b>Three outcomes.</b> A part that the results do not decide (failed or unfinished cells, a
 *       metric missing in a fold, fewer than five folds to test, no baseline) is neither true nor
 *       false; {@code &&} and {@code ||} go on where the other side decides alone, otherwise the
 *       gate is inconclusive. One data set on which it does not hold fails it, whatever the others
 *       say.
 *   <li><b>Other tasks.</b> A data set for which a metric of the gate is not defined (kappa of a
 *       numeric class) is left out, and the reason says so.
 * </ul>
 *
 * <p>Invariants: every verdict has its numbers; evaluation reads nothing but the results, ends, and
 * gives the same verdict for the same results.
 *
 * <p>To add a function of gates, add it to {@code Functions}; to add a variable, to {@code
 * Variables}. Checking, the reference and the tests of both follow from the tables.
 */
package backprop.experiments.rule;
