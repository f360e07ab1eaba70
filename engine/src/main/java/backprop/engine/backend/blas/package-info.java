// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What the backend {@code blas} asks of a native library of basic linear algebra.
 *
 * <pre>
 *   cpu.BlasBackend --ServiceLoader--> BlasLibrary.bind(a, b, c) -> Sgemm.multiply(...)
 * </pre>
 *
 * <p>Invariants: a library computes a product on the thread that asks for it and on no other, and
 * any number of threads may ask at once; whatever keeps it from being loaded is a sentence of
 * {@link BlasLibrary#unusable} and never an exception.
 *
 * <p>To add a library: implement {@link BlasLibrary} in a module of its own, so that the engine
 * needs no native code, name it in {@code META-INF/services}, and run the kernels' contract on it.
 * This package depends on nothing else of ours.
 */
package backprop.engine.backend.blas;
