// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

/**
 * How attributes become columns.
 *
 * <p>For tables each by itself: a number by its own mean and deviation, a nominal attribute as one
 * column for each value; what does not vary is left out, and missing values get a column of their
 * own.
 *
 * <p>For pixels, time steps and other numbers whose place among the others counts, each attribute
 * is one column whether it varies or not, and all of a channel have one center and one deviation:
 * the channels take turns along the attributes, as in an image whose last size is its channels. The
 * center is 0 where most numbers of the channel are, else their mean; missing is the center.
 *
 * <p>Where the nominal attributes are indices, each is one column ({@link IndexColumn}), in a table
 * before those of the numbers. Where all attributes are indices, such as the words of a sequence,
 * numbers stay as they are ({@link PlainColumn}).
 *
 * <p>What a string or a relational attribute holds is read as {@link Contents} say.
 *
 * @param channels number of channels, 0 for a table
 * @param indices whether nominal attributes are indices
 * @param vocabulary where all attributes are indices, how many of those there are; 0 elsewhere
 * @param bins in a table, how many bins a number has ({@link BinnedColumn}); 0 for none
 * @param contents how strings and relations are read
 */
public record Encoding(int channels, boolean indices, int vocabulary, int bins, Contents contents) {
  public Encoding {
    if (channels < 0 || vocabulary < 0 || bins < 0) {
      throw new IllegalArgumentException(
          channels + " channels, " + vocabulary + " words, " + bins + " bins");
    }
    if (bins > 0 && (channels > 0 || vocabulary > 0)) {
      throw new IllegalArgumentException("bins are for tables");
    }
  }

  /** Each attribute by itself. */
  public static Encoding table() {
    return new Encoding(0, false, 0, 0, Contents.none());
  }

  /** All attributes of a channel alike. */
  public static Encoding alike(int channels) {
    return new Encoding(Math.max(1, channels), false, 0, 0, Contents.none());
  }

  /** All attributes as indices of so many words. */
  public static Encoding words(int vocabulary) {
    return new Encoding(0, true, vocabulary, 0, Contents.none());
  }

  /** The same with nominal attributes as indices. */
  public Encoding withIndices() {
    return new Encoding(channels, true, vocabulary, bins, contents);
  }

  /** The same table with bins for its numbers. */
  public Encoding withBins(int count) {
    return new Encoding(channels, indices, vocabulary, count, contents);
  }

  /** The same with strings and relations read in some way. */
  public Encoding with(Contents read) {
    return new Encoding(channels, indices, vocabulary, bins, read);
  }

  /** Whether the columns keep the attributes' order, each attribute in one column. */
  boolean inPlace() {
    return channels > 0 || vocabulary > 0;
  }
}
