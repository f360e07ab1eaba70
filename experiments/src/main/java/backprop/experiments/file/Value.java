// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

/**
 * A value that a variable takes.
 *
 * @param value Long, Double, Boolean or String
 * @param text the value as the file writes it, which is what {@code ${name}} puts in
 * @param place where it stands
 */
public record Value(Object value, String text, Place place) {

  /** A scalar of the file as a value. */
  static Value of(YamlValue scalar) {
    if (!scalar.isScalar()) {
      throw scalar.expected("a number, true, false or text");
    }
    return new Value(scalar.scalar(), scalar.written(), scalar.place());
  }

  /** The same value as a Double where it is a Long. */
  Value decimal() {
    return value instanceof Long n ? new Value((double) n, text, place) : this;
  }
}
