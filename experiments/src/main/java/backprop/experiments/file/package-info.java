// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Reads experiment files.
 *
 * <pre>
 * text -- YamlReader --&gt; YamlValue (values with places) -- Setting (--set) --&gt; ExperimentReader
 *      -- LearnerReader, SpaceReader, RuleReader --&gt; ExperimentFile (records)
 * </pre>
 *
 * <p>Invariants: nothing is built from the file but text, numbers, lists and mappings; whatever is
 * refused is refused by a {@link backprop.experiments.file.ExperimentException} with file, line and
 * column; what a record holds has a valid form, while whether classes, options, data and
 * expressions exist is found out by the planner in {@code run}.
 *
 * <p>To add a key: name it in the {@code entries(...)} of its reader, read it there with a check,
 * put it in the record, and add its mistakes to BadInputTest. To add a range of {@code vary}: one
 * branch in SpaceReader.
 */
package backprop.experiments.file;
