// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import backprop.weka.images.Pixels;
import java.util.Optional;

/**
 * How attributes are read whose values are more than numbers.
 *
 * @param words what a string attribute is, where it is text
 * @param pictures what a string attribute is, where it is the name of a file
 * @param steps steps that are kept of a relation, 0 for as many as the longest training row has; -1
 *     where relations are not read
 */
public record Contents(Optional<Words> words, Optional<Pictures> pictures, int steps) {
  /** Steps where relations are not read. */
  public static final int NO_STEPS = -1;

  /**
   * Text as words.
   *
   * @param tokenizer what cuts it
   * @param most words of the vocabulary at most, the one that stands for all others included, from
   *     2
   * @param rows training rows that a word must be in, from 1
   * @param length words that are kept of each text, 0 for what most training rows need
   */
  public record Words(Tokenizer tokenizer, int most, int rows, int length) {}

  /**
   * Pictures in files.
   *
   * @param folder that names are relative to; empty for the working directory
   * @param form the size that they are brought to
   */
  public record Pictures(String folder, Pixels form) {}

  /** Nothing of that kind. */
  public static Contents none() {
    return new Contents(Optional.empty(), Optional.empty(), NO_STEPS);
  }

  /** Strings as text. */
  public static Contents of(Words words) {
    return new Contents(Optional.of(words), Optional.empty(), NO_STEPS);
  }

  /** Strings as files. */
  public static Contents of(Pictures pictures) {
    return new Contents(Optional.empty(), Optional.of(pictures), NO_STEPS);
  }

  /** Relations as sequences. */
  public static Contents of(int steps) {
    return new Contents(Optional.empty(), Optional.empty(), steps);
  }

  /** Whether there is anything. */
  boolean any() {
    return words.isPresent() || pictures.isPresent() || steps >= 0;
  }
}
