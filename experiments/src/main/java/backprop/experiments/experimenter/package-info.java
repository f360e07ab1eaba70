/**
 * Weka's own Experimenter: its experiment files, both ways.
 *
 * <pre>
 *   experiment.exp or .xml --ExperimenterImport--&gt; experiment.yaml
 *   Plan --ExperimenterExport--&gt; experiment.exp or .xml
 * </pre>
 *
 * <p>Invariants: what one side cannot say is refused with the reason, or told as a note where the
 * numbers stay the same; nothing is built from a file but classes of Weka and of Java's library,
 * and no other entity or file is read; an existing file is not overwritten unasked.
 *
 * <p>To add a way of evaluating, add it to both classes and to ExperimenterFilesTest.
 */
package backprop.experiments.experimenter;
