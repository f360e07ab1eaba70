// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Plans and runs experiments, and keeps their results.
 *
 * <pre>
 * ExperimentFile -- Planner --&gt; Plan: data, configurations, cells
 *   (DataLoader, ConfigurationBuilder with Schemes and SchemeProperties, Rules)
 * Plan -- Course: stages of cells; after each, Rules.onRaces and the search decide the next
 * stage -- ExperimentRunner with StageRun: workers --&gt; CellRunner (Splitter, Seeds, Weka's split evaluators)
 *   each finished cell --&gt; RecordFile in a ResultFolder
 * all cells --&gt; ExperimentResults --&gt; Rules.judge, Reports.write --&gt; Outcome
 * </pre>
 *
 * <p>Invariants: nothing trains before the whole plan is checked. A result depends on its cell's
 * key and on nothing else; what runs follows from the results of earlier stages alone, so neither
 * the number of workers nor interruptions change it; what is measured by a clock goes to {@code
 * timings.csv} and nowhere else. A cell counts as finished when its record has been forced to the
 * disk. Results are in plan order, whatever the order of finishing.
 *
 * <p>To add a way to evaluate: a record in {@code file.Evaluation}, a branch in Splitter and in
 * {@code Cell.of}, which must put everything that changes results into the key. To add what runs
 * cells elsewhere: do what ExperimentRunner does with a CellRunner per worker.
 */
package backprop.experiments.run;
