// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Encoded rows in compact memory, or in a file where they are too many.
 *
 * <pre>
 *   add(row) --> RowBlock being filled --full--> RowStore: blocks in memory
 *                  PackedBlock: floats, and bytes where a column has few values
 *                  SparseBlock: what differs from the usual row     '--budget exceeded--> RowFile
 *   copy(row) <-- RowBlock <-- RowStore <-- the blocks used last <-- RowFile
 * </pre>
 *
 * <p>Invariants: what comes out is bit by bit what went in, so training does not depend on the form
 * (a product of sparse rows adds in another order); all blocks but the last have the same number of
 * rows, a power of two; sizes and places are longs, so there may be more than 2^31 numbers; a file
 * lives no longer than its store. A store belongs to one thread.
 *
 * <p>To add a form, write a {@code RowBlock} and the {@code RowForm} that makes it.
 */
package backprop.engine.rows;
