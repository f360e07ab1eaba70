// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Loops over images and windows of sequences: patches for convolution, pooling, local
 * normalization. Rows of a matrix are examples and positions in row-major order, columns are
 * channels. The conventions are those of {@link Kernels}.
 */
public interface ImageKernels {}
