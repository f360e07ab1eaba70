// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * More training rows out of those that there are.
 *
 * <pre>
 *   training rows --Oversampling, once--> more rows of rare classes
 *   minibatch --Augmenter: RowAugmentation, RowAugmentation ...--> the network's input, every step
 * </pre>
 *
 * <p>Invariants: only training rows are touched, never those that are validated or predicted; a
 * change is a function of the seed, the step, the row and the place in the list, not of threads; a
 * step allocates nothing; targets stay as they are.
 *
 * <p>Rows are changed in main memory, before the backend gets them, so float arrays are at home
 * here.
 *
 * <p>To add one: a record with what it does, its ranges and its source, and a line in the
 * catalogue; the tests of augmentations check the rest.
 */
package backprop.engine.augment;
