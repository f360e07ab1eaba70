// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.nio.file.Path;

/**
 * A data set as the file asks for it.
 *
 * @param file the file as written
 * @param path the file, resolved against the experiment file's folder
 * @param name name in reports, or null for the relation's name
 * @param classAttribute name or index (from 1, {@code first} or {@code last}) of the class, or null
 *     for the last attribute
 * @param nominal whether a numeric class attribute is to be read as labels
 * @param place where it stands
 * @param classPlace where its class stands
 */
public record DataSpec(
    String file,
    Path path,
    String name,
    String classAttribute,
    boolean nominal,
    Place place,
    Place classPlace) {}
