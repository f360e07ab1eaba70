// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Loops over groups of rows, such as the time steps of one example: products of small matrices
 * group by group, softmax with masks, permutations. The conventions are those of {@link Kernels}.
 */
public interface GroupKernels {}
