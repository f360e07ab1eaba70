// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.io.Serializable;

/**
 * What the results say about a data set; the rows themselves stay with the runner.
 *
 * @param name the relation's short name used in reports, unique within the experiment
 * @param file the file as the experiment file names it
 * @param checksum SHA-256 of the file's bytes, in lower-case hexadecimal
 * @param rows number of rows
 * @param attributes number of attributes, the class included
 * @param classAttribute name of the class attribute
 * @param classes number of class values, 0 for a numeric class
 */
public record DataSet(
    String name,
    String file,
    String checksum,
    int rows,
    int attributes,
    String classAttribute,
    int classes)
    implements Serializable {}
