// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.LearnerSpec;
import backprop.experiments.file.Nearest;
import backprop.experiments.file.Place;
import backprop.experiments.file.Template;
import backprop.experiments.file.Value;
import backprop.experiments.file.YamlValue;
import backprop.experiments.run.Schemes.SchemeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import weka.classifiers.Classifier;
import weka.core.OptionHandler;
import weka.core.Randomizable;
import weka.core.Utils;

/**
 * Makes the configurations of one learner. A variable is put in where {@code ${name}} stands; one
 * that stands nowhere sets the scheme's option of its name.
 */
final class ConfigurationBuilder {
  private final LearnerSpec learner;
  private final List<Template> words = new ArrayList<>();
  private final Map<String, List<Template>> options = new LinkedHashMap<>();

  /** Variables that set the option of their name. */
  private final Set<String> direct;

  /** Looked up once, since that takes longer than all the rest. */
  private final SchemeProperties known;

  private final boolean setsSeed;
  private final boolean setsThreads;

  ConfigurationBuilder(LearnerSpec learner) {
    this.learner = learner;
    Set<String> used = new LinkedHashSet<>();
    for (String word : learner.commandLine()) {
      words.add(template(word, learner.place(), used));
    }
    learner.options().forEach((name, value) -> options.put(name, templates(name, value, used)));
    this.direct = new LinkedHashSet<>(learner.space().variables());
    direct.removeAll(used);
    Classifier probe = scheme();
    SchemeProperties properties = new SchemeProperties(probe);
    this.known = properties;
    Set<String> set = new LinkedHashSet<>();
    for (String name : learner.options().keySet()) {
      if (!name.startsWith("-")) {
        set.add(at(learner.optionPlaces().get(name), () -> properties.canonical(name)));
      }
    }
    for (String name : direct) {
      if (!properties.has(name)) {
        throw learner
            .varyPlace()
            .error(
                "the variable '%s' stands nowhere as ${%s}, and '%s' has no option of that name"
                    .formatted(name, name, learner.scheme()));
      }
      if (!set.add(at(learner.varyPlace(), () -> properties.canonical(name)))) {
        throw learner
            .varyPlace()
            .error(
                "'"
                    + name
                    + "' stands both in options and in vary; write ${"
                    + name
                    + "} in options");
      }
    }
    Set<String> flags =
        learner.commandLine().stream().takeWhile(w -> !w.equals("--")).collect(Collectors.toSet());
    flags.addAll(learner.options().keySet());
    this.setsSeed =
        set.contains("seed")
            || at(learner.schemePlace(), () -> Schemes.seedFlag(probe))
                .filter(flags::contains)
                .isPresent();
    this.setsThreads =
        set.contains("threads") || flags.contains("-threads") || !properties.isWhole("threads");
  }

  private interface Attempt<T> {
    T get() throws SchemeException;
  }

  private <T> T at(Place place, Attempt<T> attempt) {
    try {
      return attempt.get();
    } catch (SchemeException e) {
      throw place.error("learner '" + learner.name() + "': " + e.getMessage());
    }
  }

  private Classifier scheme() {
    return at(learner.schemePlace(), () -> Schemes.create(learner.scheme(), Classifier.class));
  }

  private Template template(String text, Place place, Set<String> used) {
    Template template = Template.parse(text, place);
    for (String name : template.names()) {
      if (!learner.space().variables().contains(name)) {
        throw place.error(
            "learner '%s': ${%s} is no variable of its 'vary' part; %s"
                .formatted(learner.name(), name, Nearest.hint(name, learner.space().variables())));
      }
    }
    used.addAll(template.names());
    return template;
  }

  private List<Template> templates(String name, YamlValue value, Set<String> used) {
    if (value.isScalar()) {
      return List.of(template(value.written(), value.textPlace(), used));
    } else if (!value.isList()) {
      throw value.expected("a number, true, false, text, or a list of those");
    }
    List<Template> templates = new ArrayList<>();
    value.items().forEach(v -> templates.add(template(v.written(), v.textPlace(), used)));
    return templates;
  }

  /** The name of a combination: the learner's name and the variables. */
  String name(Map<String, Value> values) {
    return values.isEmpty()
        ? learner.name()
        : values.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue().text())
            .collect(Collectors.joining(", ", learner.name() + "[", "]"));
  }

  /** What space rules see of a combination; its options are not known yet. */
  Configuration proposed(Map<String, Value> values) {
    Map<String, Object> variables = new LinkedHashMap<>();
    values.forEach((name, value) -> variables.put(name, value.value()));
    return new Configuration(
        learner.name(), name(values), Collections.unmodifiableMap(variables), learner.scheme(), "");
  }

  /** The configuration of a combination, its classifier made and its options set. */
  PlannedConfiguration build(Map<String, Value> values) {
    Classifier scheme = scheme();
    List<String> line = new ArrayList<>();
    words.forEach(word -> line.add(word.fill(values)));
    List<String> flags = new ArrayList<>();
    options.forEach((name, parts) -> addFlag(flags, name, parts, values));
    int end = line.indexOf("--");
    line.addAll(end < 0 ? line.size() : end, flags);
    at(learner.schemePlace(), () -> setOptions(scheme, line));
    SchemeProperties properties = known.of(scheme);
    for (Map.Entry<String, List<Template>> option : options.entrySet()) {
      if (!option.getKey().startsWith("-")) {
        YamlValue given = learner.options().get(option.getKey());
        at(given.place(), () -> set(properties, option.getKey(), given, option.getValue(), values));
      }
    }
    for (String name : direct) {
      Value value = values.get(name);
      at(value.place(), () -> set(properties, name, value.value(), value.text()));
    }
    Configuration proposed = proposed(values);
    String written =
        scheme instanceof OptionHandler handler
            ? Utils.joinOptions(handler.getOptions())
            : values.toString();
    Configuration configuration =
        new Configuration(
            proposed.learner(),
            proposed.name(),
            proposed.variables(),
            proposed.scheme(),
            written.strip());
    return new PlannedConfiguration(
        configuration,
        scheme,
        scheme instanceof Randomizable && !setsSeed,
        setsThreads,
        learner.place());
  }

  private static boolean setOptions(Object scheme, List<String> line) throws SchemeException {
    Schemes.setOptions(scheme, line);
    return true;
  }

  private static boolean set(SchemeProperties properties, String name, Object value, String text)
      throws SchemeException {
    properties.set(name, value, text);
    return true;
  }

  private static boolean set(
      SchemeProperties properties,
      String name,
      YamlValue given,
      List<Template> parts,
      Map<String, Value> values)
      throws SchemeException {
    if (given.isList()) {
      List<String> items = parts.stream().map(part -> part.fill(values)).toList();
      return set(properties, name, items, items.toString());
    }
    Template template = parts.get(0);
    String text = template.fill(values);
    if (template.single()) {
      return set(properties, name, values.get(template.names().iterator().next()).value(), text);
    }
    return set(properties, name, template.names().isEmpty() ? given.scalar() : text, text);
  }

  /** A flag with its value; true is the flag alone, false is no flag. */
  private void addFlag(
      List<String> words, String name, List<Template> parts, Map<String, Value> values) {
    if (!name.startsWith("-")) {
      return;
    }
    for (Template part : parts) {
      String text = part.fill(values);
      if (text.equals("false")) {
        continue;
      }
      words.add(name);
      if (!text.equals("true")) {
        words.add(text);
      }
    }
  }

  /** The error of a learner of which no combination is left. */
  ExperimentException nothingLeft() {
    return learner
        .place()
        .error("the rules forbid every combination of the learner '" + learner.name() + "'");
  }
}
