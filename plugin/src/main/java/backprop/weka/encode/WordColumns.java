// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import weka.core.Instance;
import weka.core.Instances;

/**
 * A string attribute as the indices of its words, in their order: 0 for a word that is not in the
 * vocabulary, then the words from the most frequent on; {@link IndexColumn#NONE} behind the end of
 * a short text. What is beyond the length is left out.
 */
public final class WordColumns implements ContentColumns {
  static final int TAG = 7;

  /** The length that is chosen is enough for so many of the training rows. */
  private static final double ENOUGH = 0.95;

  private static final int LONGEST_WORDS = 400;
  private static final int LONGEST_CHARACTERS = 1000;

  private final Tokenizer tokenizer;
  private final List<String> words;
  private final int length;
  private final Map<String, Integer> index = new HashMap<>();

  /**
   * @param words from index 1 on
   * @param length words that are kept of a text, from 1
   */
  public WordColumns(Tokenizer tokenizer, List<String> words, int length) {
    this.tokenizer = tokenizer;
    this.words = List.copyOf(words);
    this.length = length;
    for (int i = 0; i < words.size(); i++) {
      index.put(words.get(i), i + 1);
    }
  }

  /**
   * The words of training rows. Those that are in too few rows make up the training of the index
   * that stands for unknown ones; if all are, all are taken.
   */
  static WordColumns fit(Instances data, int[] rows, int attribute, Contents.Words how) {
    Map<String, int[]> counts = new HashMap<>();
    int[] lengths = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      AttributeStatistics.goOn();
      List<String> pieces = pieces(how.tokenizer(), data.instance(rows[i]), attribute);
      lengths[i] = pieces.size();
      for (String w : pieces) {
        counts.computeIfAbsent(w, k -> new int[2])[0]++;
      }
      for (String w : new HashSet<>(pieces)) {
        counts.get(w)[1]++;
      }
    }
    List<String> frequent = frequent(counts, how.rows(), how.most() - 1);
    if (frequent.isEmpty()) {
      frequent = frequent(counts, 1, how.most() - 1);
    }
    int most = how.tokenizer() == Tokenizer.WORDS ? LONGEST_WORDS : LONGEST_CHARACTERS;
    int chosen = how.length();
    if (chosen == 0) {
      Arrays.sort(lengths);
      int at = (int) Math.ceil(ENOUGH * lengths.length) - 1;
      chosen = Math.max(1, Math.min(most, lengths[Math.max(0, at)]));
    }
    return new WordColumns(how.tokenizer(), frequent, chosen);
  }

  private static List<String> frequent(Map<String, int[]> counts, int rows, int most) {
    return counts.entrySet().stream()
        .filter(e -> e.getValue()[1] >= rows)
        .sorted(
            Comparator.comparingInt((Map.Entry<String, int[]> e) -> -e.getValue()[0])
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> pieces(Tokenizer tokenizer, Instance x, int attribute) {
    return x.isMissing(attribute) ? List.of() : tokenizer.pieces(x.stringValue(attribute));
  }

  /** The words from index 1 on. */
  public List<String> words() {
    return words;
  }

  /** Words that are kept of a text. */
  public int length() {
    return length;
  }

  @Override
  public InputForm.Block block() {
    return new InputForm.Block(InputForm.Kind.WORDS, 0, List.of(length), words.size() + 1);
  }

  @Override
  public String describe() {
    return words.size()
        + (tokenizer == Tokenizer.WORDS ? " words" : " characters")
        + " and one for all others, the first "
        + length
        + " of each text";
  }

  @Override
  public int columns() {
    return length;
  }

  @Override
  public float nothing() {
    return IndexColumn.NONE;
  }

  @Override
  public void encode(Instance x, int attribute, float[] row, int at) {
    List<String> pieces = pieces(tokenizer, x, attribute);
    for (int i = 0; i < length; i++) {
      row[at + i] =
          i < pieces.size() ? index.getOrDefault(pieces.get(i), 0) : (float) IndexColumn.NONE;
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeUTF(tokenizer.name());
    out.writeInt(length);
    out.writeInt(words.size());
    for (String w : words) {
      out.writeUTF(w);
    }
  }

  static WordColumns read(DataInput in) throws IOException {
    Tokenizer tokenizer = Tokenizer.valueOf(in.readUTF());
    int length = in.readInt();
    int count = in.readInt();
    if (length < 1 || count < 0) {
      throw new IOException("the model is damaged: texts of " + length + " words of " + count);
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(in.readUTF());
    }
    return new WordColumns(tokenizer, words, length);
  }
}
