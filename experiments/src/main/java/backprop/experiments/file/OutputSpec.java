// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.nio.file.Path;
import java.util.List;

/**
 * Where results go.
 *
 * @param folder the folder as written
 * @param path the folder, resolved against the experiment file's folder
 * @param reports names of the reports
 * @param saveBest the file of the best model, relative to the folder, or null
 * @param folderPlace where the folder stands
 * @param reportsPlace where the reports stand
 */
public record OutputSpec(
    String folder,
    Path path,
    List<String> reports,
    String saveBest,
    Place folderPlace,
    Place reportsPlace) {}
