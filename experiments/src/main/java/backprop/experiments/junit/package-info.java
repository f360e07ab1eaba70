/**
 * Experiments as tests of JUnit 5: one test a gate.
 *
 * <pre>
 *   &#64;ExperimentFile("files/quickstart.yaml")
 *   void gates() {}
 * </pre>
 *
 * <p>The experiment runs once, when JUnit asks for the tests, and as {@code backprop run} does it:
 * finished cells are kept in its output folder, reports are written, and a second run trains
 * nothing anew. JUnit's API is needed on the class path of the tests only.
 *
 * <p>Invariants: a test fails where the exit code of the command would not be 0, and nowhere else:
 * gates of the levels warning and info are aborted, not failed.
 *
 * <p>To add a setting, add it to {@link backprop.experiments.junit.ExperimentFile} and read it in
 * {@link backprop.experiments.junit.ExperimentExtension}.
 */
package backprop.experiments.junit;
