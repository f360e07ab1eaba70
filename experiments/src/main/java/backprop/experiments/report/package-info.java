/**
 * Reports of an experiment: for the terminal, for people, for build servers, for Weka, for
 * programs.
 *
 * <pre>
 *   ExperimentResults + verdicts -> Findings -> html junit arff csv json markdown   one file each
 *                                            -> jdbc       a database
 *                                            -> Github     summary and annotations of Actions
 *                                            -> console                    last, names the files
 * </pre>
 *
 * <p>Invariants: a report is a function of the findings alone; it holds no time, no duration
 * (unless the experiment names one as a metric) and nothing random, so a resumed experiment writes
 * the same bytes as an uninterrupted one. The one exception is the page's section on time against
 * quality, which is marked as measured. Text from outside is escaped at one place per format. A
 * file is written aside and then moved, so that there is never half of one.
 *
 * <p>The reference that marks and comparisons refer to is the first learner if it is a single
 * configuration, as in the Experimenter, and otherwise the best configuration by mean rank over the
 * data sets. Marks are two-sided tests at 0.05 with the p of the corrected resampled t-test as it
 * is, so they are those of the Experimenter's Analyse tab; gates, which decide, correct for
 * choosing the best of several.
 *
 * <p>To add a report, implement {@code Report} and add it to the list in {@link
 * backprop.experiments.report.Reports}.
 */
package backprop.experiments.report;
