// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.List;
import java.util.Map;

/**
 * A learner as the file states it.
 *
 * @param name unique name
 * @param place where it stands
 * @param scheme class name of the Weka classifier
 * @param schemePlace where that stands
 * @param commandLine options as Weka writes them, already split into words; variables not filled in
 * @param options options by property name or flag, in file order
 * @param optionPlaces where the names of the options stand
 * @param space what it varies
 * @param varyPlace where the {@code vary} part stands, or the learner's place
 * @param search how that is searched
 * @param searchPlace where the {@code search} stands, or the learner's place
 * @param points the combinations that the search proposes, forbidden ones included
 */
public record LearnerSpec(
    String name,
    Place place,
    String scheme,
    Place schemePlace,
    List<String> commandLine,
    Map<String, YamlValue> options,
    Map<String, Place> optionPlaces,
    Space space,
    Place varyPlace,
    Search search,
    Place searchPlace,
    List<Map<String, Value>> points) {}
