// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weka.core.Utils;

/** Reads the {@code learners} part: a Weka command line, or scheme, options and what varies. */
final class LearnerReader {
  private final long seed;
  private final SpaceReader spaces;

  LearnerReader(long seed) {
    this.seed = seed;
    this.spaces = new SpaceReader(seed);
  }

  List<LearnerSpec> read(YamlValue learners) {
    List<LearnerSpec> specs = new ArrayList<>();
    for (Map.Entry<String, YamlValue> entry : learners.entries().entrySet()) {
      String name = entry.getKey();
      Place place = learners.keyPlace(name);
      if (name.isBlank() || name.matches(".*[\\[\\]'\"\\p{Cntrl}].*")) {
        throw place.error("a learner's name has no brackets and no quotes, found '" + name + "'");
      }
      specs.add(learner(name, place, entry.getValue()));
    }
    if (specs.isEmpty()) {
      throw learners.expected("a mapping with at least one learner");
    }
    return List.copyOf(specs);
  }

  private LearnerSpec learner(String name, Place place, YamlValue value) {
    if (value.isScalar()) {
      List<String> words = words(value);
      return new LearnerSpec(
          name,
          place,
          words.get(0),
          value.textPlace(),
          words.subList(1, words.size()),
          Map.of(),
          Map.of(),
          Space.NONE,
          place,
          Search.ALL,
          place,
          Space.NONE.grid());
    } else if (!value.isMapping()) {
      throw value.expected("a Weka command line, or { scheme: CLASS, options: ... }");
    }
    Map<String, YamlValue> keys = value.entries("scheme", "options", "vary", "search");
    List<String> scheme = words(value.required("scheme"));
    List<String> words = new ArrayList<>(scheme.subList(1, scheme.size()));
    Map<String, YamlValue> options = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    YamlValue given = keys.get("options");
    if (given != null && given.isMapping()) {
      for (Map.Entry<String, YamlValue> option : given.entries().entrySet()) {
        options.put(option.getKey(), option.getValue());
        places.put(option.getKey(), given.keyPlace(option.getKey()));
      }
    } else if (given != null && given.isText()) {
      words.addAll(words(given));
    } else if (given != null) {
      throw given.expected("a mapping of property names to values, or a Weka command line");
    }
    YamlValue vary = keys.get("vary");
    Space space = vary == null ? Space.NONE : spaces.read(vary);
    Search search = keys.containsKey("search") ? Search.read(keys.get("search")) : Search.ALL;
    if (!space.isFinite() && search.samples() == 0) {
      Place interval = space.ranges().values().iterator().next().place();
      throw interval.error(
          "an interval needs 'samples', or a search that draws, such as search: random(20)");
    }
    return new LearnerSpec(
        name,
        place,
        scheme.get(0),
        keys.get("scheme").textPlace(),
        List.copyOf(words),
        options,
        places,
        space,
        vary == null ? place : vary.place(),
        search,
        keys.containsKey("search") ? keys.get("search").place() : place,
        new Sampler(space, seed, name).points(search));
  }

  /** Splits a command line as Weka does, before variables are filled in. */
  private static List<String> words(YamlValue value) {
    try {
      return Arrays.asList(Utils.splitOptions(value.text().strip()));
    } catch (Exception e) {
      throw value
          .textPlace()
          .error(value.title() + " is not a command line that Weka can split: " + e.getMessage());
    }
  }
}
