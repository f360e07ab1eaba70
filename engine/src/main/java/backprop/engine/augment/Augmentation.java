// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

/**
 * What makes more of the training rows: either a {@link RowAugmentation}, which changes the rows of
 * each step, or an {@link Oversampling}, which adds rows before training. Never applied to rows
 * that are validated or predicted.
 */
public interface Augmentation {}
