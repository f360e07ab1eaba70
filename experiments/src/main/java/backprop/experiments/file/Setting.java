// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Replaces or adds one value of an experiment file: {@code --set evaluate.repeats=2}. */
final class Setting {
  private Setting() {}

  /**
   * Changes the tree in place. All keys but the last must be there; an item of a list is named by
   * its number, from 1.
   *
   * @param override {@code KEY.KEY=VALUE}, the value in YAML
   */
  static void apply(YamlValue root, String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new ExperimentException("--set needs KEY=VALUE, found '" + override + "'");
    }
    String key = override.substring(0, equals);
    String label = "--set " + key;
    String text = override.substring(equals + 1);
    Node value = YamlReader.parse(text.isBlank() ? "''" : text, label).node();
    List<String> steps = List.of(key.split("\\.", -1));
    YamlValue at = root;
    for (String step : steps.subList(0, steps.size() - 1)) {
      at = at.isList() ? item(at, step, label) : entry(at, step, label);
    }
    String last = steps.get(steps.size() - 1);
    if (at.node() instanceof MappingNode mapping) {
      put(mapping, last, value);
    } else if (at.node() instanceof SequenceNode list) {
      Node old = item(at, last, label).node();
      list.getValue().set(list.getValue().indexOf(old), value);
    } else {
      throw new ExperimentException(
          label + ": " + at.title() + " is a single value and has no '" + last + "'");
    }
  }

  private static YamlValue entry(YamlValue mapping, String step, String label) {
    if (!mapping.isMapping()) {
      throw new ExperimentException(
          label + ": " + mapping.title() + " is a single value and has no '" + step + "'");
    }
    Map<String, YamlValue> entries = mapping.entries();
    if (!entries.containsKey(step)) {
      throw new ExperimentException(
          label
              + ": "
              + mapping.title()
              + " has no '"
              + step
              + "'; "
              + Nearest.hint(step, entries.keySet()));
    }
    return entries.get(step);
  }

  private static YamlValue item(YamlValue list, String step, String label) {
    List<YamlValue> items = list.items();
    if (!step.matches("[1-9][0-9]{0,8}") || Integer.parseInt(step) > items.size()) {
      throw new ExperimentException(
          "%s: %s has the items 1 to %d, found '%s'"
              .formatted(label, list.title(), items.size(), step));
    }
    return items.get(Integer.parseInt(step) - 1);
  }

  private static void put(MappingNode mapping, String key, Node value) {
    List<NodeTuple> tuples = new ArrayList<>();
    boolean found = false;
    for (NodeTuple tuple : mapping.getValue()) {
      boolean same = YamlReader.key(tuple).equals(key);
      tuples.add(same ? new NodeTuple(tuple.getKeyNode(), value) : tuple);
      found |= same;
    }
    if (!found) {
      Node name =
          new ScalarNode(
              Tag.STR, true, key, ScalarStyle.PLAIN, value.getStartMark(), value.getEndMark());
      tuples.add(new NodeTuple(name, value));
    }
    mapping.setValue(tuples);
  }
}
