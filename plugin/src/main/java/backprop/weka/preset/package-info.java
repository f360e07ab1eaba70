// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What a user says about the data in one word: how attributes are read and which layers suit them.
 *
 * <pre>
 *   "text(vocabulary=5000)" --Presets--> Preset --encoding(rows)--> Encoding, for the encoders
 *                                               --stem(form)------> layers that give the row its form
 *                                               --body(form)------> layers behind, unless given
 * </pre>
 *
 * <p>Invariants: a preset knows kinds of attributes and numbers of columns, never values; what it
 * cannot read it refuses in one sentence; the option {@code -layers} replaces the body and never
 * the stem, so that the layers that it names see an image, a sequence or words.
 *
 * <p>To add one: write the public record with its tips, and add its prototype to {@link
 * backprop.weka.preset.Presets}.
 */
package backprop.weka.preset;
