// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.DataSpec;
import weka.core.Instances;

/**
 * A data set with its rows, which nobody may change.
 *
 * @param info what the results say about it
 * @param rows the rows, with their class set
 * @param test the rows of the test file with the same header, or null
 * @param testChecksum SHA-256 of the test file, or the empty text
 * @param spec where it comes from
 */
public record LoadedData(
    DataSet info, Instances rows, Instances test, String testChecksum, DataSpec spec) {}
