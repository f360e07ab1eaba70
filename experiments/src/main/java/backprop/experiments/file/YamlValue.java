// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML file with its place: text, number, list or mapping. No objects are built from
 * the file; whoever reads a value says which type it must have.
 */
public final class YamlValue {
  private final Node node;
  private final String file;
  private final String path;

  /**
   * @param node the composed node, already checked by {@link YamlReader}
   * @param file name of the file, for messages
   * @param path where the value stands, such as {@code learners.network}; empty for the whole file
   */
  YamlValue(Node node, String file, String path) {
    this.node = node;
    this.file = file;
    this.path = path;
  }

  Node node() {
    return node;
  }

  /** Where the value starts. */
  public Place place() {
    return YamlReader.place(node, file);
  }

  /** How messages call the value: {@code 'learners.network'}. */
  public String title() {
    return path.isEmpty() ? "the experiment file" : "'" + path + "'";
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public boolean isScalar() {
    return node instanceof ScalarNode && !node.getTag().equals(Tag.NULL);
  }

  /** Whether the value is text, not a number and not true or false. */
  public boolean isText() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
  }

  /** An error at this value, "expected WHAT, found ...". */
  public ExperimentException expected(String what) {
    return place().error(title() + " must be " + what + ", found " + found());
  }

  private String found() {
    if (node instanceof MappingNode) {
      return "a mapping";
    } else if (node instanceof SequenceNode) {
      return "a list";
    } else if (node.getTag().equals(Tag.NULL)) {
      return "nothing";
    }
    return "'" + ((ScalarNode) node).getValue() + "'";
  }

  /** The characters of a scalar as the file writes them, without quotes. */
  public String written() {
    if (!isScalar()) {
      throw expected("text");
    }
    return ((ScalarNode) node).getValue();
  }

  /** Text that is not blank; a number is text too. */
  public String text() {
    String text = written();
    if (text.isBlank()) {
      throw expected("text that is not blank");
    }
    return text;
  }

  /** A scalar as Long, Double, Boolean or String, by YAML's core schema. */
  public Object scalar() {
    String text = written();
    Tag tag = node.getTag();
    if (tag.equals(Tag.INT)) {
      return number(text);
    } else if (tag.equals(Tag.FLOAT)) {
      return decimal(text);
    } else if (tag.equals(Tag.BOOL)) {
      return Boolean.parseBoolean(text);
    }
    return text;
  }

  private Long number(String text) {
    try {
      String digits = text.startsWith("+") ? text.substring(1) : text;
      if (digits.startsWith("0o")) {
        return Long.valueOf(digits.substring(2), 8);
      }
      return digits.startsWith("0x") ? Long.decode(digits) : Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw expected("a whole number of at most 64 bits");
    }
  }

  private Double decimal(String text) {
    try {
      double value = Double.parseDouble(text);
      if (!Double.isInfinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // .inf and .nan are numbers of YAML but of no use here
    }
    throw expected("a finite number");
  }

  /** A whole number within a range, both ends included. */
  public long whole(long least, long most) {
    Object value = isScalar() ? scalar() : null;
    if (value instanceof Long n && n >= least && n <= most) {
      return n;
    }
    String range =
        least == Long.MIN_VALUE
            ? ""
            : most == Long.MAX_VALUE || most == Integer.MAX_VALUE
                ? " of at least " + least
                : " from " + least + " to " + most;
    throw expected("a whole number" + range);
  }

  /** A finite number. */
  public double number() {
    Object value = isScalar() ? scalar() : null;
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    throw expected("a number");
  }

  /** The items of a list. */
  public List<YamlValue> items() {
    if (!(node instanceof SequenceNode list)) {
      throw expected("a list");
    }
    List<YamlValue> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      items.add(new YamlValue(item, file, path + "[" + (items.size() + 1) + "]"));
    }
    return items;
  }

  /** The entries of a mapping in file order. */
  public Map<String, YamlValue> entries() {
    if (!(node instanceof MappingNode mapping)) {
      throw expected("a mapping");
    }
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = YamlReader.key(tuple);
      String inner = path.isEmpty() ? key : path + "." + key;
      entries.put(key, new YamlValue(tuple.getValueNode(), file, inner));
    }
    return Collections.unmodifiableMap(entries);
  }

  /** The entries of a mapping that may have the given keys only. */
  public Map<String, YamlValue> entries(String... known) {
    Map<String, YamlValue> entries = entries();
    List<String> names = Arrays.asList(known);
    for (String key : entries.keySet()) {
      if (!names.contains(key)) {
        throw keyPlace(key)
            .error("unknown key '" + key + "' in " + title() + "; " + Nearest.hint(key, names));
      }
    }
    return entries;
  }

  /** A value that must be there. */
  public YamlValue required(String key) {
    return Optional.ofNullable(entries().get(key))
        .orElseThrow(() -> place().error(title() + " lacks '" + key + "'"));
  }

  /** Where a key of this mapping stands. */
  public Place keyPlace(String key) {
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      if (YamlReader.key(tuple).equals(key)) {
        return YamlReader.place(tuple.getKeyNode(), file);
      }
    }
    return place();
  }

  /** Where the first character of a text stands, inside its quotes. */
  public Place textPlace() {
    return YamlReader.textPlace((ScalarNode) node, file);
  }
}
