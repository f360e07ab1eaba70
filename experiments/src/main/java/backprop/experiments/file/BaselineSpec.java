// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.nio.file.Path;

/**
 * The baseline that gates may compare with.
 *
 * @param file the file as written
 * @param path the file, resolved against the experiment file's folder
 * @param place where it stands
 */
public record BaselineSpec(String file, Path path, Place place) {}
