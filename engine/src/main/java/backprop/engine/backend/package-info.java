// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Where numbers are computed: buffers, matrix views, and the one interface behind which all loops
 * live.
 *
 * <pre>
 *   Backends.choose("auto") -> Backend.open(threads) -> Kernels.allocate(n) -> Buffer
 *                                                       Kernels.gemm(..., Matrix a, Matrix b, Matrix c)
 * </pre>
 *
 * <p>Invariants: results do not depend on the number of threads; a sum is never split differently;
 * random numbers depend on keys alone; an output with {@code beta == 0} is never read.
 *
 * <p>Three kinds of function bring their own loops instead of a kernel each: {@link
 * backprop.engine.backend.Elementwise} (activations), {@link backprop.engine.backend.Pairwise}
 * (losses) and {@link backprop.engine.backend.UpdateRule} (optimizers, penalties). That is what
 * lets one of them be added without touching any backend.
 *
 * <p>To add a backend: a package with a {@link backprop.engine.backend.Backend} and its {@link
 * backprop.engine.backend.Kernels}, a line in {@code META-INF/services}, and a test that extends
 * the kernels' contract. This package depends on nothing else of ours.
 */
package backprop.engine.backend;
