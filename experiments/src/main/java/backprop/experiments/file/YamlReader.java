// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML into {@link YamlValue}s; refuses what has no place in an experiment file. */
public final class YamlReader {
  private static final Set<Tag> TAGS =
      Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  private YamlReader() {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @param shown how messages name it
   */
  public static YamlValue read(Path file, String shown) {
    try {
      return parse(text(Files.readAllBytes(file), shown), shown);
    } catch (NoSuchFileException e) {
      throw new ExperimentException(shown + ": there is no such file", e);
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : "it cannot be read";
      throw new ExperimentException(shown + ": " + reason, e);
    }
  }

  private static String text(byte[] bytes, String shown) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer left = ByteBuffer.wrap(bytes);
    if (StandardCharsets.UTF_8.newDecoder().decode(left, text, true).isError()) {
      throw end(text.flip(), shown)
          .error(
              "the file is not UTF-8 text, found the byte 0x%02X"
                  .formatted(bytes[left.position()]));
    }
    return text.flip().toString();
  }

  /** The place just after a text. */
  private static Place end(CharSequence text, String shown) {
    List<String> lines = text.toString().lines().toList();
    boolean fresh = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
    String last = fresh ? "" : lines.get(lines.size() - 1);
    return new Place(
        shown, lines.size() + (fresh ? 1 : 0), last.codePointCount(0, last.length()) + 1);
  }

  private static ExperimentException unprintable(String text, String shown) {
    int at = 0;
    while (at < text.length() && StreamReader.isPrintable(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    String character =
        at < text.length() ? "the character U+%04X".formatted(text.codePointAt(at)) : "a character";
    return end(text.substring(0, at), shown).error(character + " is not allowed in YAML");
  }

  /** Reads a text of one YAML document. */
  public static YamlValue parse(String text, String shown) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(shown)
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .build();
    try {
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        throw new Place(shown, 1, 1).error("the file is empty");
      }
      Node node = documents.next();
      if (documents.hasNext()) {
        throw place(documents.next(), shown).error("one document is allowed, a second starts here");
      }
      check(node, shown, new IdentityHashMap<>(), new IdentityHashMap<>());
      return new YamlValue(node, shown, "");
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      String sentence = "not valid YAML: " + e.getProblem();
      throw mark.map(m -> place(m, shown).error(sentence))
          .orElseGet(() -> new ExperimentException(shown + ": " + sentence));
    } catch (ReaderException e) {
      throw unprintable(text, shown);
    } catch (YamlEngineException e) {
      throw new ExperimentException(shown + ": not valid YAML: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new ExperimentException(shown + ":1:1: lists or mappings are nested too deeply", e);
    }
  }

  /** Refuses recursion, tags, keys that are not text, and keys that stand twice. */
  private static void check(
      Node node, String shown, Map<Node, Boolean> open, Map<Node, Boolean> done) {
    if (done.containsKey(node)) {
      // An alias: what it stands for is checked once, however often it stands.
      return;
    }
    if (open.put(node, true) != null) {
      throw place(node, shown).error("an alias stands inside of its own anchor");
    }
    if (!TAGS.contains(node.getTag())) {
      throw place(node, shown).error("the tag '" + node.getTag().getValue() + "' is not allowed");
    }
    if (node instanceof ScalarNode scalar && broken(scalar.getValue())) {
      throw place(node, shown).error("half of a surrogate pair, such as \\ud800, is no character");
    }
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> check(item, shown, open, done));
    } else if (node instanceof MappingNode mapping) {
      Set<String> keys = new HashSet<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode)) {
          throw place(tuple.getKeyNode(), shown).error("a key must be text");
        }
        if (!keys.add(key(tuple))) {
          throw place(tuple.getKeyNode(), shown).error("the key '" + key(tuple) + "' stands twice");
        }
        check(tuple.getKeyNode(), shown, open, done);
        check(tuple.getValueNode(), shown, open, done);
      }
    }
    open.remove(node);
    done.put(node, true);
  }

  private static boolean broken(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  static String key(NodeTuple tuple) {
    return ((ScalarNode) tuple.getKeyNode()).getValue();
  }

  static Place place(Node node, String shown) {
    return node.getStartMark()
        .map(mark -> place(mark, shown))
        .orElseGet(() -> new Place(shown, 1, 1));
  }

  private static Place place(Mark mark, String shown) {
    String file = mark.getName().isEmpty() ? shown : mark.getName();
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The place of a text's first character: after a quote, or on the line below {@code |}. */
  static Place textPlace(ScalarNode node, String shown) {
    Place start = place(node, shown);
    ScalarStyle style = node.getScalarStyle();
    if (style == ScalarStyle.DOUBLE_QUOTED || style == ScalarStyle.SINGLE_QUOTED) {
      return new Place(start.file(), start.line(), start.column() + 1);
    } else if (style == ScalarStyle.PLAIN) {
      return start;
    }
    Mark mark = node.getStartMark().orElseThrow();
    int line = start.line();
    int column = 1;
    int[] buffer = mark.getBuffer();
    int at = mark.getPointer();
    while (at < buffer.length && buffer[at] != '\n') {
      at++;
    }
    for (; at < buffer.length && Character.isWhitespace(buffer[at]); at++) {
      if (buffer[at] == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Place(start.file(), line, column);
  }
}
