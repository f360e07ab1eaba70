// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Kernels on dual numbers: every number has a value and a tangent, its derivative along one chosen
 * direction of the parameters.
 *
 * <pre>
 *   parameters (w, v) --the recorded program, forward and backward--> gradients (g(w), H(w) v)
 * </pre>
 *
 * <p>The program of a network replayed on dual numbers gives, as the tangent of its gradients, the
 * exact product of the Hessian with v (Pearlmutter, "Fast exact multiplication by the Hessian",
 * Neural Computation 6, 1994): no op knows of it.
 *
 * <p>Invariants: values are computed by the wrapped kernels as if there were no tangents; tangents
 * by the same wrapped kernels, so that any backend can be wrapped, with its precision and threads;
 * a kernel without a tangent refuses with {@link backprop.engine.backend.dual.NoTangentException}
 * and never counts as constant. Calls allocate views: this is for a few passes over all rows, not
 * for the steps of an optimizer.
 *
 * <p>To add a kernel: its tangent by the product rule from kernels that exist, in {@link
 * backprop.engine.backend.dual.DualKernels}, and a layer that uses it in {@code
 * HessianProductTest}.
 */
package backprop.engine.backend.dual;
