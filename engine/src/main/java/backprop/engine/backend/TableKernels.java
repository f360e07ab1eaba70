// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Loops that find their rows or columns by numbers in a matrix: lookups for embeddings and what
 * belongs to them. The conventions are those of {@link Kernels}.
 */
public interface TableKernels {}
